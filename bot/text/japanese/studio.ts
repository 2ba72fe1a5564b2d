import type { STUDIO as ENGLISH } from '#bot/text/english/studio.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what the studio's server says. */
export const STUDIO: Translation<typeof ENGLISH> = {
  'studio.host': ({ hosts, given }) =>
    `スタジオを開けません：安全なのは${hosts.join('、')}だけです。指定は${given}です`,
  'studio.port': ({ where, why }) => `${where}でスタジオを開けません：${why}`,
  'studio.port-taken': ({ where }) =>
    `${where}でスタジオを開けません：ポートが使用中です。EASEL_STUDIO_PORT に別のポートか、空きポートを使う 0 を設定してください`,
  'studio.closing': 'スタジオは終了中です',
  'studio.live-closing': 'ライブ描画ができません：スタジオは終了中です',
  'studio.other-machine': ({ host }) =>
    `スタジオを開けません：このマシンのアドレスにだけ答えます。指定は「${host}」です`,
  'studio.other-site': '別のサイトには答えられません：スタジオは専用のページのためのものです',
  'studio.other-origin': ({ origin }) =>
    `別のサイトには答えられません：スタジオは専用のページのためのものです。指定は「${origin}」です`,
  'studio.no-json': ({ type }) => `リクエストを読み取れません：application/json が必要です。指定は「${type}」です`,
  'studio.archive': ({ max }) => `1つのファイルに保存できません：一度に1〜${max}件までです`,
  'studio.sketches': ({ max }) => `スケッチできません：${max}件までの注文のリストが必要です`,
  'studio.body': ({ max }) => `リクエストを読み取れません：${max}バイトまでです`,
  'studio.no-file': ({ path }) => `スタジオに${path}がありません`,
  'studio.session': '受信できません：セッションは1～64文字の文字、数字、ハイフンです',
  'studio.listeners': ({ max }) => `受信できません：ページは${max}個までです`,
  'studio.no-model': ({ model }) => `このマシンには${model}というモデルはありません`,
  'studio.no-machine': ({ machine }) => `マシン${machine}はもうありません`,
  'studio.threads': ({ count }) => `CPU、${count}スレッド`,
};
