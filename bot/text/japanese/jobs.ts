import type { JOBS as ENGLISH } from '#bot/text/english/jobs.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what is said about jobs, wherever somebody asks for one. */
export const JOBS: Translation<typeof ENGLISH> = {
  'job.gone': 'この画像はもうありません',
  'job.not-kept':
    'この画像は古いため、描いたときの記録はもう残っていません。設定は画像ファイルの中にあり、メッセージのアプリ「設定を表示」で読み取れます',
  'job.unknown': ({ given }) =>
    `あなたが見られるその画像はありません。IDか、メッセージのアドレスを指定してください（指定：「${given}」）`,
  'job.seed-not-yours': ({ owner }) => `この画像のシードを保持できるのは${owner}だけです`,
  'job.publish-not-yours': ({ owner }) => `公開できません：${owner}さんのものです`,
  'job.no-seed': '保持するシードがありません：ノイズから描いたものではありません',
  'job.seed-kept': ({ seed }) => `シード${seed}を保持しました：「編集」に引き継がれます`,
  'job.ended': 'この画像はもうキャンセルできません：すでに終わっています',
  'job.open': 'この画像はまだ削除できません：先にキャンセルしてください',
  'job.not-yours': ({ owner, act }) =>
    `この画像を${act === 'cancel' ? 'キャンセル' : '削除'}できるのは${owner}かモデレーターだけです`,
  'job.not-in-bin': 'この画像はもう元に戻せません：削除から1日以上たったか、すでに戻されています',
  'job.not-deleted-by-you': 'この画像を元に戻せるのは、削除した人だけです',
  'job.stopping': 'ボットは停止中です',
};
