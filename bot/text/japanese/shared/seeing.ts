import type { SEEING as English } from '#shared/text/english/seeing.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what is wrong with networks that look at pictures. */
export const SEEING: Translation<typeof English> = {
  'describer.unloadable': ({ file, reason }, { say }) => `説明用ネットワーク${file}を読み込めません：${say(reason)}`,
  'describer.missing': ({ file }) => `説明用ネットワーク${file}を読み込めません：そのファイルもフォルダーもありません`,
  'describer.unknown': ({ known, given }, { say }) =>
    `説明用ネットワーク${say(given)}が見つかりません：ここにあるのは${known.join('、')}です`,
  'describer.convolutions': ({ wanted, given }) =>
    `DeepDanbooru（model-resnet_custom_v3.pt）の畳み込みは${wanted}個ですが、${given}個です`,
  'describer.no-tags': ({ wanted, given }) => `タグのリストは${wanted}個が必要ですが、${given}個です`,
  'describer.no-network': ({ key }) =>
    `WDタガーはtimmのキーを持つViT、SwinV2、ConvNeXt、EVA-02のいずれかでなければなりません。最初のキーは${key}です`,
  'describer.no-vocabulary': '隣にBERTの vocab.txt か、bert-base-uncased と同じ形の tokenizer.json が必要です',
  'describer.no-captioner': ({ key }) => `BLIPの説明用モデルには重み${key}が必要です`,
  'describer.no-config': 'config.json があり、JSONである必要があります',

  'safety.withheld':
    '画像を表示できません：運営者の設定により画像は検査され、この画像は保留されました。別の言葉か別のシードなら描けるかもしれません',
  'safety.no-config': ({ folder }) =>
    `セーフティチェッカー${folder}を読み込めません：config.json があり、JSONである必要があります`,
  'safety.percent': ({ folder, file }) =>
    `EASEL_SAFETY_PERCENTは使えません：これは${file}のための設定で、セーフティチェッカー${folder}には独自の限度があります`,
  'safety.missing': ({ key }) => `セーフティチェッカーを読み込めません：重み${key}が必要です`,
  'safety.not-finite': ({ key }) =>
    `セーフティチェッカーを読み込めません：重み${key}に数ではなくNaNか無限大があり、ファイルが壊れています`,

  'segmenter.unloadable': ({ file, reason }, { say }) =>
    `セグメンテーション用ネットワーク${file}を読み込めません：${say(reason)}`,
  'segmenter.unknown': ({ known, given }, { say }) =>
    `セグメンテーション用ネットワーク${say(given)}が見つかりません：ここにあるのは${known.join('、')}です`,
  'segmenter.words': ({ given }, { say }) =>
    `言葉では${say(given)}を探せません：画像を説明するネットワークが必要で、点や枠とは一緒に使えません`,
  'segmenter.outside': ({ size, given }) => `探せません：点は${size}の画像の中が必要です。指定は${given}です`,
  'segmenter.box': ({ size, given }) =>
    `探せません：枠は${size}の画像の中の左、上、右、下が必要です。指定は${given}です`,
  'segmenter.size': ({ option, own, given }) =>
    `セグメンテーション用ネットワークを読み込めません：重みによると${option}は${own}ですが、指定は${given}です`,
  'segmenter.nothing': 'この画像には目立つものがありません。点か枠を指定してください',
  'limit.points': '[[120, 80], [30, 40, 0]] のようなピクセル（0は対象でない所）',
  'limit.box': '[左, 上, 右, 下] のピクセル',
  'limit.pointing': '点、枠、その両方、または代わりに --everything',
  'segmenter.foreign': ({ missing, key }) =>
    `重み${missing}を持つSegment Anything（sam_vit_b、_l、_h）が必要ですが、ファイルの最初のキーは${key}です`,
  'segmenter.transformers': 'キーがtransformersのものです。sam_vit_b_01ec64.pth などの元のファイルを使ってください',

  'restorer.unloadable': ({ file, reason }, { say }) => `顔用ネットワーク${file}を読み込めません：${say(reason)}`,
  'restorer.unknown': ({ known, given }, { say }) =>
    `顔の修復用ネットワーク${say(given)}が見つかりません：ここにあるのは${known.join('、')}です`,
  'restorer.no-detector': ({ name }) =>
    `${name}で顔を修復できません：顔を見つける detection_Resnet50_Final.pth が隣に必要です`,
  'restorer.not-a-number': '顔を修復できません：ネットワークが数でないものを返しました',
  'restorer.no-face': '顔を修復できません：この画像には、見つけられるほどはっきりした顔がありません',
  'restorer.other-kind': ({ file, wanted, given }) =>
    `顔用ネットワーク${file}を読み込めません：${wanted}が必要ですが、${given}です`,
  'restorer.mobile': 'スマートフォン用のRetinaFaceです。detection_Resnet50_Final.pth を使ってください',
  'restorer.foreign': ({ key }) =>
    'CodeFormer（codeformer.pth）、RetinaFace（detection_Resnet50_Final.pth）、' +
    `ParseNet（parsing_parsenet.pth）のどれかが必要ですが、ファイルの最初のキーは${key}です`,
};
