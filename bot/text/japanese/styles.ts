import type { STYLES as ENGLISH } from '#bot/text/english/styles.ts';
import type { Translation } from '#shared/text/message.ts';
import { rich } from '#shared/text/rich.ts';

/** Japanese about the styles of a server. */
export const STYLES: Translation<typeof ENGLISH> = {
  'style-rule.exists': ({ name }) => `スタイル${name}を作れません：同じ名前のスタイルがこのサーバーにあります`,
  'style-rule.full': ({ max }) => `これ以上スタイルを保存できません：${max}件までです。1つ削除すると空きができます`,
  'style-rule.ready-made': ({ name }) =>
    `スタイル「${name}」は既成のもので、残ります。同じ名前で作ると、ここではそちらが使われます`,
  'style-rule.denied': 'これはサーバーのものです：変更には「サーバー管理」の権限が必要です。閲覧は誰でもできます',
  'style-file.json': 'JSON（すべて）',
  'style-file.csv': 'A1111のstyles.csv（言葉だけ）',
  'style-file.none': 'このサーバー独自のスタイルはまだありません。/style create で作れます',
  'style-file.words-only': 'styles.csv には言葉だけが入ります：サンプラー、ステップなどはJSONにあります',
  'style-file.columns': ({ given }) =>
    `スタイルを取り込めません：ファイルに name と prompt の列が必要です。指定は${given}です`,
  'style-file.rows': ({ max, given }) => `スタイルを取り込めません：${max}行まで、指定は${given}行です`,
  'style-done.deleted': ({ name }) => `スタイル${name}を削除しました。画像は残ります。`,
  'style-done.default-chosen': ({ name }) => `今後、指定がなければスタイル${name}を使います。`,
  'style-done.channel-chosen': ({ name }) => `今後、このチャンネルでは指定がなければスタイル${name}を使います。`,
  'style-done.channel-follows': 'このチャンネルは再びサーバーの標準スタイルを使います。',
  'style-where.server': 'このサーバー全体',
  'style-where.channel': 'このチャンネル。名前がなければ再びサーバーに従います',
  'style-done.default-plain': '今後、言葉をそのまま描きます。',
  'style-rule.no-change': ({ name }) =>
    `スタイル「${name}」の変更はここにはありません。あるスタイルは/style listに出ます`,
  'style-done.undo-created': ({ name }) => `スタイル${name}の作成を取り消しました。`,
  'style-done.undo-edited': ({ name }) => `スタイル${name}を最後の変更の前に戻しました。`,
  'style-done.undo-deleted': ({ name }) => `スタイル${name}を元に戻しました。`,
  'style-rule.import-json': 'スタイルを取り込めません：/style exportのJSONでも、A1111のstyles.csvでもありません',
  'style-rule.import-none': 'スタイルを取り込めません：ファイルに1つもありません',
  'style-rule.import-many': ({ max, given }) => `スタイルが多すぎて取り込めません：${max}件まで、指定は${given}件です`,
  'style-rule.import-twice': ({ name }) => `スタイルを取り込めません：名前「${name}」がファイルに2回あります`,
  'style-done.import-problem': ({ name, problem }, { rich: words }) => rich`${name}：${words(problem)}`,
  'style-done.import-replaced': ({ name }) => `スタイル「${name}」は既にあったため、置き換えました`,
};
