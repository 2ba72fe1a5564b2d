import type { CONTROL as English } from '#shared/text/english/control.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of networks that steer a drawing by pictures, and their files. */
export const CONTROL: Translation<typeof English> = {
  'control.unloadable': ({ network, reason }, { say }) => `ControlNet ${network}を読み込めません：${say(reason)}`,
  'control.family': ({ network, model, wanted, given }, { say }) =>
    `ControlNet ${network}で${model}を制御できません：${say(wanted)}用ですが、モデルは${say(given)}です`,
  'control.line': ({ line }) => `${line}系のモデル`,
  'control.stages': ({ channels }) => `各段のチャンネル数が${channels}のモデル`,
  'control.width': ({ width }) => `幅${width}のテキストを読むモデル`,

  'control.unknown': ({ model, known, given }, { say }) =>
    `ControlNet ${say(given)}で${model}を制御できません：ここで合うのは${known.join('、')}です`,
  'control.none': ({ model, given }, { say }) =>
    `ControlNet ${say(given)}で${model}を制御できません：このレンダラーには合うものがありません`,
  'control.nothing-open': ({ network }, { say }) =>
    `制御ネットワーク${say(network)}では塗り直せません：マスクか余白のある画像が必要ですが、指定がありません`,
  'control.no-hole': '塗り直せません：手順にマスクがありません',
  'control.option': ({ given }) =>
    '--control を読み取れません：NET:IMAGE:WEIGHT の形が必要です。' +
    `ステップの一部だけなら :START:END を加えます。指定は${given}です`,
  'control.stray-guess': '--guess は使えません：--control と一緒に使うものです',
  'field.control': '制御画像',
  'field.control-image': '制御画像の画像',
  'field.control-start': '制御画像の開始位置',
  'field.control-end': '制御画像の終了位置',
  'field.control-weight': '制御画像の重み',
  'limit.below': ({ limit }) => `${limit}未満`,

  'control.gone': 'ファイルがもうありません',
  'control.no-config': ({ folder }) =>
    `フォルダー${folder}に config.json が必要です。入手し直すか、ファイルだけをControlNetの置き場に置いてください`,
  'control.class': ({ known, given }) =>
    `config.json は${known.join('、')}のどれかを示す必要がありますが、${given}です`,
  'control.foreign': ({ key }) =>
    `キー${key}はControlNetのものでもT2I-Adapterのものでもありません。どちらかのファイルを使ってください`,
  'control.other': ({ reason, key }, { say }) =>
    `キー${key}によると${say(reason)}で、対応していません。1種類のControlNetを使ってください`,
  'control.is-union': 'ControlNet-Union',
  'control.is-lora': 'Control-LoRA',
  'control.is-xs': 'ControlNet-XS',
};
