import type { COMMAND_LINE as English } from '#shared/text/english/command-line.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what keeps `npm run models` or `npm run render` from being followed. */
export const COMMAND_LINE: Translation<typeof English> = {
  'command.unreadable': ({ problem }) => `コマンドラインを読み取れません：${problem}`,
  'command.wrong': ({ limit, given }, { say }) =>
    `コマンドラインを読み取れません：条件は「${say(limit)}」、指定は${say(given)}です`,
  'command.option': ({ option, limit, given }, { say }) =>
    `コマンドラインを読み取れません：${option}の条件は「${say(limit)}」、指定は${say(given)}です`,
  'command.nothing': 'なし',
  'command.none': 'なし',
  'command.options-with-add': '--name と --variant は add と一緒に使う',
  'command.list-alone': 'list に名前は付けない',
  'command.needs-name': ({ verb }) => `${verb}にはモデルの名前が必要`,
  'command.needs-one': 'add にはファイル、フォルダー、リポジトリのどれか1つが必要',
  'command.first-word': '最初の語は list、pull、verify、remove、add のどれか',
  'command.stopped': '中断しました。届いた分は残ります',

  'add.outside': ({ what, folder }) =>
    `${what}を追加できません：モデルのフォルダー${folder}の中に必要です。移動かコピーをしてください`,
  'add.no-place': ({ what }) =>
    `${what}を追加できません：モデルのフォルダーの中のファイルかフォルダー、またはハブの OWNER/NAME[@REVISION][:FILE] が必要です`,
  'add.name': ({ name }) =>
    `${name}を追加できません：名前は英数字、空白、._+()- で80文字までです。--name を使ってください`,
  'add.taken': ({ name }) => `${name}を追加できません：同じ名前のモデルがあります。--name を使ってください`,
  'pull.unknown': ({ name, known }) => `${name}を入手できません：入手できるのは${known.join('、')}です`,
  'pull.unknown-repo': ({ name, known }) =>
    `${name}を入手できません：入手できるのは${known.join('、')}です。` +
    `ハブのリポジトリなら：npm run models -- add ${name}`,
  'verify.damaged': ({ names }) =>
    `壊れたものは使えません。実行してください：npm run models -- pull ${names.join(' ')}`,
  'list.unknown': ({ name, known }) => `models.json に${name}が見つかりません：あるのは${known.join('、')}です`,
  'list.empty': ({ name }) => `models.json に${name}が見つかりません：リストが空です`,

  'render.stray': ({ option }) => `描けません：${option}には画像が必要ですが、--init がありません`,
  'render.stray-pass': ({ option }) => `描けません：${option}には2回目の描画が必要ですが、--hires がありません`,
  'render.margins': ({ given }) => `描けません：--margins は 64,0,64,0 のような4つの数が必要です。指定は${given}です`,
  'render.no-file': ({ what, file }, { say }) => `${say(what)}を読み取れません：開けるファイル${file}がありません`,
  'render.picture': ({ file, why }, { say }) => `${file}：${say(why)}`,
  'render.no-prompt': '描けません：--prompt に描くものを書く必要がありますが、ありません',
  'render.no-prompt-file': ({ file }) => `プロンプトを読み取れません：ファイル${file}がありません`,
  'render.prompt-shape': ({ file }) =>
    `プロンプトを読み取れません：${file}には {"chunks":[{"spans":[{"text":"…","weight":1}]}]} が必要です`,
  'render.spelled-weights': ({ given }) =>
    `${given} はふつうの文字として扱われます。--prompt に構文はありません。重みは --prompt-json か、ボットやスタジオのプロンプトで指定してください`,
  'render.no-picture': 'エンジンが画像なしで終わりました',
  'render.ending': ({ file, ending }) =>
    `${file}を書き込めません：名前は${ending}で終わる必要があります。できるのはその形式です`,
  'render.unwritable': ({ file, problem }) => `${file}を書き込めません：${problem}`,
};
