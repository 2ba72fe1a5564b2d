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
  'area.left': '左半分',
  'area.right': '右半分',
  'area.top': '上半分',
  'area.bottom': '下半分',
  'area.middle': '中央',
  'area.edges': '周り',
  'area.top-left': '左上',
  'area.top-right': '右上',
  'area.bottom-left': '左下',
  'area.bottom-right': '右下',
  'inpaint.where':
    '描き直す部分がわかりません：「中央」や「帽子」のような部分か、マスクのどちらか一方を指定してください',
  'inpaint.no-thing': ({ given, known }, { list }) =>
    `画像の中の「${given}」を探せません：ものを探せるレンダラーがありません。マスクか、次のどれかを指定してください：${list(known)}。` +
    '運営者は npm run models -- pull sam-vit-b と、言葉で探すための blip-base で必要なネットワークを入手できます',
  'part.likeliest': ({ what, percent }) =>
    `見つかったもののうち、1が最も「${what}」らしいものです（${percent}%、英語として読みました）`,
  'part.unread': ({ what }) => `言葉を知るネットワークは「${what}」を読めませんでした。読めるのは英語です`,
  'part.no-words':
    'ここには言葉で物を見分けるレンダラーがありません。運営者は npm run models -- pull blip-base で追加できます',
  'part.choose': ({ what }) => `「${what}」の番号を押してください。入力した言葉でそこを描きます`,
  'region.area': '部分',
  'menu.region': '一部を描き直す',
  'region.mask': 'またはマスク',
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
  'command.upscale': '画像を拡大します',
  'command.upscale.image': '画像：PNG、JPEG、WebP',
  'command.upscale.scale': '倍率。省略すると4倍',
  'command.upscale.by': '使うアップスケーラー。省略すると最小のもの',
  'command.upscale.denoise':
    'ノイズを取る強さ、0～1（ノイズを残すファイルのあるアップスケーラーのみ）。省略するとすべて取ります',
  'option.denoise': 'ノイズ除去',
};
