import type { STYLE_KEEPING as ENGLISH } from '#bot/text/english/style-keeping.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese about who may use a style, and what it was. */
export const STYLE_KEEPING: Translation<typeof ENGLISH> = {
  'style-rule.roles': ({ name, roles }) =>
    `スタイル「${name}」では描けません：ロール${roles.join('または')}のメンバー向けです`,
  'style-rule.roles-max': ({ max, given }) =>
    `これほど多くのロールには限定できません：${max}個まで、指定は${given}個です。先に1つ外してください`,
  'style-rule.no-version': ({ name, oldest, newest, given, wasRemoved }) =>
    wasRemoved
      ? `スタイル「${name}」の版${given}は戻せません：その版で削除されました。1つ前の版にあります`
      : `スタイル「${name}」のこの版は戻せません：版は${oldest}から${newest}まで、指定は${given}です`,
  'style-card.hidden': '非表示：一覧に出ません',
  'style-card.roles': ({ roles }) => `${roles.join('、')}だけが使えます`,
  'style-file.without-roles': '誰が使えるかはファイルに入りません：ロールはこのサーバーだけのものです',

  'style-version.heading': ({ name }) => `${name}の履歴`,
  'style-version.about': '/style restore で版を戻せます。/style undo は最後の変更を取り消します。',
  'style-version.older': ({ count }) => `さらに古い版が${count}件あります`,
  'style-version.removed': '削除',
  'style-version.returned': '復活',
  'style-version.first': '記録にある最も古い版',
  'style-version.same': '変更なし',
  'style-version.changed': ({ settings }) => `変更：${settings.join('、')}`,

  'command.style.setting.hidden': '一覧に出さず、名前を知る人だけが使う',
  'command.style.roles': 'スタイルを特定のロールのメンバーに限る',
  'command.style.roles.name': 'スタイル',
  'command.style.roles.role': '使えるようにするロール',
  'command.style.roles.may': '「いいえ」でロールを外す。1つもなければ誰でも使える',
  'command.style.history': 'スタイルの変更の履歴',
  'command.style.history.name': 'スタイル（削除したものも可）',
  'command.style.restore': 'スタイルの版を戻す',
  'command.style.restore.name': 'スタイル（削除したものも可）',
  'command.style.restore.version': '/style history の番号',
  'option.hidden': '非表示',
  'option.may': '可否',
  'option.version': '版',
};
