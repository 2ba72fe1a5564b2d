import type { HUB as English } from '#shared/text/english/hub.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of pulling models from the Hugging Face hub. */
export const HUB: Translation<typeof English> = {
  'hub.overloaded': ({ what, host, status }) =>
    `${what}を入手できません：${host}が混雑しているか停止しています（${status}）`,
  'hub.gated': ({ what, host }) =>
    `${what}を入手できません：先に${host}で利用条件に同意したアカウントのトークンを HF_TOKEN に設定してください`,
  'hub.gated-account': ({ what, host }) =>
    `${what}を入手できません：先に HF_TOKEN のアカウントで、${host}の利用条件に同意してください`,
  'hub.refused': ({ what, host }) =>
    `${host}から${what}を入手できません：リポジトリがないか、トークンが必要です。HF_TOKEN を設定してください`,
  'hub.refused-token': ({ what, host }) =>
    `${host}から${what}を入手できません：HF_TOKEN のトークンに読む権限がないか、リポジトリがありません`,
  'hub.no-revision': ({ what }) => `${what}を入手できません：そのリビジョンがありません`,
  'hub.no-file': ({ what }) => `${what}を入手できません：そのファイルがありません`,
  'hub.no-repo': ({ what, host }) => `${what}を入手できません：${host}にそのリポジトリがありません`,
  'hub.answered': ({ what, host, status }) => `${what}を入手できません：${host}の応答は${status}でした`,
  'civitai.unknown': ({ model, version }) =>
    `${model}@${version}をCivitaiから入手できません：そのモデルのそのバージョンはありません`,
  'civitai.type': ({ type, known }) => `${type}はCivitaiから入手できません：置き場所があるのは${known.join('、')}です`,
  'civitai.no-file': ({ model, version }) =>
    `${model}@${version}をCivitaiから入手できません：SHA-256のある重みファイルがありません`,
  'hub.redirects': ({ host, limit }) => `${host}のハブを使えません：リダイレクトが${limit}回を超えました`,
  'hub.unsafe-redirect': ({ host, to }) => `${host}から入手できません：安全でない${to}にリダイレクトしています`,
  'hub.unreachable': ({ host, reason }, { say }) =>
    `${host}に接続できません：${say(reason)}。HF_ENDPOINT で別のハブを指定できます`,
  'wheel.unreachable': ({ host, reason }, { say }) =>
    `${host}に接続できません：${say(reason)}。PIP_INDEX_URL で別のインデックスを指定できます`,
  'release.unreachable': ({ host, reason }, { say }) => `${host}に接続できません：${say(reason)}`,
  'hub.timeout': '応答がありません',
  'hub.connection': '接続が切れました',
  'hub.unknown-host': 'そのホストは見つからないか、このマシンがオフラインです',
  'hub.no-names': '名前を解決できないため、このマシンはオフラインのようです',
  'hub.nothing-listens': 'そこでは何も待ち受けていません',
  'hub.offline': 'このマシンはオフラインです',

  'hub.odd': ({ what, reason }, { say }) => `${what}を入手できません：${say(reason)}`,
  'hub.commit': ({ given }) => `コミットは16進数40桁が必要です。指定は${given}です`,
  'hub.files': ({ limit }) => `ファイルは${limit}個までですが、それより多くあります`,
  'hub.path': ({ given }) => `ファイルのパスは内側にとどまる必要があります。指定は${given}です`,
  'hub.hash': ({ path, given }) => `${path}のハッシュは16進数が必要です。指定は${given}です`,

  'hub.choose': ({ what, files }) => `${what}を入手できません：ファイルを1つ指定してください：${files.join('、')}`,
  'hub.no-weights': ({ what }) => `${what}を入手できません：重みがありません`,
  'hub.no-such-file': ({ what, files }) =>
    `${what}を入手できません：リポジトリにそのファイルがありません` +
    `${files.length > 0 ? `。あるのは${files.join('、')}です` : ''}`,
  'hub.part-empty': ({ what, part }) => `${what}を入手できません：${part}に重みがありません`,
  'hub.variants': ({ what, part, known, given }) =>
    `${what}を入手できません：${part ?? 'それ'}のバリアントは${known.join('、')}です。指定は${given}です`,

  'hub.wrong-hash': ({ what }) => `${what}を入手できません：ハブが示すハッシュと一致しません`,
  'hub.damaged': ({ what }) =>
    `${what}を入手できません：ハブが示すハッシュと一致しません。壊れたか改ざんされているため破棄しました`,
  'hub.too-long': ({ what, bytes }) => `${what}を入手できません：示された${bytes}バイトより多く届きました`,
  'hub.broke-at': ({ what, at, bytes }) => `${what}を入手できません：${bytes}バイト中${at}バイトで接続が切れました`,
  'hub.broke': ({ what }) => `${what}を入手できません：接続が切れました`,
  'hub.changed': ({ what }) => `${what}を入手できません：途中でハブ側が変わりました。もう一度入手してください`,
  'hub.space': ({ folder, missing, free }) =>
    `${folder}に入手できません：${missing} MiB不足し、空きは${free} MiBです。` +
    '空きを作るか、HF_HOME を大きなディスクに設定してください',
  'hub.disk-full': ({ what, folder }) =>
    `${what}を${folder}に書き込めません：ディスクがいっぱいです。空きを作って入手し直してください。届いた分は残ります`,
  'hub.unwritable': ({ what, folder, problem }) => `${what}を${folder}に書き込めません：${problem}`,
  'hub.busy': ({ folder, process }) =>
    `キャッシュの${folder}を変更できません：プロセス${process}が入手か削除の最中です。終わるまでお待ちください`,
};
