import type { RULES as ENGLISH } from '#bot/text/english/rules.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** Japanese of what a server says about itself. */
export const RULES: Translation<typeof ENGLISH> = {
  'rule.denied': '変更できません。「サーバー管理」の権限が必要です',
  'rule.full': ({ max }) => `これ以上は登録できません。1つのサーバーに${max}件までです。先にどれかを外してください`,

  'setting.drawing': 'ここで画像を描けるかどうか',
  'setting.studio': 'ボットの運営者がこのサーバーの画像をスタジオで見て、そこでモデレーションできるかどうか',
  'setting.drawing-off': 'ここでは描けません。サーバーの管理者がこの場所での描画をオフにしています',

  'setting.spoiler': 'クリックするまで画像を隠すかどうか',
  'setting.threads': 'どの画像をチャンネルのスレッドに入れるか',
  'setting.threads.none': 'なし',
  'setting.threads.batch': '一度に複数頼まれた画像を、最初の画像の下へ',
  'setting.threads.member': 'メンバーごとに、それぞれのスレッドへ',
  'setting.votes': '何人のリアクションで持ち主と同じに扱うか。0＝持ち主だけ',
  'setting.starboard': 'スターが付いた画像を表示するチャンネル',
  'setting.invite': ({ number }) =>
    `クリックだけで済むように、各画像に付けておくリアクション（3つのうち${number}つ目）`,
  'setting.invite.none': 'なし',
  'setting.invite.emoji': ({ emoji }) => `${emoji}（/helpの説明のとおり）`,
  'setting.stars': 'スターボードに載せるのに必要な⭐の数',

  'setting.unknown': ({ name, known }, { list }) => `「${name}」という設定はありません。あるのは${list(known)}です`,
  'setting.not-by-channel': ({ name }) => `${name}はチャンネルごとには設定できません。サーバー全体に効く設定です`,
  'setting.not-switch': ({ name, given }) => `${name}を設定できません。onかoffです。入力は${given}`,
  'setting.not-number': ({ name, min, max, given }) =>
    `${name}を設定できません。${min}から${max}までの整数です。入力は${given}`,
  'setting.not-choice': ({ name, known, given }, { list }) =>
    `${name}を設定できません。${list(known)}のどれかです。入力は${given}`,
  'setting.not-channel': ({ name, given }) =>
    `${name}を設定できません。#でチャンネルを指定するか、noneと入力してください。入力は${given}`,

  'settings.heading': 'このサーバーの設定',
  'settings.how': rich`${code('/settings set')}で変更、${code('/settings reset')}で元に戻します。`,
  'settings.here': ({ value }) => rich`このチャンネルでは${code(value)}`,
  'settings.server': ({ value }) => rich`サーバーでは${code(value)}`,
  'settings.elsewhere': ({ count }) => `ほかの${count}個のチャンネルでは別の値`,
  'settings.default': ({ value }) => rich`標準は${code(value)}`,
  'setting-done.set': ({ name, value, where }) =>
    `${where === 'channel' ? 'このチャンネル' : 'このサーバー'}で${name}を${value}にしました`,
  'setting-done.reset': ({ name, value, where }) =>
    where === 'channel'
      ? `このチャンネルの${name}はサーバーの設定に戻りました：${value}`
      : `${name}は標準に戻りました：${value}`,

  'audit.heading': 'ここで変更されたこと',
  'audit.how': rich`${code('/audit undo')}に番号を指定すると、その変更を取り消せます。`,
  'audit.none': 'まだ何も変更されていません。',
  'audit.gone': ({ id }) => `取り消せる変更${id}はここにはありません`,
  'audit.changed-since': ({ id }) =>
    `変更${id}は取り消せません。同じものがその後また変更されています。先に新しい変更を取り消してください`,
  'audit.undone': ({ id, what }, { say }) => `変更${id}を取り消しました：${say(what)}`,
  'audit.was-undone': '取り消し済み',
  'audit.set': ({ what, value }, { say }) => `${say(what)}：${value}に設定`,
  'audit.changed': ({ what, before, after }, { say }) => `${say(what)}：${before}から${after}へ`,
  'audit.taken-away': ({ what, value }, { say }) => `${say(what)}：${value}を削除`,
  'audit.setting': ({ name }) => `設定${name}`,
  'audit.channel-setting': ({ name }) => `チャンネルの設定${name}`,

  'command.settings': 'このサーバーでのEaselの振る舞い',
  'command.settings.show': 'このサーバーとチャンネルの設定を表示',
  'command.settings.set': 'このサーバーまたはこのチャンネルの設定を変更',
  'command.settings.set.name': '設定の名前',
  'command.settings.set.value': '新しい値',
  'command.settings.where': '省略するとサーバー全体',
  'command.settings.reset': '設定を標準に戻す',
  'command.audit': 'このサーバーで誰が何を変更したか',
  'command.audit.list': '設定、制限、ルールを誰がいつ変更したかを表示',
  'command.audit.undo': '変更を取り消す',
  'command.audit.undo.number': '変更の番号',
  'option.value': '値',
  'option.number': '番号',
};
