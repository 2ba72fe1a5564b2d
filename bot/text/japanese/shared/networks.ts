import type { NETWORKS as English } from '#shared/text/english/networks.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of networks, the numbers that go through them, and files that are made of weights. */
export const NETWORKS: Translation<typeof English> = {
  'network.missing-weight': ({ network, key }) => `${network}を組み立てられません：重み${key}がありません`,
  'network.weight-shape': ({ network, key, wanted, given }) =>
    `${network}を組み立てられません：設定では重み${key}は${wanted.join('×')}ですが、${given.join('×')}です`,
  'network.unread': ({ network, key, given, known }) =>
    `${network}を組み立てられません：重み${key}が${given}で保存されています。使える形式は${known.join('、')}です`,
  'network.leftover': ({ network, key, others }) =>
    `${network}を組み立てられません：重み${key}${others > 0 ? `とほか${others}件` : ''}の入る場所がありません`,
  'network.no-config': ({ network }) => `${network}を組み立てられません：config.json がオブジェクトではありません`,
  'network.setting': ({ network, problem }, { say }) => `${network}を組み立てられません：${say(problem)}`,
  'network.operands': ({ network, op, node, problem, given }) =>
    `${network}を組み立てられません：${op} ${node}：${problem}、実際は${given}です`,
  'network.no-gradient': ({ network, op, node }) =>
    `${network}を学習できません：${op} ${node}の勾配を与える規則がありません`,
  'network.no-row-scale': ({ product }) => `${product}の行の長さを学習できません：トークンとの積だけで使えます`,
  'network.no-rule': ({ network, op, node }) =>
    `${network}を組み立てられません：${op} ${node}を変換する規則がありません`,
  'network.output': ({ network, output, wanted, given }) =>
    `${network}を組み立てられません：出力${output}は${wanted}が必要ですが、${given}です`,
  'network.no-lora': ({ network, key }) => `${network}の${key}にLoRAを加えられません`,
  'network.skip': ({ limit, given }) =>
    `テキストエンコーダーの層をその数だけ省けません：${limit}まで、指定は${given}です`,
  'network.rows': ({ given, wanted }) => `ネットワークが${wanted}行に対して${given}行を返しました`,
  'network.condition-rows': ({ rows, given, condition }) => `${condition}の${given}行では、${rows}行を予測できません`,
  'network.conditions': ({ names, given }) => `条件${given.join('、')}を${names.join('、')}と重ねられません`,
  'network.too-large': ({ model, limit, mib }) =>
    `モデル${model}を読み込めません：モデル用は${limit} MiBまで（EASEL_MEMORY_MIB）ですが、${mib} MiB必要です`,
  'network.not-fitting': '互いに合わないネットワークは読み込めません',
  'network.not-wanted': 'このネットワークを待つ人はもういません',
  'decoder.not-finite':
    '画像を仕上げられません：VAEがNaNか無限大を返しました。ファイルが壊れているかもしれません。' +
    '取得し直すか、models.jsonでこのモデルの`vae`に別のものを指定してください',
  'decoder.overflow':
    '画像の数値がVAEの半精度には大きすぎたため、これからはfloat32で計算します（遅くなります）。' +
    '半精度向けのVAEをmodels.jsonでモデルの`vae`に指定すると、元の速さに戻ります',
  'network.not-finite': ({ network }) =>
    `${network}が数ではなくNaNか無限大を返しました。ファイルが壊れているかもしれません。取得し直してください`,
  'network.no-encoder': ({ model }) =>
    `モデル${model}では画像をエンコードできません：エンコーダーが読み込まれていません`,

  'session.unopened': ({ network, provider }) => `${provider}で${network}を開けません`,
  'session.failed': ({ network }) => `${network}を実行できません`,
  'session.no-input': ({ network, input }) => `入力${input}がないと${network}を実行できません`,
  'session.output': ({ type }) => `${type}型の出力は使えません：float32が必要です`,
  'session.uncomputed': ({ network }) => `${network}を計算できません`,

  'tensor.shape': ({ count, dims }) => `${count}個の数を${dims.join('×')}の形にできません`,
  'tensor.combine': ({ left, right }) => `${left.join('×')}と${right.join('×')}の形は組み合わせられません`,
  'tensor.sum': ({ left, right }) => `${left.join('×')}と${right.join('×')}の形は足せません`,
  'tensor.sum-none': 'テンソルがないため足せません',
  'tensor.stack-none': 'テンソルがないため重ねられません',
  'tensor.join-none': 'テンソルがないためチャンネルをつなげません',

  'picture.undecodable': ({ picture, reason }, { say }) =>
    `${say(picture)}をデコードできません：完全なPNG、JPEG、WebPファイルが必要です：${say(reason)}`,
  'picture.image': '画像',
  'picture.picture': '画像',
  'picture.mask': 'マスク',
  'picture.control': '制御画像',
  'picture.bits': ({ limit }) =>
    `この画像は使えません：1チャンネル${limit}ビットまでですが、それより多くあります。${limit}ビットで保存し直してください`,
  'picture.frames': ({ frames }) =>
    `この画像は使えません：1コマだけが必要ですが、${frames}コマのアニメーションです。1コマを画像として保存してください`,
  'picture.unusable': ({ limit, given }, { say }) =>
    `この画像は使えません：条件は「${say(limit)}」、指定は${say(given)}です`,
  'picture.moves': 'この画像は使えません：1コマだけが必要ですが、アニメーションです。1コマを画像として保存してください',
  'picture.format': ({ format }) => `形式は${format}です`,
  'picture.damaged': '壊れているか、途中で切れているか、別の種類です',
  'picture.shape': ({ dims }) => `${dims.join('×')}の形のピクセルは表示できません`,
  'picture.grid-none': '画像がないため並べられません',

  'derived.gone': ({ file }) => `重みから作ったものを読み戻せません：${file}がすぐに削除されました`,
  'derived.folder': ({ folder }) =>
    `重みから作るものの置き場を作れません：${folder}に書き込めません（EASEL_CACHE で別の場所を指定できます）`,
  'merge.gone': ({ file }) => `マージしたアダプターを読み戻せません：${file}がすぐに削除されました`,
  'merge.disk-full': 'アダプターをマージしたモデルを保存できません：ディスクがいっぱいです',
};
