import type { TRAINING as English } from '#shared/text/english/training.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what training says. */
export const TRAINING: Translation<typeof English> = {
  'training.kind': ({ name, family }) =>
    `${name}は学習できません：言葉だけから描くモデルに限り、リファイナーは不可です。これは${family}です`,
  'training.zero-snr': ({ name }) =>
    `${name}はzero-SNRで学習できません：ノイズを予測するモデルで、ノイズだけからは何も言えません。v-predictionのモデルに限ります`,
  'training.like-noise': ({ name }) =>
    `${name}の損失をノイズのように重み付けできません：すでにそうなっています。v-predictionのモデルに限ります`,
  'training.copy': ({ name, out }) =>
    `学習した${name}を${out}に書き込めません：まだ何もない場所で、モデルは.safetensorsでなければなりません`,
  'training.no-folder': ({ folder, problem }) => `${folder}の画像を読めません：${problem}`,
  'training.no-pictures': ({ folder }) => `${folder}では学習できません：使えるPNG、JPEG、WebPの画像が1枚以上必要です`,
  'training.too-many': ({ limit, given }) => `画像が多すぎます：${limit}枚まで、実際は${given}枚です`,
  'training.begin': ({ given }) =>
    `新しい単語を${JSON.stringify(given)}から始められません：モデルが知っている単語が必要です`,
  'training.no-token': ({ token }) =>
    `${token}は学習できません：少なくとも1つのキャプション（--caption、または画像の横の.txt）に含まれる必要がありますが、どれにもありません`,
  'training.other-run': ({ file }) => `${file}から続けられません：同じ設定と画像の学習のものが必要です`,
  'training.not-finite': ({ limit }) =>
    `学習を続けられません：損失が${limit}回続けて数値にならず、その前に学習したものはありません。学習率を下げてみてください`,
  'training.broke-off': ({ steps, file }) =>
    `学習を続けられません：損失が数値ではなくなりました。それまでの${steps}ステップ分は${file}にあります。学習率を下げると解決することがあります`,
  'training.nothing-learnt': 'この学習は最初のステップの前に終わったので、残すものがありません',
  'training.picture': ({ name, reason }, { say }) => `${name}は使いません：${say(reason)}`,
  'training.unlike': ({ key }) =>
    `2つのモデルを比べられません：同じ系統でなければならず、${key}が両方に同じ形でありません`,
  'training.twice': '同じ画像がすでにあります',
  'training.large': '大きすぎます：64 MiB、4000万画素までです',
  'training.format': ({ format }) => `PNG、JPEG、WebPのどれかが必要で、実際は${format}です`,
  'training.animated': '動く画像です。学習に使えるのは静止画だけです',
  'training.small': ({ width, height, limit }) => `辺は${limit}ピクセル以上必要で、実際は${width}x${height}です`,
  'training.narrow': ({ width, height, limit }) => `長い辺は短い辺の${limit}倍までです。実際は${width}x${height}です`,
  'training.broken': 'デコードできません',
  'training.no-picture': 'その名前の画像がありません',
  'training.folder': 'フォルダー名は「N_単語」（画像が現れる回数1〜999と、その言葉）にしてください',
  'training.captions': ({ count }) =>
    `${count}枚の画像に言葉がありません。--caption、各画像の横の.txt、「N_単語」という名前のフォルダーから読みます`,
  'training.no-crop': ({ count }) => `${count}枚の画像は学習に使う形と同じなので、切り抜きません`,
  // Of requests.
  'training.method': ({ known, given }, { say }) =>
    `${typeof given === 'string' ? given : say(given)}では学習できません：${known.join('、')}のどれかです`,
  'field.pictures': '画像',
  'field.repeats': '画像の繰り返し',
  'field.rank': 'ランク',
  'field.learning-rate': '学習率',
  'field.batch': '1ステップの画像数',
  'field.class-pictures': 'クラスの画像',
  'field.samples': '見本のプロンプト',
  'field.every-steps': '見本の間隔（ステップ）',
  'field.caption': '説明文',
  'field.word': '単語',
  'field.own-adapters': '一緒に渡すアダプター',
  'field.precision': '精度',
  'field.train-text': 'テキストエンコーダーの学習',
  'limit.given-without': ({ option }) => `${option}なし`,
  'limit.pictures-folder': '画像のフォルダー',
  'limit.safetensors': '.safetensorsで終わる名前',
  'limit.step-rules': '--lrに対する割合とそれが続くステップ、最後に割合だけ（例：1:300,0.1:400,0.01）',
  'limit.aspect': ({ limit }) => `長い辺が短い辺の${limit}倍まで`,
  'limit.one-word': '空白のない1語',
  'limit.bytes-in-all': ({ limit }) => `合計${limit}バイトまで`,
};
