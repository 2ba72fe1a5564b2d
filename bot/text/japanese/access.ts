import type { ACCESS as ENGLISH } from '#bot/text/english/access.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of who comes to the studio from elsewhere. */
export const ACCESS: Translation<typeof ENGLISH> = {
  'access.unknown': 'スタジオを開けません：運営者からのリンク、またはログインが必要です',
  'access.revoked': 'このリンクはスタジオの運営者が取り消しました',
  'access.over': 'このリンクは期限切れです。運営者に新しいリンクをもらえます',
  'access.gone': '取り消せません：もう有効ではありません',
  'access.full': ({ max }) =>
    `これ以上招けません：リンクとログインは合わせて${max}件までです。どれかを取り消してください`,
  'access.level': 'リンクを作れません：見るためか、描くためのどちらかです',
  'access.too-often': ({ seconds }) => `一度に多すぎます：${seconds}秒後にもう一度お試しください`,
  'access.other-address': ({ host }) =>
    `スタジオを開けません：ここではEASEL_STUDIO_URLのアドレスだけに応答します。指定は「${host}」です`,
  'access.operators-own': 'ここからは変更できません：スタジオの前にいる人が決めます',
  'access.only-look': 'このリンクでは何も変更できません：見るためのものです',
  'access.only-look-on': 'ここでは描けません：このサーバーでは見るだけで、/imagineは使えません',
  'access.no-canvas': 'ここでは一緒に描けません：Discordの中のスタジオでできます',
  'access.canvas-news': 'ほかの人には見せられません：線でも画像でもありません',
  'access.no-login': 'Discordでログインできません：運営者がオンにしていません',
  'access.login-failed': 'ログインできません：Discordから本人の確認が届きませんでした',
  'access.code-over': '入れません：Discordからのコードは期限切れか使用済みです。もう一度スタジオを開いてください',
  'access.other-instance':
    '入れません：Discordによると、あなたはこのアクティビティにいません。そのチャンネルからスタジオを開いてください',
  'access.not-there': '描けません：Discordによると、あなたはもうこのサーバーにいません',
  'access.discord-away':
    'ここで何ができるかをDiscordに確認できません：今は応答がありません。少ししてからもう一度お試しください',
  'access.member-revoked': 'スタジオの運営者があなたのアクセスを取り消しました',
  'access.member-over': 'アクセスの期限が切れました：Discordからもう一度スタジオを開いてください',
  'access.looking-on': '見ることができます。このサーバーでは、ここで/imagineを使えません。',
  'access.together': ({ names }) => `${names}と一緒に描いています。`,
  'access.left': ({ name }) => `${name}が退出しました。`,

  'access.welcome': 'Easelスタジオ',
  'access.opening': 'スタジオを開いています',
  'access.how': 'このスタジオの運営者からのリンクが必要です。',
  'access.discord': 'Discordでログイン',
  'access.failed': 'Discordから本人の確認が届きませんでした。何も変わっていません。もう一度お試しください。',
  'access.stranger': 'このスタジオはDiscordのサーバーのメンバー向けですが、あなたはどのサーバーにもいません。',
  'access.looking': '見ることができます。描くには、運営者に頼んでください。',
  'access.share': '誰かを招く',
  'access.share-about': 'リンクを使うと、別の端末でこのスタジオを開けます。いつでも取り消せます。',
  'access.for-whom': '誰に',
  'access.may': 'できること',
  'access.may-look': '見る',
  'access.may-draw': '見る、描く',
  'access.for-days': '期間',
  'access.days': ({ count }) => `${count}日`,
  'access.make-link': 'リンクを作る',
  'access.link': 'リンク（表示は今回だけ）',
  'access.copy': 'コピー',
  'access.copied': 'コピーしました',
  'access.who': '招いた人',
  'access.nobody': 'まだ誰もいません。',
  'access.until': ({ may, date }) => `${may}、${date}まで`,
  'access.revoke': '取り消す',
};
