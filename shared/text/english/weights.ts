import type { Message, Sentences } from '#shared/text/message.ts';

/** Files of weights: what is wrong with one, and with writing one. */
export const WEIGHTS = {
  'weights.unreadable': ({ file, reason }: { file: string; reason: Message }, { say }) =>
    `Cannot read weights ${file}: ${say(reason)}`,
  'weights.missing': ({ file }: { file: string }) => `Cannot read weights ${file}: there is no such file we may open`,
  'weights.gone': ({ file }: { file: string }) => `Cannot read weights ${file}: the file is gone`,
  'weights.twice': ({ key }: { key: string }) => `Cannot write weights: ${key} is given twice`,
  'weights.write-size': ({
    key,
    file,
    expected,
    given,
  }: {
    key: string;
    file: string;
    expected: number;
    given: number;
  }) => `Cannot write weight ${key} into ${file}: its shape needs ${expected} bytes, given ${given}`,
  'weights.disk-full': ({ file }: { file: string }) => `Cannot write weights ${file}: the disk is full`,
  'weights.no-folder': ({ file }: { file: string }) => `Cannot write weights ${file}: the folder cannot be written`,

  // Reasons for weights.unreadable.
  'weights.no-file': 'it is not a file',
  'weights.ended': ({ byte }: { byte: number }) => `the file ended at byte ${byte}`,
  'weights.ending': ({ known, given }: { known: readonly string[]; given: string }) =>
    `weights must be ${formats(known)}, given ${given}`,
  'weights.no-ending': ({ known }: { known: readonly string[] }) =>
    `weights must be ${formats(known)}, given no ending`,
  'weights.unread': ({ given, known }: { given: string; known: readonly string[] }) =>
    `a weight in it is stored as ${given}; formats are ${known.join(', ')}`,
  'weights.is-gguf':
    'it is a GGUF file: its weights are quantised, which is not supported. Use the fp16 or fp8 .safetensors of this model',
  'weights.is-pointer':
    'it is a git-lfs pointer, not the weights: run "git lfs pull", or download the file itself from its page',
  'weights.is-page':
    'it is a web page, not weights: the download failed or asks for a login. Download the file itself and try again',
  'weights.is-text': 'it is a text (JSON), not weights: the download failed, or this is another file of the model',
  'weights.is-archive': 'it is a packed archive: unpack it, and use the .safetensors or .ckpt file in it',
  'weights.is-picture': 'it is a picture, not weights',
  'weights.is-keras': 'it is a file of Keras (HDF5). Use the .safetensors of this model',
  'weights.is-blank': 'it begins with nothing but zeros: the download was not finished. Download it again',
  'weights.too-short': ({ bytes }: { bytes: number }) =>
    `it has ${bytes} bytes, which is too short for a safetensors file: download it anew`,
  'weights.header-too-long': ({ bytes, limit }: { bytes: string; limit: number }) =>
    `it is no safetensors file (its header would be ${bytes} bytes, at most ${limit}): download it anew, or use another file`,
  'weights.header-truncated': ({ bytes }: { bytes: number }) =>
    `its header needs ${bytes} bytes, but the file ends before: it is truncated. Download it anew`,
  'weights.header-no-text': 'its header is not UTF-8 text, so it is damaged or no safetensors file',
  'weights.header-no-json': 'its header is not JSON, so it is damaged or no safetensors file',
  'weights.header-deep': ({ limit }: { limit: number }) =>
    `its header nests deeper than ${limit}, so it is damaged or made to do harm`,
  'weights.header-no-object': 'its header is not a JSON object',
  'weights.header-repeats': ({ key }: { key: string }) => `its header names ${key} twice`,
  'weights.overlap': ({ weight, before }: { weight: Message; before: Message }, { say }) =>
    `${say(weight)} overlaps ${say(before)}`,
  'weights.gap': ({ bytes, before, weight }: { bytes: number; before: Message; weight: Message }, { say }) =>
    `${bytes} bytes between ${say(before)} and ${say(weight)} belong to nothing`,
  'weights.rest': ({ bytes, before }: { bytes: number; before: Message }, { say }) =>
    `${bytes} bytes after ${say(before)} belong to nothing`,
  'weights.the-header': 'the header',
  'weights.the-weight': ({ key }: { key: string }) => `weight ${key}`,

  // And for one weight of a file.
  'weights.of-weight': ({ key, reason }: { key: string; reason: Message }, { say }) => `weight ${key} ${say(reason)}`,
  'weights.no-object': 'is described by something that is not an object',
  'weights.no-format': ({ given, known }: { given: string; known: readonly string[] }) =>
    `is stored as ${given}; formats are ${known.join(', ')}`,
  'weights.no-shape': 'has a shape that is not a list of sizes',
  'weights.no-offsets': 'has no pair of data offsets',
  'weights.wrong-size': ({ dtype, shape, expected, given }: WrongSize) =>
    `of ${dtype} ${shape.join('×') || 'scalar'} needs ${expected} bytes, given ${given}`,
  'weights.truncated': ({ end, bytes }: { end: number; bytes: number }) =>
    `ends at byte ${end}, but the file ends at ${bytes}: it is truncated. Download it anew`,
} as const satisfies Sentences;

type WrongSize = { dtype: string; shape: readonly number[]; expected: number; given: number };

function formats(known: readonly string[]): string {
  const [first, ...others] = known;
  return `${first} or ${others.join(', ')}`;
}
