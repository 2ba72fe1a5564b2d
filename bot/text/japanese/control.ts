import type { CONTROL as ENGLISH } from '#bot/text/english/control.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of control pictures, and the command that shows them. */
export const CONTROL: Translation<typeof ENGLISH> = {
  'command.preview': 'ControlNetが画像から何を読み取るかを表示します',
  'command.preview.method': '何を探すか',
  'command.preview.low': ({ usual }) => `Canny：輪郭が続くとみなす傾き（省略すると${usual}）`,
  'command.preview.high': ({ usual }) => `Canny：輪郭が始まるとみなす傾き（省略すると${usual}）`,
  'option.method': '手法',
  'option.low': '下限',
  'option.high': '上限',
  'preprocess.canny': '輪郭（canny）',
  'preprocess.invert': '黒い線を白い線に（invert）',
  'preprocess.softedge': '柔らかい輪郭',
  'preprocess.softedge-safe': '段階的な柔らかい輪郭',
  'preprocess.softedge-hard': '輪郭（白か黒か）',
  'preprocess.scribble': '落書き',
  'preprocess.lineart': '線画',
  'preprocess.depth': '深度',
  'preprocess.pose': '人物のポーズ',
  'order.no-preprocessor': ({ method }) =>
    `${method}で制御画像を作れるレンダラーがありません：` +
    'そのためのネットワークは運営者が models/preprocessors に置きます。Cannyには不要です',
  'command.blend.area': 'この番号の画像が効く部分（left、middleなど）。省くと全体に効きます',
  'command.blend.mask': '同じことを画像で指定：白い部分に効きます',
  'command.blend.take': '画像から何を取り入れるか。全体以外はSDXLだけで使えます',
  'option.area-number': ({ number }) => `部分${number}`,
  'option.mask-number': ({ number }) => `マスク${number}`,
  'option.take': '取り入れ',
  'like.all': 'すべて',
  'like.style': '画風',
  'like.layout': '構図',
  'like.style-and-layout': '画風と構図',
  'like.no-picture': ({ name }) =>
    `${name}の画像がないため、効く部分を決められません。画像を付けるか、部分の指定を外してください`,
  'like.twice': ({ name }) => `${name}の効く部分が2回指定されています。部分かマスクのどちらかにしてください`,
  'like.area-unknown': ({ name, known, given }) =>
    `${name}はそこには効きません。部分は${known.join('、')}のどれかです。指定は「${given}」です`,
  'order.layout-whole': ({ model }) => `${model}は構図だけを取り出せないため、画像全体が効きます`,
  'command.follow': '最大4枚の画像の輪郭・深度・ポーズに沿って描きます',
  'command.follow.guess': '画像を言葉より重視するかどうか',
  'option.guess': '優先',
};
