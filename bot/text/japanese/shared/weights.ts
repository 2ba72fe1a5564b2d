import type { WEIGHTS as English } from '#shared/text/english/weights.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what is wrong with a file of weights, and with writing one. */
export const WEIGHTS: Translation<typeof English> = {
  'weights.unreadable': ({ file, reason }, { say }) => `重み${file}を読み取れません：${say(reason)}`,
  'weights.missing': ({ file }) => `重み${file}を読み取れません：開けるファイルがそこにありません`,
  'weights.gone': ({ file }) => `重み${file}を読み取れません：ファイルがなくなりました`,
  'weights.twice': ({ key }) => `重みを書き込めません：${key}が2回指定されています`,
  'weights.write-size': ({ key, file, expected, given }) =>
    `重み${key}を${file}に書き込めません：その形には${expected}バイト必要ですが、${given}バイトです`,
  'weights.disk-full': ({ file }) => `重み${file}を書き込めません：ディスクがいっぱいです`,
  'weights.no-folder': ({ file }) => `重み${file}を書き込めません：フォルダーに書き込めません`,

  'weights.no-file': 'ファイルではありません',
  'weights.ended': ({ byte }) => `ファイルが${byte}バイト目で終わりました`,
  'weights.ending': ({ known, given }) => `重みの拡張子は${known.join('、')}のどれかが必要ですが、${given}です`,
  'weights.no-ending': ({ known }) => `重みの拡張子は${known.join('、')}のどれかが必要ですが、ありません`,
  'weights.unread': ({ given, known }) => `${given}で保存された重みがあります。使える形式は${known.join('、')}です`,
  'weights.is-gguf':
    'GGUFファイルです：重みが量子化されており、対応していません。このモデルのfp16かfp8の .safetensors を使ってください',
  'weights.is-pointer':
    '重みではなくgit-lfsのポインターです："git lfs pull" を実行するか、配布ページからファイル本体をダウンロードしてください',
  'weights.is-page':
    '重みではなくウェブページです：ダウンロードに失敗したか、ログインが必要です。ファイル本体をダウンロードしてもう一度お試しください',
  'weights.is-text': '重みではなくテキスト（JSON）です：ダウンロードに失敗したか、モデルの別のファイルです',
  'weights.is-archive': '圧縮アーカイブです：展開して、中の .safetensors か .ckpt ファイルを使ってください',
  'weights.is-picture': '重みではなく画像です',
  'weights.is-keras': 'Kerasのファイル（HDF5）です。このモデルの .safetensors を使ってください',
  'weights.is-blank': '先頭がゼロばかりです：ダウンロードが終わっていません。もう一度ダウンロードしてください',
  'weights.too-short': ({ bytes }) =>
    `${bytes}バイトしかなく、safetensorsファイルには短すぎます。もう一度ダウンロードしてください`,
  'weights.header-too-long': ({ bytes, limit }) =>
    `safetensorsファイルではありません（ヘッダーが${bytes}バイトになりますが、${limit}バイトまでです）。もう一度ダウンロードするか、別のファイルを使ってください`,
  'weights.header-truncated': ({ bytes }) =>
    `ヘッダーには${bytes}バイト必要ですが、その前にファイルが終わっています：途中で切れているので、もう一度ダウンロードしてください`,
  'weights.header-no-text': 'ヘッダーがUTF-8のテキストではないため、壊れているか、safetensorsファイルではありません',
  'weights.header-no-json': 'ヘッダーがJSONではないため、壊れているか、safetensorsファイルではありません',
  'weights.header-deep': ({ limit }) =>
    `ヘッダーの入れ子が${limit}段を超えているため、壊れているか、害を与えるために作られています`,
  'weights.header-no-object': 'ヘッダーがJSONオブジェクトではありません',
  'weights.header-repeats': ({ key }) => `ヘッダーに${key}が2回あります`,
  'weights.overlap': ({ weight, before }, { say }) => `${say(weight)}が${say(before)}と重なっています`,
  'weights.gap': ({ bytes, before, weight }, { say }) =>
    `${say(before)}と${say(weight)}の間の${bytes}バイトは、どこにも属しません`,
  'weights.rest': ({ bytes, before }, { say }) => `${say(before)}の後の${bytes}バイトは、どこにも属しません`,
  'weights.the-header': 'ヘッダー',
  'weights.the-weight': ({ key }) => `重み${key}`,

  // Reasons begin with the particle behind the weight's name.
  'weights.of-weight': ({ key, reason }, { say }) => `重み${key}${say(reason)}`,
  'weights.no-object': 'の記述がオブジェクトではありません',
  'weights.no-format': ({ given, known }) => `は${given}で保存されています。使える形式は${known.join('、')}です`,
  'weights.no-shape': 'の形がサイズのリストではありません',
  'weights.no-offsets': 'にデータ位置の組がありません',
  'weights.wrong-size': ({ dtype, shape, expected, given }) =>
    `（${dtype}、${shape.join('×') || 'スカラー'}）には${expected}バイト必要ですが、${given}バイトです`,
  'weights.truncated': ({ end, bytes }) =>
    `は${end}バイト目で終わるはずですが、ファイルは${bytes}バイトで終わっています：途中で切れているので、もう一度ダウンロードしてください`,
};
