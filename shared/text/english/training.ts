import type { Message, Sentences } from '#shared/text/message.ts';

/** Training: models, pictures, and what goes wrong on the way. */
export const TRAINING = {
  'training.kind': ({ name, family }: { name: string; family: string }) =>
    `Cannot train ${name}: only models that draw from words alone, and no refiners, can be trained, given ${family}`,
  'training.zero-snr': ({ name }: { name: string }) =>
    `Cannot train ${name} with zero-SNR: it says the noise, and of noise alone there is nothing to say; only v-prediction models can`,
  'training.like-noise': ({ name }: { name: string }) =>
    `Cannot weight ${name}'s losses like noise: they are so already; only those of v-prediction models are not`,
  'training.copy': ({ name, out }: { name: string; out: string }) =>
    `Cannot write the trained ${name} to ${out}: it must be a place where nothing is yet, and the model .safetensors`,
  'training.no-folder': ({ folder, problem }: { folder: string; problem: string }) =>
    `Cannot read the pictures in ${folder}: ${problem}`,
  'training.no-pictures': ({ folder }: { folder: string }) =>
    `Cannot train on ${folder}: it must have one usable PNG, JPEG or WebP picture at least, given none`,
  'training.too-many': ({ limit, given }: { limit: number; given: number }) =>
    `Cannot train on so many pictures: at most ${limit}, given ${given}`,
  'training.begin': ({ given }: { given: string }) =>
    `Cannot begin new words as ${JSON.stringify(given)}: one word that the model knows, given none`,
  'training.no-token': ({ token }: { token: string }) =>
    `Cannot train ${token}: one caption at least must have it (--caption, or a .txt beside a picture), given none`,
  'training.other-run': ({ file }: { file: string }) =>
    `Cannot go on from ${file}: it must be of a training with the same settings and pictures`,
  'training.not-finite': ({ limit }: { limit: number }) =>
    `Cannot go on training: ${limit} losses in a row are no numbers, and nothing was learnt before them. A lower learning rate may do`,
  'training.broke-off': ({ steps, file }: { steps: number; file: string }) =>
    `Cannot go on training: losses are no numbers any more; what was before, of ${steps} ${steps === 1 ? 'step' : 'steps'}, is in ${file}. A lower learning rate may do`,
  'training.nothing-learnt': 'This training was ended before its first step: there is nothing to keep',
  'training.picture': ({ name, reason }: { name: string; reason: Message }, { say }) =>
    `${name} is left out: ${say(reason)}`,
  'training.unlike': ({ key }: { key: string }) =>
    `Cannot compare the two models: they must be of one family, and ${key} is not in both in one shape`,
  // Reasons for training.picture.
  'training.twice': 'the same picture is there already',
  'training.large': 'it is too large: at most 64 MiB and 40 million pixels',
  'training.format': ({ format }: { format: string }) => `it must be PNG, JPEG or WebP, given ${format}`,
  'training.animated': 'it moves; only still pictures can be trained on',
  'training.small': ({ width, height, limit }: { width: number; height: number; limit: number }) =>
    `its sides must be ${limit} pixels at least, given ${width}x${height}`,
  'training.narrow': ({ width, height, limit }: { width: number; height: number; limit: number }) =>
    `one side may be ${limit} times as long as the other at most, given ${width}x${height}`,
  'training.broken': 'it cannot be decoded',
  'training.no-picture': 'there is no picture of that name',
  'training.folder':
    'a folder must be called N_words, with the times (1 to 999) that its pictures come and their words',
  'training.captions': ({ count }: { count: number }) =>
    `${count} pictures have no words; they come from --caption, a .txt beside each picture, or folders called N_words`,
  'training.no-crop': ({ count }: { count: number }) =>
    `${count} ${count === 1 ? 'picture is' : 'pictures are'} of the shape of what is trained: nothing is cropped there`,
  // Of requests.
  'training.method': ({ known, given }: { known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot train by ${typeof given === 'string' ? given : say(given)}: it must be one of ${known.join(', ')}`,
  'field.pictures': 'pictures',
  'field.repeats': 'repeats of a picture',
  'field.rank': 'rank',
  'field.learning-rate': 'learning rate',
  'field.batch': 'batch',
  'field.class-pictures': 'pictures of the class',
  'field.samples': 'prompts of samples',
  'field.every-steps': 'steps between samples',
  'field.caption': 'caption',
  'field.word': 'word',
  'field.own-adapters': 'adapters that come with the render',
  'field.precision': 'precision',
  'field.train-text': 'training of text encoders',
  'limit.given-without': ({ option }: { option: string }) => `given without ${option}`,
  'limit.pictures-folder': 'a folder of pictures',
  'limit.safetensors': 'a name that ends with .safetensors',
  'limit.step-rules':
    'shares of --lr with the step before which each holds, then a last share, as in 1:300,0.1:400,0.01',
  'limit.aspect': ({ limit }: { limit: number }) => `at most ${limit} times as long on one side as on the other`,
  'limit.one-word': 'one word without spaces',
  'limit.bytes-in-all': ({ limit }: { limit: number }) => `at most ${limit} bytes in all`,
} as const satisfies Sentences;
