import type { PREPROCESSORS as English } from '#shared/text/english/preprocessors.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of control pictures and their networks. */
export const PREPROCESSORS: Translation<typeof English> = {
  'preprocess.unknown': ({ known, given }, { say }) =>
    `${say(given)}では制御画像を作れません：ここで使える手法は${known.join('、')}です`,
  'preprocess.unknown-network': ({ method, known, given }, { say }) =>
    `${method}の制御画像を${say(given)}では作れません：ここで使えるネットワークは${known.join('、')}です`,
  'preprocess.no-network-needed': ({ method, given }, { say }) =>
    `${method}の制御画像を${say(given)}では作れません：ネットワークは不要です`,
  'preprocess.no-thresholds': ({ method }) =>
    `${method}の制御画像にしきい値は使えません：canny だけのものです。外してください`,
  'preprocess.inside-only': ({ method }) =>
    `${method}の制御画像だけを作ることはできません：描くときに、その画像とマスクから作られます。そちらで指定してください`,
  'preprocess.no-network': ({ method }) => `${method}の制御画像を作れません：ネットワークが読み込まれていません`,
  'preprocessor.unloadable': ({ file, reason }, { say }) => `プリプロセッサー${file}を読み込めません：${say(reason)}`,
  'preprocessor.foreign': ({ key }) =>
    'HED、PiDiNet、線画、Depth Anything、DPT、OpenPoseの全身ネットワークのどれかで、公開されたキーが必要ですが、' +
    `ファイルの最初のキーは${key}です`,
  'preprocess.other-network': ({ file, kind, method }) =>
    `${method}の制御画像を${file}では作れません：別の用途のネットワークです（${kind}）`,
  'preprocess.argument': ({ option, limit, given }, { say }) =>
    `制御画像を作れません：${option}の条件は「${say(limit)}」です。指定は${say(given)}です`,
  'preprocess.no-method': ({ known, given }, { say }) =>
    `制御画像を作れません：最初の語は手法（${known.join('、')}）です。指定は${say(given)}です`,
  'limit.file-of-network': ({ kinds }) => `それを見つけるネットワークのファイル（${kinds}）`,
  'limit.no-file': '省略：この手法にネットワークは不要',
  'field.side': '短い方の辺',
  'field.low-threshold': '下のしきい値',
  'field.high-threshold': '上のしきい値',
};
