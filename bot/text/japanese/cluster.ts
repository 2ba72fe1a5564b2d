import type { CLUSTER as ENGLISH } from '#bot/text/english/cluster.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of why a renderer is down. */
export const CLUSTER: Translation<typeof ENGLISH> = {
  'link.starting': ({ renderer }) => `レンダラー${renderer}は起動中です`,
  'link.stopping': ({ renderer }) => `レンダラー${renderer}は停止中です`,
  'link.connecting': ({ renderer }) => `レンダラー${renderer}に接続中です`,
  'link.restarting': ({ renderer, ending }, { say }) =>
    `レンダラー${renderer}が終了したため（${say(ending)}）、再起動しています`,
  'link.unreachable': ({ renderer, why }, { say }) => `レンダラー${renderer}に接続できません：${say(why)}`,
  'link.hung-up': '相手が接続を切りました',
  'link.taken': ({ renderer }) =>
    `レンダラー${renderer}は別のボットが使っています：このボットの台帳のコピーで、後から起動されました`,
  'link.quarantine': ({ losses, within, stay }) =>
    `${within}分間に${losses}回途切れました。${stay}分間続けてつながっているまで、何も渡しません`,
  'link.not-there': ({ renderer }) => `レンダラー${renderer}はありません`,
  'link.address': ({ given }) =>
    `このマシンは追加できません。アドレスはgpu1:50551のようなhost:portです（入力：「${given}」）`,
  'link.known': ({ renderer }) => `このマシンは追加できません。${renderer}はすでにあります`,
  'link.other-secret': ({ renderer }) =>
    `このマシンは追加できません。${renderer}は応答しましたが、別のシークレットが必要です`,
  'link.nobody': ({ renderer }) =>
    `このマシンは追加できません。${renderer}は応答しません。そこでレンダラーが動き、ポートがこのマシンに開いている必要があります`,
  'link.socket-folder': ({ folder }) => `${folder}をレンダラーのソケットに使えません：別のユーザーのフォルダーです`,
  'ending.gone': 'なくなりました',
  'ending.signal': ({ signal }) => `シグナル${signal}`,
  'ending.code': ({ code }) => `終了コード${code}`,
  'ending.not-started': ({ why }) => `起動できませんでした：${why}`,
};
