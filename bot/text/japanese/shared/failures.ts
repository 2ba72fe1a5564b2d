import type { FAILURES as English } from '#shared/text/english/failures.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what either side may have to say whatever it was doing. */
export const FAILURES: Translation<typeof English> = {
  'failure.cancelled': 'キャンセルされました',
  'failure.internal': 'こちらで問題が起きました。ログに記録しました',

  'rpc.no-answer': 'レンダラーが時間内に応答しませんでした',
  'rpc.lost': 'レンダラーとの接続が切れました',
  'rpc.unreached': 'そのアドレスから応答がありません',
  'rpc.exhausted': 'レンダラーはいま受け付けられません',
  'rpc.nothing': 'レンダラーから何も返りませんでした',
  'rpc.no-method': ({ name }) => `インターフェースにメソッド${name}がありません`,
  'rpc.caller-left': '呼び出し元がいなくなりました',
  'rpc.broken': '接続が切れました',

  'config.must-secure': ({ given }) =>
    `外からは招けません：EASEL_STUDIO_URLは https:// で始まる必要があります。指定は${given}です`,
  'config.redis-alone':
    '設定を読めません。EASEL_REDIS_URL は、複数のボットが台帳を共有する EASEL_DATABASE_URL と一緒に使います',
  'config.local-key-alone':
    '設定を読めません。EASEL_API_LOCAL_KEY は、他のプログラムを受け入れる EASEL_API と一緒に使います',
  'config.needs-c2pa-both':
    '設定を読めません：EASEL_C2PA_KEYとEASEL_C2PA_CERTIFICATESは両方必要ですが、片方しかありません',
  'config.needs-client':
    'ログインを使えません：EASEL_STUDIO_LOGINとEASEL_ACTIVITYには、EASEL_STUDIO_URL、DISCORD_CLIENT_ID、DISCORD_CLIENT_SECRETが必要です',
  'config.activity-needs-bot':
    'Discordの中でスタジオを開けません：EASEL_ACTIVITYには、誰がいるかをDiscordに尋ねるためのDISCORD_TOKENが必要です',
  'config.unreadable': ({ problems }, { say }) => `設定を読み取れません：${problems.map(say).join('；')}`,
  'config.no-file': ({ name, path }) => `${name}が指すファイル${path}を読み取れません`,
  'config.no-env-file': ({ path }) => `${path}の設定を読み取れません`,
  'config.secret-file': ({ path }) =>
    `${path}の秘密の文字列を使えません：16～200文字の英数字と記号からなる1語が必要です`,
  'config.tls-pair': '設定を読み取れません：EASEL_TLS_CERT と EASEL_TLS_KEY は両方必要です',
  'config.problem': ({ name, rule, given }, { say }) => `${name}${say(rule)}。指定は${given}です`,
};
