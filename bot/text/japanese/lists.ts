import type { LISTS as ENGLISH } from '#bot/text/english/lists.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** Japanese of lists of words that prompts can name. */
export const LISTS: Translation<typeof ENGLISH> = {
  'command.wildcards': 'プロンプトの __name__ で使う、このサーバーの言葉のリスト',
  'command.wildcards.upload': 'このサーバーに言葉のリストを保存します。同名のものは置き換わります',
  'command.wildcards.upload.file': '1行に1つ書いたテキストファイル。3::red は3倍選ばれやすくなります',
  'command.wildcards.upload.text': '1行に1つ。3::red は3倍選ばれやすくなります',
  'command.wildcards.upload.name': 'プロンプトでの呼び名。省略するとファイル名',
  'command.wildcards.list': 'このサーバーの言葉のリスト一覧',
  'command.wildcards.export': '言葉のリストをファイルで受け取ります',
  'command.wildcards.delete': '言葉のリストを削除します',
  'command.wildcards.name': 'リスト',
  'option.file': 'ファイル',
  'option.text': 'テキスト',

  'list-rule.denied': '言葉のリストを変更できるのは、サーバーを管理できるメンバーだけです',
  'list-rule.unknown': ({ name }) => `言葉のリスト「${name}」はここにありません。/wildcards list で一覧を見られます`,
  'list-rule.full': ({ max }) => `これ以上リストを保存できません：${max}件までです。1つ削除すると空きができます`,
  'list-rule.characters-in-all': ({ max, given }) =>
    `このリストは保存できません：サーバーのリストは合計${max}文字まで、指定は${given}文字です`,
  'list-rule.name': ({ max, given }) =>
    `リストに「${given}」という名前は付けられません：文字、数字、ハイフン、フォルダー用のスラッシュで${max}文字までです`,
  'list-rule.characters': ({ max, given }) => `このリストは保存できません：${max}文字まで、指定は${given}文字です`,
  'list-rule.empty': 'このリストは保存できません：言葉が1つもありません',
  'list-rule.lines': ({ max, given }) => `このリストは保存できません：${max}行まで、指定は${given}行です`,
  'list-rule.line': ({ max, given, line }) =>
    `このリストは保存できません：1行は${max}文字まで、「${line}」は${given}文字です`,
  'list-rule.no-text': 'このファイルを読み取れません：UTF-8のテキストが必要です',
  'list-rule.file-bytes': ({ max, given }) =>
    `このファイルを読み取れません：${max}バイトまで、指定は${given}バイトです`,

  'lists.heading': '言葉のリスト',
  'lists.none': rich`リストはまだありません。${code('/wildcards upload')} で保存すると、プロンプトの ${code('__name__')} がその1行になります。`,
  'lists.some': rich`プロンプトの ${code('__name__')} はリストの1行になります。同じシードなら同じ行です。`,
  'lists.more': ({ count }) => `ほか${count}件。`,
  'lists.lines': ({ count }) => `${count}行`,
  'list-card.heading': ({ name }) => `__${name}__`,
  'list-card.kept': ({ count }) => `${count}行を保存しました`,
  'list-card.replaced': ({ count }) => `以前のものと置き換えて、${count}行を保存しました`,
  'list-card.begins': '最初の部分',
  'list-done.deleted': ({ name }) => `リスト「${name}」を削除しました`,
};
