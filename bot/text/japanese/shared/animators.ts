import type { ANIMATORS as English } from '#shared/text/english/animators.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what is wrong with models that make pictures move. */
export const ANIMATORS: Translation<typeof English> = {
  'animator.unloadable': ({ file, reason }, { say }) => `${file}では画像を動かせません: ${say(reason)}`,
  'animator.missing': ({ file }) => `${file}というファイルもフォルダーもありません`,
  'animator.unknown': ({ known, given }, { say }) =>
    `画像を動かすモデルに${say(given)}はありません。あるのは${known.join('、')}です`,
  'animator.words': '言葉では動かせません。ここのモデルは画像だけを見ます。言葉を外してください',
  'animator.no-image': '動かす画像がありません。最初のコマになる画像を付けてください',
  'animator.argument': ({ option, limit, given }, { say }) =>
    `${option}には${say(limit)}を指定してください。指定されたのは${say(given)}です`,
  'animator.encoder': ({ wanted, given }) =>
    `画像エンコーダーは画像ごとに${wanted}個の数を出す必要がありますが、${given}個です。付属のものを使ってください`,
  'animator.too-large': ({ width, height, limit }) =>
    `${width}×${height}ピクセルでは2コマでも上限の${limit} KiBを超えます。もっと小さいサイズにしてください`,
  'field.frames': 'コマ数',
  'field.frames-per-second': '1秒あたりのコマ数',
  'field.motion': '動き',
  'field.first-guidance': '最初のコマのガイダンス',
  'field.image-noise': '画像のノイズ',
  'animator.no-part': ({ part }) =>
    `${part}がありません。diffusersの形式のunet、vae、image_encoder、schedulerが必要です`,
  'animator.foreign': ({ key }) => `Stable Video Diffusionが必要ですが、このファイルの最初のキーは${key}です`,
};
