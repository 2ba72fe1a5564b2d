import type { DISCORD as ENGLISH } from '#bot/text/english/discord.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, link, plainNode, rich } from '#shared/text/rich.ts';

/** Japanese of what only Discord has: forms, limits of messages, logging in. */
export const DISCORD: Translation<typeof ENGLISH> = {
  'activity.no-renderer': 'レンダラー未接続：順番待ちになります',
  'activity.idle': ({ models }) => ['/imagine ですぐ描けます', ...models].join(' · '),
  'activity.busy': ({ drawing, waiting, models }) =>
    [`${drawing}件を描画中`, waiting > 0 ? `${waiting}件待ち` : '', ...models].filter(Boolean).join(' · '),
  'discord.more': ({ count }) => `…ほか${count}件`,
  'discord.last-preview': '最後のプレビュー',
  'discord.in-your-thread': ({ url }) => `ここでは、あなたの画像はあなたのスレッドに入ります: ${url}`,
  'discord.restarting': 'Easelは再起動中です。順番はそのまま保たれます',
  'discord.time-here': ({ isPrivate }) =>
    `${isPrivate ? 'このメッセージはあなただけに見えている' : 'ここにはEaselが参加していない'}` +
    'ため、Discordがこのメッセージの変更を許すのは15分間です。それより長くかかる絵はダイレクトメッセージで届きます。',
  'discord.last-words': ({ job }) =>
    rich`Discordがこのメッセージの変更を許さなくなりました。順番はそのままです：絵はダイレクトメッセージで届き、${code(`/show id:${job}`)}でここに表示できます`,
  'discord.files-refused': ({ isDrawn }) =>
    `Easelはこのチャンネルにファイルを添付できないため、${isDrawn ? '画像を表示できません' : 'プレビューがありません'}。` +
    'チャンネルの管理者が「ファイルを添付」を許可すると、自動でここに表示されます。',
  'discord.may-not-show': ({ see, attach }) => {
    const does = [...(see ? [] : ['チャンネルの閲覧']), ...(attach ? [] : ['ファイルの添付'])];
    const rights = [...(see ? [] : ['「チャンネルを見る」']), ...(attach ? [] : ['「ファイルを添付」'])];
    return `ここでは描けません：Easelに${does.join('と')}の権限がありません。管理者が${rights.join('と')}を許可できます`;
  },
  'discord.pictures-gone': ({ count }) => `画像${count}枚はもう保存されていません。`,
  'discord.pictures-too-large': ({ count, why, withPreview, kept }, { say }) =>
    `画像${count}枚は大きすぎてここに表示できません：${say(why)}。` +
    `${withPreview ? '代わりに最後のプレビューを表示しています。' : ''}` +
    (kept.length === 0 ? '' : `このボットの運営者が${kept.join('、')}を保管しています。`),
  'discord.pictures-smaller': ({ count, why }, { say }) =>
    `原寸のファイルが収まらないため、画像${count}枚を縮小して表示しています：${say(why)}。✉️とボタンで、Discordが受け取れるものを送ります。`,
  'discord.pictures-reduced': ({ count, format, why }, { say }) =>
    `PNGが大きすぎるため、画像${count}枚を${format}で原寸表示しています：${say(why)}。`,
  'discord.another-bot':
    '別のボットが同じ DISCORD_TOKEN と独自の台帳で動いており、メンバーの依頼の一部に答えています。どちらかを止めてください',
  'discord.draw-all': ({ count }) => `${count}件すべて描く`,
  'discord.many': ({ orders, pictures, time }, { say }) =>
    `波かっこの中をコンマで区切ると、それぞれ画像になります：プロンプト${orders}件、画像${pictures}枚` +
    (time === null ? '' : `、ほかに描画がなければ${say(time)}`),
  'discord.fix': '修正する',
  'discord.fix-over': '入力した内容を開けません：保存は15分間です。もう一度コマンドをお使いください',
  'discord.png-follows': '原寸で先に表示しています。PNGは後から届きます',
  'discord.original': 'PNG',
  'discord.originals-gone': 'PNGを送れません：もう保存されていません',
  'discord.original-too-large': ({ file, size, max }, { say }) =>
    `PNGは${say(size)}ありますが、ここでDiscordが受け取れるのは${say(max)}までです。このボットの運営者が${file}として保管しています。`,
  'discord.mail-from': ({ url }) => [plainNode('✉️で頼まれた'), link('画像', url), plainNode('です')],
  'discord.mail-closed':
    '送信できません：このサーバーからのメッセージを受け取らない設定になっています。プライバシー設定で許可してから、もう一度✉️を押してください',
  'discord.mail-gone': '送信できません：画像はもう保存されていません',
  'discord.mail-later': '今は送信できません：Discordが受け付けませんでした。少ししてからもう一度✉️を押してください',
  'discord.stars': ({ count, url }) => [plainNode(`⭐ ${count} · `), link('画像へ', url)],
  'notify.off': '知らせない',
  'notify.ping': '画像の下でのメンション',
  'notify.message': 'あなたへのメッセージ',
  'notify.done': ({ how }) =>
    how === 'off'
      ? '画像ができても知らせません'
      : `1分より長くかかった画像ができたら、${how === 'ping' ? '画像の下のメンション' : 'メッセージ'}で知らせます`,
  'notify.there': ({ isDrawn, url }) => [
    link(isDrawn ? '画像' : '頼まれたもの', url),
    plainNode(isDrawn ? 'ができました' : 'はうまくいきませんでした'),
  ],
  'discord.size-refused': ({ size }, { say }) => `Discordが${say(size)}を受け取りませんでした`,
  'discord.channel-takes': ({ max, largest }, { say }) =>
    `このチャンネルのファイルは${say(max)}まで、最大の画像は${say(largest)}です`,
  'discord.message-takes': ({ max }, { say }) => `1つのメッセージは${say(max)}までです`,
  'discord.kibibytes': ({ size }, { number }) => `${number(size, 1)} KiB`,
  'discord.mebibytes': ({ size }, { number }) => `${number(size, 1)} MiB`,

  'discord.custom-id': ({ max, given }) => `ボタンを作れません：${max}文字まで、指定は${given}文字です`,

  'discord.login-slow': ({ seconds }) => `Discordにログインできません：${seconds}秒を超えました`,
  'discord.token-refused':
    'DiscordがDISCORD_TOKENを拒否しました：discord.com/developers のBotページからトークンをコピーし直してください',
  'discord.gateway-closed': ({ code }) =>
    `Discordがこのボットを拒否しました：ゲートウェイがコード${code}で閉じました${CLOSE_REASONS[code] ?? ''}`,
  'discord.unreachable': ({ where }) => `${where}のDiscordに接続できません：このマシンの通信を確認してください`,
  'discord.commands-refused': ({ why, seconds }) =>
    seconds === null
      ? `Discordがコマンドを受け取らなかったため、登録済みのもので続けます：${why}`
      : `Discordがコマンドを受け取れなかったため、${seconds}秒後に再送します：${why}`,
  'discord.starts-an-hour': ({ max, minutes }) =>
    `Discordとのセッションをこれ以上始められません：トークンがリセットされないよう、Easelは1時間に${max}回までにしています。次は${minutes}分後です`,
  'discord.starts-used': ({ remaining, minutes }) =>
    `Discordにログインできません：トークンがリセットされるまでの起動は残り${remaining}回です。${minutes}分後に回復します`,
  'discord.studio-command': 'ここでスタジオを開いて一緒に描く',
  'discord.opened-studio': ({ name }) => `${name}がスタジオで描いています。一緒に描きましょう。`,
  'discord.join-studio': '一緒に描く',
  'discord.studio-words': '言葉を持っていく',
  'discord.studio-words-title': 'スタジオに持っていく言葉',
  'discord.not-shown': 'そこには表示できません。Discordが受け付けませんでした',
  'discord.again': ({ why, seconds }, { say }) => `${say(why)}。${seconds}秒後に再試行します`,

  'styles.plain': 'あなたの言葉だけ',
};

/** What an operator can do about a close code of the gateway. */
const CLOSE_REASONS: Readonly<Record<number, string>> = {
  4010: '（無効なシャード）',
  4011: '：EASEL_DISCORD_SHARDS の接続数では、ボットのサーバー数が多すぎます',
  4012: '（APIのバージョンが古すぎます）：Easelを更新してください',
  4013: '（無効なインテント）：Easelを更新してください',
  4014: '（このボットに許可されていないインテント）',
};
