import type { SERVICE as English } from '#shared/text/english/service.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of a renderer's service: its queue of renders, and who may give it orders. */
export const SERVICE: Translation<typeof English> = {
  'request.bytes': ({ limit, given }) =>
    `リクエストを読み取れません：画像を除いて${limit}バイトまで、指定は${given}バイトです`,
  'request.fields': ({ limit }) => `リクエストを読み取れません：項目は全部で${limit}個までですが、それより多くあります`,
  'request.malformed': 'リクエストを読み取れません：インターフェースのメッセージではありません',
  'render.job-id': ({ limit, given }) => `描けません：job_id は1～${limit}文字が必要です。指定は${given}文字です`,
  'render.dispatcher': ({ limit, given }) => `描けません：dispatcher は${limit}文字までです。指定は${given}文字です`,
  'render.attempt': ({ given }) => `描けません：試行は1から数えます。指定は${given}です`,
  'render.here-already': ({ attempt, job }) =>
    `ジョブ${job}の試行${attempt}は既にここにあります：そこに接続してください`,
  'render.unknown': ({ attempt, job }) => `ジョブ${job}の試行${attempt}はここにはありません`,
  'render.superseded': ({ attempt, job }) => `ジョブ${job}の試行${attempt}が引き継ぎました`,
  'render.queue-full': ({ limit }) => `キューに入れられません：待てるのは${limit}件までです`,
  'render.cancelled': '描画はキャンセルされました',
  'render.unread': ({ ms }) => `この描画は${ms}ミリ秒間、誰にも読まれていません`,
  'renderer.draining': 'レンダラーは今、新しい描画を受け付けていません',
  'renderer.stopping': 'レンダラーは停止中です',
  'renderer.epoch': ({ least, given }) =>
    `指示を受けられません：別のディスパッチャーが引き継ぎました（世代は${least}以上、指定は${given}）`,
  'renderer.epoch-far': ({ given }) =>
    `指示を受けられません：世代はこのレンダラーの時計より1日先までです。指定は${given}です`,
  'renderer.secret': '指示を受けられません：EASEL_RENDERER_SECRET は両側で同じ値が必要です',
  'renderer.no-auth': ({ address }) =>
    `認証なしでは${address}で待ち受けできません：EASEL_RENDERER_SECRET に同じ長いランダムな文字列をここと` +
    'ボットの両方で設定するか、EASEL_TLS_CERT、EASEL_TLS_KEY、EASEL_TLS_CA を設定してください。' +
    'どちらも不要な unix:/a/path で待ち受けることもできます',
  'renderer.no-certificate':
    '待ち受けできません：EASEL_TLS_CA を使うレンダラーには EASEL_TLS_CERT と EASEL_TLS_KEY が必要です',
  'renderer.socket-taken': ({ path }) => `unix:${path}で待ち受けできません：別のレンダラーが待ち受けています`,
  'renderer.socket-open': ({ path }) =>
    `unix:${path}で待ち受けできません：このファイルシステムは他者を締め出せません（モード0600）`,
  'renderer.listen': ({ address, problem }) => `${address}で待ち受けできません：${problem}`,
};
