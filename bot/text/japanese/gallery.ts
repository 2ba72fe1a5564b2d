import type { GALLERY as ENGLISH } from '#bot/text/english/gallery.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of the gallery, of pictures beside the words, and of what can be picked. */
export const GALLERY: Translation<typeof ENGLISH> = {
  'page.period': '時期',
  'page.ever': 'すべての期間',
  'page.days': ({ days }) => (days === 1 ? '今日' : `最近${days}日間`),
  'page.place': '場所',
  'page.everywhere': 'すべての場所',
  'page.title-short': 'このスタジオ',
  'page.by-on-discord': ({ name }) => `Discordの${name}さん`,
  'page.follow': '画像に従う',
  'page.follow-about': '線や奥行き、ポーズは残り、ほかは言葉が決めます。読み取ったものを先にここへ表示します。',
  'page.follow-none': 'この画像からは何も読み取れませんでした',
  'page.follow-weight': 'どれだけ忠実に',
  'page.method': '読み取るもの',
  'page.method-none': 'すでに制御画像です',
  'page.network': '読み取るネットワーク',
  'page.like': '画像のように',
  'page.like-whole': 'この画像のように',
  'page.like-style': 'この画風で',
  'page.like-strength': 'どれくらい',
  'page.choose-picture': 'ファイルを選ぶ',
  'page.from-easel': 'イーゼルの画像',
  'page.take-away': '外す',
  'page.drawn-when-idle': '小さな画像は、このマシンがほかにすることのないときに描きます。',
  'page.find': '探す',
  'page.adds-words': ({ words }) => `「${words}」という言葉を加えます`,
  'page.strength-of': ({ name }) => `${name}をどれくらい`,
  'page.without-adapter': ({ name }) => `${name}なし`,
  'page.adapter-unknown': ({ model }) => `${model}にはこのアダプターがありません`,
  'page.adapters-fit': ({ count }) => `このモデルに合うものがあと${count}個`,
};
