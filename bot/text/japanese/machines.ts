import type { MACHINES as ENGLISH } from '#bot/text/english/machines.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what the studio's page says of machines. */
export const MACHINES: Translation<typeof ENGLISH> = {
  'machines.get': ({ title }) => `${title}を入手`,
  'machines.size': ({ gigabytes }, { number }) => `約${number(gigabytes, 1)} GB`,
  'machines.licence': ({ licence }) => `ライセンス：${licence}`,
  'machines.going': ({ here, all }, { number }) => `${number(all, 2)} GB中${number(here, 2)} GB`,
  'machines.asking': '内容を確認しています',
  'machines.stop': '止める',
  'machines.go-on': '続ける',
  'machines.stopped': ({ here, all }, { number }) =>
    `止めました。${number(all, 2)} GB中${number(here, 2)} GBは残っています。`,
  'machines.got': ({ title }) => `${title}が届きました。もう描けます。`,
  'machines.demo-hint': 'とても小さく、ステッカーの場面だけを描きます。Stable Diffusion 1.5ならほかの何でも描けます。',
  'machines.more-models': '入手できるモデル',
  'machines.drain': '新しい依頼を渡さない',
  'machines.drain-about': '描いている画像は仕上げ、その後は自由に使えます。待っている画像はほかへ回ります。',
  'machines.fill': 'また画像を渡す',
  'machines.maintain': '保守に入れる',
  'machines.maintain-about': '描いている画像は仕上げます。再起動しても、戻すまで新しい画像は渡しません。',
  'machines.maintain-why': '理由（全員に表示されます）',
  'machines.maintain-end': '保守を終える',
  'machines.preload': '読み込む',
  'machines.preload-about': '読み込んだモデルの最初の画像は、すぐに描き始められます。',
  'machines.preload-model': '読み込むモデル',
  'machines.preloading': ({ model }) => `${model}を読み込み中`,
  'machines.style-history': 'これまでの内容',
  'machines.style-now': '現在',
  'machines.style-restore': 'この内容に戻す',
  'machines.style-preview': 'このスタイルで描いたページの言葉',
  'machines.style-elsewhere':
    'このスタイルは、開いた後に別の場所で変更されました。もう一度保存すると上書きします。もう一方は履歴に残ります。',
};
