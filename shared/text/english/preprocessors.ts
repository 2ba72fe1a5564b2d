import type { Message, Sentences } from '#shared/text/message.ts';

/** Control pictures, and the networks that find what they show. */
export const PREPROCESSORS = {
  'preprocess.unknown': ({ known, given }: { known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot make a control picture by ${say(given)}: methods here are ${known.join(', ')}`,
  'preprocess.unknown-network': (
    { method, known, given }: { method: string; known: readonly string[]; given: string | Message },
    { say },
  ) => `Cannot make a control picture by ${method} with ${say(given)}: networks for it here are ${known.join(', ')}`,
  'preprocess.no-network-needed': ({ method, given }: { method: string; given: string | Message }, { say }) =>
    `Cannot make a control picture by ${method} with ${say(given)}: it needs no network`,
  'preprocess.no-thresholds': ({ method }: { method: string }) =>
    `Cannot make a control picture by ${method} with thresholds: only canny has them; leave them out`,
  'preprocess.inside-only': ({ method }: { method: string }) =>
    `Cannot make a control picture by ${method}: it is made inside a drawing, of its picture and mask; ask for it there`,
  'preprocess.no-network': ({ method }: { method: string }) =>
    `Cannot make a control picture by ${method}: no network was acquired`,
  'preprocessor.unloadable': ({ file, reason }: { file: string; reason: Message }, { say }) =>
    `Cannot load preprocessor ${file}: ${say(reason)}`,
  'preprocessor.foreign': ({ key }: { key: string }) =>
    'it must be HED, PiDiNet, line art, Depth Anything, DPT or OpenPose’s body network by their published keys, ' +
    `given a file whose first key is ${key}`,
  'preprocess.other-network': ({ file, kind, method }: { file: string; kind: string; method: string }) =>
    `Cannot make a control picture by ${method} with ${file}: it is a network for something else (${kind})`,
  'preprocess.argument': (
    { option, limit, given }: { option: string; limit: Message; given: string | Message },
    { say },
  ) => `Cannot make a control picture: ${option} must be ${say(limit)}, given ${say(given)}`,
  'preprocess.no-method': ({ known, given }: { known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot make a control picture: the first word must be a method (${known.join(', ')}), given ${say(given)}`,
  'limit.file-of-network': ({ kinds }: { kinds: string }) => `a file of the network that finds it (${kinds})`,
  'limit.no-file': 'left out: this method needs no network',
  'field.side': 'shorter side',
  'field.low-threshold': 'low threshold',
  'field.high-threshold': 'high threshold',
} as const satisfies Sentences;
