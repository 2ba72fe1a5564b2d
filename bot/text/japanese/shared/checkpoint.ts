import type { CHECKPOINT as English } from '#shared/text/english/checkpoint.ts';
import type { Translation } from '#shared/text/message.ts';

const PLAIN_VERSION = 'fp16、bf16、または通常のfp8版を使ってください';

const VAE_CLASSES = 'AutoencoderKLかAutoencoderTinyを使ってください';

const SUPPORTED = 'SD 1.5、SD 2.1、SDXLとそのリファイナー、SSD-1B、Segmind Vega';

/** Japanese of why a model's files cannot be loaded as one. */
export const CHECKPOINT: Translation<typeof English> = {
  'checkpoint.unloadable': ({ model, reason }, { say }) => `モデル${model}を読み込めません：${say(reason)}`,
  'checkpoint.index': ({ reason }, { say }) => `モデルを読み込めません：${say(reason)}`,
  'checkpoint.missing': ({ what, kind }, { say }) => `${say(what)}を読み込めません：その${say(kind)}がありません`,
  'checkpoint.model': ({ name }) => `モデル${name}`,
  'checkpoint.vae': ({ name }) => `VAE「${name}」`,
  'checkpoint.taesd': ({ name }) => `TAESD「${name}」`,
  'checkpoint.file': 'ファイル',
  'checkpoint.folder': 'フォルダー',
  'checkpoint.folder-or-file': 'フォルダーかファイル',
  'checkpoint.in-file': ({ reason, file }, { say }) => `${say(reason)}（${file}）`,
  'checkpoint.in-files': ({ reason, file, others }, { say }) => `${say(reason)}（${file}とほか${others}件）`,

  'checkpoint.no-vae': 'VAEがありません。別のファイルとして与えてください',
  'checkpoint.vae-class': ({ given }) => `VAEのクラスが${given}で、対応していません。${VAE_CLASSES}`,
  'checkpoint.no-model-index': 'diffusersのフォルダーには model_index.json がありますが、ここにはありません',
  'checkpoint.no-text-folder': 'text_encoder も text_encoder_2 もありません',
  'checkpoint.missing-file': ({ file }) => `${file}がありません`,
  'checkpoint.no-json-file': ({ file }) => `${file}がJSONではありません`,
  'checkpoint.no-index': ({ part, piece }) => `${part}に${piece}がありますが、分割の目次（*.index.json）がありません`,
  'checkpoint.no-weights': ({ part }) => `${part}に重み（*.safetensors か *.bin）がありません`,
  'checkpoint.channels': ({ given }) => `UNetの入力は4、8、9チャンネルのどれかが必要ですが、${given}です`,
  'checkpoint.latents': ({ vae, unet }) => `潜在表現は4チャンネルが必要ですが、${vae}と${unet}です`,
  'checkpoint.time-ids': ({ width, pooled, each }) =>
    'UNetに渡す画像についての数は5個か6個ですが、' +
    `エンベディングの幅は${width}で、うちプールされたテキストが${pooled}、数1つにつき${each}です`,
  'checkpoint.no-unet': ({ key }) =>
    `チェックポイントにはUNet（キー model.diffusion_model.…）がありますが、ファイルの最初のキーは${key}です`,
  'checkpoint.empty': 'チェックポイントにはUNet（キー model.diffusion_model.…）がありますが、ファイルは空です',
  'checkpoint.quantised': ({ key, method }) =>
    `キー${key}によると重みが量子化（${method}）されており、対応していません。${PLAIN_VERSION}`,
  'checkpoint.quantised-config': ({ method }) =>
    `config.json によると重みが量子化（${method}）されており、対応していません。${PLAIN_VERSION}`,
  'checkpoint.whole-numbers': ({ key, format }) =>
    `重み${key}が${format}で保存されているため量子化されており、掛け合わせる値がありません。${PLAIN_VERSION}`,
  'checkpoint.no-text-encoder':
    'テキストエンコーダー（キー cond_stage_model.… か conditioner.embedders.…）がありません。含むチェックポイントを使ってください',
  'checkpoint.yaml': ({ file, known, given }) =>
    `${file}は予測の種類として${known.join('、')}のどれかを示す必要がありますが、${given}です`,
  'checkpoint.foreign': ({ key, others }) =>
    `キー${key}${others > 0 ? `とほか${others}件` : ''}はStable Diffusionのどの部分でもないため、` +
    '別の種類のモデルか、壊れています',

  'checkpoint.is-model': ({ name }) => `${name}という種類のモデルで、対応していません。対応は${SUPPORTED}です`,
  'checkpoint.is-edm': ({ name }) =>
    `${name}です。ノイズの種類が異なり（EDM）、単体のファイルからは判別できません。` +
    'スケジューラーに記載のあるdiffusersのフォルダーを使ってください',
  'checkpoint.is-unet':
    'テキストエンコーダーとVAEのない、UNetだけのファイルです。チェックポイント全体を使うか、' +
    '対応するdiffusersフォルダーのコピーの unet フォルダーに置いてください',
  'checkpoint.is-vae': 'VAEだけのファイルです。モデルのVAEとして与えてください',
  'checkpoint.is-text-encoder':
    'UNetのない、テキストエンコーダーだけのファイルです。チェックポイント全体を使ってください',
  'checkpoint.is-adapter': 'モデルではなくLoRAかその仲間です。アダプター（フォルダー loras）に置いてください',
  'checkpoint.is-embedding': 'モデルではなくTextual Inversionです。フォルダー embeddings に置いてください',
  'checkpoint.is-control': 'モデルではなくControlNetです。フォルダー controlnets に置いてください',
  'checkpoint.is-image-prompt': 'モデルではなくIP-Adapterです。まだ使えません',
  'checkpoint.is-upscaler': '描くモデルではなくアップスケーラーです',

  'checkpoint.unused': ({ key, others }) =>
    others > 0
      ? `ファイルのキー${key}とほか${others}件は、モデルのどの部分でもないため使いません`
      : `ファイルのキー${key}は、モデルのどの部分でもないため使いません`,
  'checkpoint.beside-control': 'ファイルにはControlNetもありますが、使いません',
  'checkpoint.beside-safety': 'ファイルにはセーフティチェッカーもありますが、使いません',
  'checkpoint.component': ({ names }, { list }) => `フォルダーには使わない部分もあります（${list(names)}）`,
  'checkpoint.unknown-fields': ({ part, names }, { list }) =>
    `${part}の config.json に未知の項目があり、反映されません（${list(names)}）`,
  'checkpoint.beside-image': 'ファイルには画像を読むネットワークもありますが、使いません',

  'checkpoint.text-width': ({ wanted, widths }) =>
    `UNetが読むテキストの幅は${wanted}ですが、テキストエンコーダーは${sum(widths)}です。` +
    '別々のモデルのものか、1つ足りません',

  'checkpoint.index-claims': ({ index, file, key }) => `${index}は${file}に${key}があると示しますが、ありません`,
  'checkpoint.index-lacks': ({ index, file, key }) => `${file}に${key}がありますが、${index}に記載がありません`,
  'checkpoint.index-no-map': ({ index }) => `${index}に weight_map がありません`,
  'checkpoint.index-no-file': ({ index, key, given }) =>
    `${index}は${key}について隣のファイルを示す必要がありますが、${given}です`,
  'checkpoint.index-empty': ({ index }) => `${index}に重みの記載がありません`,
  'checkpoint.index-no-json': ({ index }) => `${index}：JSONではありません`,

  'vae.no-decoder': ({ file }) => `VAE ${file}を読み込めません：デコーダーがないため、別の種類のファイルです`,
  'vae.asymmetric': ({ file }) =>
    `VAE ${file}を読み込めません：AsymmetricAutoencoderKLで、対応していません。${VAE_CLASSES}`,
  'vae.foreign': ({ file, key }) =>
    `VAE ${file}を読み込めません：キー${key}の入る場所がVAEにないため、別の種類のファイルです`,
  'taesd.stray': ({ file, key }) =>
    `TAESD ${file}を読み込めません：キー${key}の入る場所が小型オートエンコーダーにないため、別の種類のファイルです`,
  'taesd.encoder-only': ({ file }) => `TAESD ${file}を読み込めません：デコーダーが必要ですが、エンコーダーだけです`,
  'taesd.foreign': ({ file }) => `TAESD ${file}を読み込めません：デコーダーが必要ですが、別のものです`,
};

function sum(widths: readonly number[]): string {
  const total = widths.reduce((all, width) => all + width, 0);
  return widths.length > 1 ? `${widths.join(' + ')} = ${total}` : String(total);
}
