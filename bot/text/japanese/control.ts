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
};
