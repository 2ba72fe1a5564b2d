import type { STORAGE as ENGLISH } from '#bot/text/english/storage.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese about files on the operator's disk. */
export const STORAGE: Translation<typeof ENGLISH> = {
  'ledger.superseded': ({ epoch, newest }) =>
    `台帳に書き込めません：別のディスパッチャーが引き継ぎました（世代は${newest}以上、指定は${epoch}）`,
  'job.unreadable': ({ id, why }) => `台帳のジョブ${id}を読み取れないため、脇に置きます：${why}`,
  'job.set-aside': '依頼の内容をもう読み取れないため、取りやめます。もう一度依頼してください',
  'blob.gone': '元にするファイルがもう保存されていません。もう一度送ってください',
  'blob.store-full': ({ bytesMax, kept, given }) =>
    `このファイルは保存できません：進行中のジョブが${bytesMax}バイト中${kept}バイトを使っており、` +
    `さらに${given}バイト必要です。あとでもう一度お試しください`,
  'blob.disk-full': ({ given }) =>
    `${Math.ceil(given / 1024)} KiBのファイルを保存できません：ボットのディスクがいっぱいです`,
  'blob.no-folder': ({ folder }) => `${folder}をタスクのファイル用フォルダーとして使えません`,
  'ledger.foreign': ({ file }) => `${file}を台帳として使えません：別のプログラムのデータベースです`,
  'ledger.no-room': '書き込めません：ボットのディスクがいっぱいです。あとでもう一度お試しください',
  'ledger.trouble':
    '読み書きできません：ボットのファイルに問題があり、運営者に知らせました。あとでもう一度お試しください',
  'ledger.disk-full': ({ file }) => `台帳${file}に書き込めません：ディスクがいっぱいです`,
  'ledger.no-right': ({ file }) => `台帳${file}を開けません：書き込む権限がないか、フォルダーがありません`,
  'ledger.disk-refused': ({ file }) => `台帳${file}に書き込めません：ディスクが拒否しました`,
  'ledger.locked': ({ file }) => `台帳${file}を使えません：別のプログラムがロックしています`,
  'ledger.damaged': ({ file }) =>
    `台帳${file}を読み取れません：ファイルが壊れています。別の場所に移すか、バックアップを復元してください`,
  'ledger.in-use': ({ file, process }) =>
    `台帳${file}を使えません：別のボット${process === null ? '' : `（プロセス${process}）`}が使っています。` +
    '1つの台帳は1つのボット用です',
  'ledger.no-folder': ({ file }) => `台帳${file}のフォルダーを作れません`,
  'ledger.unreachable': ({ place, why }) => `EASEL_DATABASE_URLのデータベース${place}を使えません：${why}`,
  'lease.lost': '今は別のボットがジョブを配分しています',
  'ledger.none': ({ file }) => `台帳${file}を移せません：ありません`,
  'ledger.move-full': ({ place }) =>
    `台帳を${place}に移せません：すでにジョブかスタイルがあります。空のデータベースを指定してください`,
  'ledger.move-nowhere': '台帳を移せません：EASEL_DATABASE_URLに移す先がありません',
  'ledger.too-new': ({ file, version, known }) =>
    `台帳${file}を開けません：より新しいEaselが書いたものです（スキーマ${version}、このEaselは${known}まで）。` +
    'Easelを更新するか、別のファイルを選んでください',
  'provenance.key-files': ({ key, certificates }) =>
    `${key}と${certificates}では画像に署名できません：P-256曲線の秘密鍵と、その証明書（本人のものが先頭）のPEMファイルが必要です`,
  'pictures.no-folder': ({ folder }) => `${folder}を画像のフォルダーとして使えません`,
  'pictures.disk-full': ({ kibibytes }) => `${kibibytes} KiBの画像を保存できません：ボットのディスクがいっぱいです`,
  'pictures.file-name': ({ file }) => `${JSON.stringify(file)}を画像のファイル名として使えません`,
};
