import type { VERIFY as ENGLISH } from '#bot/text/english/verify.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of where a picture comes from. */
export const VERIFY: Translation<typeof ENGLISH> = {
  'command.verify': '画像の出どころと、その設定で同じ絵になるかを調べる',
  'command.verify.image': '調べる画像',
  'menu.verify': '画像を検証',
  'verify.proven': 'ネットワークが描いた画像です：その設定からここでも同じ絵になります',
  'verify.ours': 'Easelで描かれた画像です：ピクセルに電子透かしがあります',
  'verify.says-network': 'ネットワークが作ったと、画像自身が示しています',
  'verify.says-settings': 'ネットワークで描くプログラムの設定が入っています。ほかにそれを示すものはありません',
  'verify.nothing': 'ネットワークが描いたことを示すものはありません（印は取り除けます）',
  'verify.manifest': 'C2PAマニフェスト',
  'verify.watermark': '電子透かし',
  'verify.source': 'IPTCのソースタイプ',
  'verify.credit': '作者と権利',
  'verify.settings': '設定',
  'verify.again': 'もう一度描いた結果',
  'verify.no-manifest': 'なし',
  'verify.valid': '有効',
  'verify.changed': '署名のあとで画像が変更されています',
  'verify.broken': '壊れているか、偽造されています',
  'verify.manifest-is': ({ state, signer, program, source, when }, { say }) =>
    `${say(state)}。署名：${signer}、作成：${program}（${when}）、ソースタイプ：${source}。署名者が誰かは示すだけで、確認はしていません。`,
  'verify.ingredients': 'もとにした画像',
  'verify.made-from': ({ names }) => `${names}。それぞれの来歴はマニフェストに残っています`,
  'verify.marked': ({ score }, { number }) => `あり。偶然より${number(score)}標準偏差高い値です（5で十分）`,
  'verify.unmarked': ({ score }, { number }) => `なし（偶然より${number(score)}標準偏差、5が必要）`,
  'verify.no-source': '記載なし',
  'verify.source-network': ({ source }) => `ネットワークが作成 (${source})`,
  'verify.source-composite': ({ source }) => `一部をネットワークが作成 (${source})`,
  'verify.source-enhanced': ({ source }) => `ネットワークが画質を改善 (${source})`,
  'verify.no-settings': 'ファイルに設定がないため、もう一度描くことはできません',
  'verify.waiting': ({ id }) => `ジョブ${id}としてまだ待っています。しばらくしてからもう一度試してください`,
  'verify.refused': ({ why }, { say }) => `できません：${say(why)}`,
  'verify.exact': '1ピクセルも違わない同じ画像です',
  'verify.difference': ({ mean, max, isScaled }, { number }) =>
    `255段階のうち平均${number(mean)}、最大${number(max)}の差があります${isScaled ? '（この大きさに合わせて比較）' : ''}`,
  'verify.no-file': ({ code }) =>
    `このファイルを開けません：${code === 'ENOENT' ? 'この名前のファイルはありません' : `システムの応答は${code}です`}`,
  'verify.left-out': ({ names }) => `引き継げない設定を除いています：${names}`,
};
