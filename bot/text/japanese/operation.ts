import type { OPERATION as ENGLISH } from '#bot/text/english/operation.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese for whoever runs the bot, while it runs. */
export const OPERATION: Translation<typeof ENGLISH> = {
  'operation.listen': ({ address, problem }) => `${address}（EASEL_OPERATION_LISTEN）で待ち受けできません：${problem}`,
  'operation.renderer-set-aside': ({ renderer, why }, { say }) =>
    `レンダラー${renderer}を一時除外しています：${say(why)}`,
  'operation.renderer-down': ({ renderer, why }, { say }) =>
    `レンダラー${renderer}が1分間応答していません：${say(why)}`,
  'operation.renderer-silent': ({ renderer }) => `レンダラー${renderer}が1分間応答していません`,
  'operation.disk': ({ folder, percent }) =>
    `${folder}のディスクは${percent}％埋まっています。空きがないと何も受け付けられません`,
  'operation.refused-requests': ({ count }) =>
    `Discordが10分間に${count}件のリクエストを拒否しました。10,000件になるとこのアドレスは遮断されます`,
  'operation.token-refused': ({ why }, { say }) => `ボットを停止します：${say(why)}`,
  'operation.over': ({ trouble }, { say }) => `解消しました：${say(trouble)}`,
  'operation.not-connected': 'Discordに接続していません',
  'operation.no-ledger': ({ why }) => `台帳を読み取れません：${why}`,
};
