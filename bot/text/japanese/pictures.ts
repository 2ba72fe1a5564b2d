import type { PICTURES as ENGLISH } from '#bot/text/english/pictures.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of pictures that people give to start from. */
export const PICTURES: Translation<typeof ENGLISH> = {
  'intake.elsewhere': 'この画像は使えません：Discordに添付されたファイルだけを開けます',
  'intake.gone': ({ status }) =>
    `この画像を開けません：ファイルがもうありません（${status}）。もう一度添付してください`,
  'intake.unreachable': 'この画像を開けません：ファイルを取得できませんでした。少し待ってからもう一度お試しください',
  'intake.forgotten': 'この画像は使えません：もう保存されていません。もう一度指定してください',
  'intake.bytes': ({ max }, { number }) => `この画像は使えません：ファイルは${number(max / 2 ** 20)} MiBまでです`,
  'intake.kind': 'このファイルを画像として読み取れません：PNG、JPEG、WebP、GIF、AVIFのどれかが必要です',
  'intake.pixels': ({ max, width, height }, { amount }) =>
    `この画像は使えません：${amount(max)}ピクセルまで、指定は${width}×${height}です`,
  'intake.file': ({ name, why }, { say }) => `「${name}」：${say(why)}`,
  'intake.damaged': 'この画像を読み取れません：ファイルが壊れているか、途中で切れています',
};
