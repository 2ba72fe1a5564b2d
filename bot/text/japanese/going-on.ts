import type { GOING_ON as ENGLISH } from '#bot/text/english/going-on.ts';
import type { Translation } from '#shared/text/message.ts';
import { link, rich } from '#shared/text/rich.ts';

/** Japanese of ways to go on from a picture that is there. */
export const GOING_ON: Translation<typeof ENGLISH> = {
  'menu.redraw': '描き直す',
  'menu.start': '元画像にする',
  'menu.describe': '画像を説明する',
  'menu.style': '画風として使う',
  'menu.upscale': '拡大する',
  'menu.settings': '設定を表示',
  'menu.no-settings': 'この画像の描き方は分かりません：ファイルに記録がありません',
  'menu.no-panel': 'そのメッセージでは実行できません：Easelが描いた画像がありません',
  'menu.no-picture': 'そのメッセージでは実行できません：画像がありません',
  'menu.vary': 'ズームアウト・描き足し・変更',

  'menu.part': '一部を変える',
  'menu.parts': '一部を変える：写っているものに番号を付けます',
  'part.title': ({ number }) => `${number}番を描き直す`,
  'menu.region': '一部を描き直す',
  'region.mask': 'マスク',
  'region.mask-about': '同じ縦横比の画像。白い部分を描き直します',
  'menu.hires': '1.5倍に、より細かく描く',
  'menu.animate': '動かす',
  'menu.restore': '顔を修復',
  'menu.info': '設定と元になったものを表示',

  'info.settings': '設定',
  'info.as-text': 'もう一度描くためのプロンプト',
  'info.from': '元になったもの',
  'info.became': 'ここから生まれたもの',
  'info.id': '画像ID',
  'panel.from': 'この画像から',
  'show.from': ({ url }) => rich`再表示しています。${link('最初のメッセージ', url)}`,
  'pick.too-often': ({ max }) => `ここからはもう作れません：${max}回依頼されましたが、失敗したか削除されました`,
  'pick.shown': ({ url }) =>
    url === '' ? 'すでに依頼済みで、まもなく届きます。' : rich`すでに依頼済みです：${link('こちら', url)}`,
};
