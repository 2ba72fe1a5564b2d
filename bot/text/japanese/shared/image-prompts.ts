import type { IMAGE_PROMPTS as English } from '#shared/text/english/image-prompts.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of pictures beside the words of a prompt: IP-Adapters and the image encoders that they read. */
export const IMAGE_PROMPTS: Translation<typeof English> = {
  'image-adapter.unusable': ({ file, reason }, { say }) => `IP-Adapter ${file}を使えません：${say(reason)}`,
  'image-adapter.unknown': ({ model, known, given }, { say }) =>
    known.length > 0
      ? `IP-Adapter ${say(given)}をモデル${model}で使えません：合うのは${known.join('、')}です`
      : `モデル${model}では参照画像を使えません：対応するIP-Adapterがここにありません`,
  'image-adapter.no-encoder': ({ file, wanted, encoder }, { say }) =>
    `IP-Adapter ${file}を使えません：${say(encoder)}が必要ですが、幅${wanted}の画像エンコーダーがありません。` +
    'clip_vision に置いてください',
  'image-adapter.none-acquired': ({ model }) =>
    `モデル${model}では参照画像を使って描けません：IP-Adapterが読み込まれていません`,
  'image-adapter.no-scope': ({ model, adapter, scope }) =>
    `IP-Adapter ${adapter}で画像の${scope}だけは取り出せません：` +
    `分けられるのはSDXL系のモデルだけで、${model}は違います。all を使ってください`,
  'image-encoder.foreign': ({ file, key }) =>
    `画像エンコーダー${file}を使えません：射影付きのCLIP画像モデルが必要ですが、ファイルの最初のキーは${key}です`,
  'image-encoder.misfit': ({ file, adapter, wanted, given, key, encoder }, { say }) =>
    `画像エンコーダー${file}をIP-Adapter ${adapter}と使えません：アダプターのキー${key}は${wanted}個の数を読みますが、` +
    `エンコーダーは${given}個を返します。${say(encoder)}を使ってください`,

  'render.no-image-encoder':
    '描けません：--ip-adapter には --image-encoder（CLIP画像モデルのフォルダーかファイル）が必要です',
  'render.stray-ip': ({ option }) => `描けません：${option}には参照画像が必要ですが、--ip-adapter がありません`,
  'render.ip-adapter': ({ given }) =>
    `描けません：--ip-adapter は FILE:IMAGE:SCALE か FILE:IMAGE:SCALE:MASK の形が必要です。指定は${given}です`,

  'image-adapter.face-id': ({ key }) =>
    `キー${key}によるとFaceIDアダプターで、非商用の顔認識を使います。対応していません。plus-faceアダプターを使ってください`,
  'image-adapter.foreign': ({ key }) =>
    `image_proj と ip_adapter の重みを持つIP-Adapterが必要ですが、ファイルの最初のキーは${key}です`,
  'image-adapter.family': ({ key, wanted, given, model }) =>
    `重み${key}はモデル${model}では${wanted.join('×')}が必要ですが、${given.join('×')}です：` +
    '別系統用です。このモデルの系統用のものを使ってください',
  'image-adapter.attentions': ({ wanted, given, model }) =>
    `モデル${model}の言葉へのアテンションは${wanted}個ですが、これは${given}個用です：` +
    '別系統用です。このモデルの系統用のものを使ってください',

  'encoder.vit-l': 'CLIP ViT-L/14',
  'encoder.vit-h': 'OpenCLIP ViT-H/14',
  'encoder.vit-bigg': 'OpenCLIP ViT-bigG/14',
  'encoder.of-width': ({ width }) => `幅${width}の画像エンコーダー`,
};
