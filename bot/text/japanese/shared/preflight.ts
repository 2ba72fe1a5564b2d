import type { PREFLIGHT as English } from '#shared/text/english/preflight.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what is looked at before a start. */
export const PREFLIGHT: Translation<typeof English> = {
  'preflight.node': ({ version }) => `Node ${version} で Easel が動きます`,
  'preflight.node-old': ({ version, least }) =>
    `Node は ${least} 以降が必要ですが、${version} です。専用の Node が付く npm から起動するか、新しいものを入れてください`,
  'preflight.folder': ({ folder, gibibytes }) => `${folder} に書き込めます(空き ${gibibytes} GiB)`,
  'preflight.folder-refused': ({ folder, setting, code }) =>
    `${folder} に書き込めません(${code})。Easel を動かすユーザーに権限を与えるか、${setting} で別のフォルダーを指定してください`,
  'preflight.disk-low': ({ folder, setting, free, least }) =>
    `${folder} のディスクには ${least} MiB の空きが必要ですが、${free} MiB です。空きを作るか、${setting} で別のフォルダーを指定してください`,
  'preflight.port': ({ address, setting }) => `${address} は空いています(${setting})`,
  'preflight.port-taken': ({ address, setting }) =>
    `${address} で待ち受けできません。ほかのプログラム、あるいはこのプログラム自身が使用中です。終了するか、${setting} を変えてください`,
  'preflight.port-refused': ({ address, setting, code }) =>
    `${address} で待ち受けできません(${code})。${setting} に、このマシンのアドレスと、ユーザーが開けるポートを指定してください`,
  'preflight.no-token': 'DISCORD_TOKEN がありません。Discord なしでスタジオだけが動きます',
  'preflight.token-form': 'DISCORD_TOKEN はボットのトークンの形をしています。--discord を付けると Discord に確かめます',
  'preflight.token-malformed':
    'DISCORD_TOKEN はボットのトークン(ピリオドで区切られた 3 つの部分)ではありません。discord.com/developers の Bot ページからコピーしてください',
  'preflight.token-known': ({ name }) => `Discord がトークンを確認しました: ${name}`,
  'preflight.discord-away': ({ address, why }) =>
    `${address} の Discord に接続できません(${why})。このマシンからの接続を許可してください`,
  'preflight.database': ({ place, version }) => `${place} の PostgreSQL ${version} を使えます`,
  'preflight.database-old': ({ version, tried }) =>
    `PostgreSQL ${version} は Easel の試験に使ったものより古いです。${tried} 以降をお勧めします`,
  'preflight.database-rights': ({ place, user }) =>
    `${user} は ${place} に表を作れません。データベースの所有者にするか、GRANT CREATE ON SCHEMA public を与えてください`,
  'preflight.database-standby': ({ place }) =>
    `データベース ${place} には書き込めません。EASEL_DATABASE_URL にプライマリを指定してください`,
  'preflight.redis': ({ place, version }) => `${place} の Redis ${version} を使えます`,
  'preflight.redis-old': ({ version, tried }) =>
    `Redis ${version} は Easel で試したものより古いです。${tried} 以降をお勧めします`,
  'preflight.redis-away': ({ place, why }) =>
    `${place} の Redis / Valkey を使えません（${why}）。起動するか、EASEL_REDIS_URL を直してください。この設定がなければ、通知は PostgreSQL が運びます`,
  'preflight.renderer': ({ address, name, device }) => `レンダラー ${address} が応答しました: ${name}、${device}`,
  'preflight.renderer-away': ({ address }) =>
    `レンダラー ${address} が応答しません。そちらで起動し(npm run renderer)、ポートをこのマシンに開いてください`,
  'preflight.renderer-secret': ({ address }) =>
    `レンダラー ${address} のシークレットが違います。EASEL_RENDERER_SECRET を両方で同じにしてください`,
  'preflight.renderers-none': '応答するレンダラーがないため、何も描けません。EASEL_RENDERERS のどれかが必要です',
  'preflight.device': ({ provider, reason }, { say }) => `画像の計算は ${provider} で行います: ${say(reason)}`,
  'preflight.models': ({ folder }) => `モデルは ${folder} から読みます`,
  'preflight.no-models': ({ folder }) =>
    `フォルダー ${folder}(EASEL_MODELS)がないため、付属の小さなモデルだけです。npm run models -- pull sd15 で取得できます`,
  'preflight.child-ended': ({ why }) =>
    `計算装置の確認が途中で終わりました(${why})。npm run gpu:check で詳しく分かります`,
  'preflight.clear': '問題はありません',
  'preflight.stops': ({ count }) => `Easel を妨げるものが ${count} 件あります(✗ の行)`,
};
