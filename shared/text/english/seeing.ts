import type { Message, Sentences } from '#shared/text/message.ts';

/** Networks that say what is in pictures or find things in them, and their files. */
export const SEEING = {
  'describer.unloadable': ({ file, reason }: { file: string; reason: Message }, { say }) =>
    `Cannot load describer ${file}: ${say(reason)}`,
  // Reasons for describer.unloadable.
  'describer.no-vocabulary': "it needs BERT's vocab.txt or a tokenizer.json beside it, as bert-base-uncased has them",
  'describer.no-captioner': ({ key }: { key: string }) => `as a BLIP captioner it must have the weight ${key}`,
  'describer.no-config': 'its config.json must be there and be JSON',
} as const satisfies Sentences;
