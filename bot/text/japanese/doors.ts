import type { DOORS as ENGLISH } from '#bot/text/english/doors.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of other programs and their keys. */
export const DOORS: Translation<typeof ENGLISH> = {
  'command.key': '他のプログラムがあなたの名前でここに描くためのキー',
  'command.key.create': '他のプログラム用のキーを作る。あなたにだけ一度表示されます',
  'command.key.name': 'キーの呼び名',
  'command.key.scope': 'できること。省くとすべて',
  'command.key.requests': '1分あたりのリクエストの上限。省くと60',
  'command.key.seconds': '24時間あたりのレンダラーの秒数の上限',
  'command.key.days': '期限までの日数。省くと無期限',
  'command.key.list': 'ここでのあなたのキーを表示（キーそのものは除く）',
  'command.key.revoke': 'キーをすぐに取り消す',
  'option.scope': '範囲',
  'option.requests': 'リクエスト数',

  'setting.keys': 'メンバーが自分の名前で他のプログラムに描かせてよいかどうか。/key を参照',

  'key.scope.all': 'すべて',
  'key.scope.draw': '描く',
  'key.scope.look': '画像の内容を説明する',
  'key.scope.jobs': 'ジョブと待ち行列を見る',
  'key.made': ({ name }) => `キー「${name}」`,
  'key.once':
    '今コピーしてください：表示は今回だけで、保存されるのはハッシュだけです。これを持つ人はあなたの名前で描けます。',
  'key.heading': 'ここでのあなたのキー',
  'key.none': 'ありません。',
  'key.some': '取り消すには /key revoke を使います。',
  'key.said-requests': ({ max }) => `1分に${max}リクエスト`,
  'key.said-seconds': ({ max }) => `1日にレンダラー${max}秒`,
  'key.said-until': ({ date }) => `${date}まで`,
  'key.revoked': ({ name }) => `キー「${name}」はもう使えません。`,
  'key.off': 'キーを作れません：このボットの運営者は他のプログラムを受け入れていません（EASEL_API）',
  'key.name-taken': ({ name }) =>
    `「${name}」というキーはもう作れません：ここに既にあります。先に取り消すか、別の名前にしてください`,
  'key.too-many': ({ max }) => `キーをこれ以上作れません：${max}個までです。先にどれかを取り消してください`,
  'key.all-taken': ({ max }) => `キーをこれ以上作れません：このボットには既に${max}個あります`,
  'key.gone': ({ name, known }, { list }) =>
    `「${name}」というキーはここにありません${known.length === 0 ? '' : `。あるのは${list(known)}です`}`,

  'api.no-key':
    'キーなしでは答えられません：「Authorization: Bearer …」として送ってください。メンバーは /key create で作れます',
  'api.wrong-key': '答えられません：このキーは誤りか、取り消されています',
  'api.key-over': ({ name }) => `答えられません：キー「${name}」は期限切れです`,
  'api.local-key':
    'キーなしでは答えられません：このマシンのプログラム用の EASEL_API_LOCAL_KEY のキーが誤りか、もう使えません',
  'api.scope': ({ name, scope, has }, { list }) =>
    `キー「${name}」ではできません：必要な範囲は${scope}、与えられたのは${list(has)}です`,
  'api.server-off': 'ここでは他のプログラムから描けません：このサーバーが無効にしています',
  'api.not-there': '答えられません：このキーの持ち主はもうサーバーのメンバーではありません',
  'api.discord-away': 'このキーの持ち主を Discord に確認できません：今はつながりません',
  'api.seconds': ({ max, used }) =>
    `このキーでは今日これ以上描けません：24時間にレンダラー${max}秒まで、使用済み${used}秒`,
  'api.open': ({ max }) => `このキーの同時リクエストはこれ以上受けられません：${max}件までです`,
  'api.body': ({ max }) => `リクエストを読めません：本文は${max}バイトまでです`,
  'api.idempotency': ({ max, given }) => `この Idempotency-Key は使えません：${max}文字まで、実際は${given}文字`,
  'api.host': ({ host }) => `${host}宛ての要求には答えられません：運営者が EASEL_API_HOSTS に挙げていません`,
  'api.origin': ({ origin }) => `${origin}のページには答えられません：運営者が EASEL_API_ORIGINS に挙げていません`,
  'api.only-here': ({ found }) =>
    `他の場所からの要求にはキーなしで答えられません：このアドレスはこのマシンのプログラム用です（指定：${found}）`,
  'api.link': 'この画像を表示できません：リンクは期限切れです',
  'api.no-route': ({ method, path }) => `${method} ${path} はできません：そのような入口はありません`,
  'api.cancelled': 'ジョブはキャンセルされました',
  'api.not-done': ({ id }) => `ジョブ${id}はまだ終わっていません`,
  'api.closing': '続けられません：ボットが停止しています。ジョブは再開後に続きます',
  'api.port': ({ where, why, setting }) =>
    `${where}で他のプログラムを受け入れられません：${why}。${setting} に別の値を設定してください`,
  'api.seed': ({ max, given }) =>
    `このシードは使えません：0から${max}までの整数、または任意の-1です。与えられたのは${given}`,
  'api.no-links': ({ name }) => `${name}を他所から取得できません：画像そのものを base64 で送ってください`,
  'api.base64': ({ name }) => `${name}を読めません：base64 の画像でなければなりません`,
  'api.size': ({ given }) => `このサイズは描けません：1024x1024 のような形か auto です。与えられたのは${given}`,
  'api.no-form': ({ type }) =>
    `リクエストを読めません：フォーム（multipart/form-data）が必要です。与えられたのは${type === '' ? 'なし' : type}`,
  'api.no-model': ({ name }) => `「${name}」というモデルはありません`,
  'api.no-describer': '画像の内容を説明できません：そのためのネットワークを持つレンダラーがありません',
  'api.opaque-mask': 'このマスクは使えません：透明な部分がなく、描き直す所がありません',
  'api.one-file': ({ name, given }) => `${name}に複数のファイルは使えません：1つまで、与えられたのは${given}`,
  'api.url-format': ({ given }) =>
    `${given}の画像へのリンクは作れません：リンクは PNG のみです。b64_json を指定してください`,
  'api.needs': ({ name, needed }) => `${name}は使えません：${needed}なしでは何も起きません`,

  'a1111.unknown': ({ name, given }) => `${name}は使えません：知られていない項目です。与えられたのは${given}`,
  'a1111.unsupported': ({ name, given }) =>
    `${name}は使えません：ここには対応するものがありません。与えられたのは${given}`,
  'a1111.told': ({ name, given }) => `${name}はここでは別の方法で決まり、${given}は使われませんでした`,
  'a1111.size': ({ width, height }) => `${width} × ${height}で描きました：辺の長さは8の倍数です`,
  'a1111.same-size': '1回のパスで描きました：同じ大きさでの2回目のパスはここでは行いません',
  'a1111.stopped': ({ step, steps, finished, unfinished }) =>
    `${steps}ステップ中${step}で停止しました：完成した画像は${finished}枚、途中のままの画像は${unfinished}枚です`,
  'a1111.scheduler': ({ given, known }, { list }) =>
    `スケジュールタイプ「${given}」では描けません：使えるのは${list(known)}です。DPM++ 2M は常に Karras です`,
  'a1111.one-style': ({ given }, { list }) => `複数のスタイルは同時に使えません：1つまで、与えられたのは${list(given)}`,
  'a1111.one-picture': ({ given }) => `この枚数の画像からは始められません：ちょうど1枚、与えられたのは${given}枚`,
  'a1111.batch': ({ max, given }) => `一度にこの枚数は扱えません：1～${max}枚です（指定：${given}）`,
  'a1111.memory': '1枚のカードのメモリとして示せるものはありません：描画は複数のマシンのレンダラーが行います',
  'a1111.residency': 'モデルの読み込みや解放はできません：何をメモリに置くかはレンダラーが決めます',
  'a1111.training': 'このAPIでは学習できません：メンバーは /train とスタジオで行います',
  'a1111.hires-upscaler': ({ given }) =>
    `2回目のパスでアップスケーラー「${given}」は使えません：Latent か Lanczos です`,
  'a1111.scripts': ({ names }, { list }) => `スクリプト${list(names)}は実行できません：ControlNet だけがあります`,
  'a1111.units': ({ max, given }) => `従えるControlNetユニットは${max}つまでです：与えられたのは${given}`,
  'a1111.unit-fields': ({ names }, { list }) =>
    `ControlNet ユニットの${list(names)}は使えません：ここには対応するものがありません`,
  'a1111.extras':
    'この画像にはできません：upscaler_1 を指定するか、codeformer_visibility を1にしてください。両方はできません',
  'a1111.upscaler': ({ given, known }, { list }) =>
    `アップスケーラー「${given}」は使えません：使えるのは${list(known)}です`,
  'a1111.interrogator': ({ given }) =>
    `「${given}」では画像の内容を説明できません：そのためのネットワークを持つレンダラーがありません`,
  'a1111.module': ({ given }) => `「${given}」では制御画像を作れません：その方法は知られていません`,

  'mcp.one-picture':
    '画像から続けられません：自分のジョブ（job）を指定するか、画像（image）を送ってください。両方はできません',
};
