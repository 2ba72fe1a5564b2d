import type { Sentences } from '#shared/text/message.ts';

/** The studio's page where models are trained. */
export const TRAIN_PAGE = {
  'train-page.title': 'Train a style, a thing or a word',
  'train-page.kind': 'What it is',
  'train-page.style': 'a style',
  'train-page.subject': 'a thing',
  'train-page.words': 'a word (textual inversion)',
  'train-page.name': 'Name in prompts',
  'train-page.about': 'Kind of thing (dog, mug)',
  'train-page.steps': 'Steps (empty: as usual)',
  'train-page.drop': 'Drop 5 to 20 pictures or a ZIP here',
  'train-page.choose': 'Add pictures',
  'train-page.caption': ({ number }: { number: number }) => `Caption of picture ${number}`,
  'train-page.caption-empty': 'words of its own, or none',
  'train-page.leave-out': ({ number }: { number: number }) => `Leave picture ${number} out`,
  'train-page.describe': 'Write the captions for me',
  'train-page.twice': 'the same picture is there already',
  'train-page.no-picture': 'there is no picture of that name',
  'train-page.look': 'What it takes',
  'train-page.consent': 'I may use these pictures, and people in them agree',
  'train-page.start': 'Start',
  'train-page.cost': ({
    steps,
    seconds,
    model,
    memoryGib,
  }: {
    steps: number;
    seconds: number | null;
    model: string;
    memoryGib: number | null;
  }) =>
    `${steps} steps with ${model}, ${seconds === null ? 'time not measured yet' : `about ${seconds} s`}${memoryGib === null ? '' : `, ${memoryGib} GiB of memory at least`}; drawing goes first`,
  'train-page.list': 'Trained here',
  'train-page.none': 'Nothing yet: give pictures first.',
  'train-page.step': ({ step, of }: { step: number; of: number }) => `Step ${step} of ${of}`,
  'train-page.waits': 'waiting for its turn',
  'train-page.done': 'ready',
  'train-page.broke-off': ({ step }: { step: number }) =>
    `It is as it was before step ${step}: after that its losses were no numbers. Fewer steps may do better.`,
  'train-page.stop': 'Stop and keep the best',
  'train-page.delete': 'Delete',
  'train-page.export': ({ style }: { style: string }) => `Export (${style})`,
  'train-page.loss': ({ from, to }: { from: string; to: string }) => `Loss, from ${from} to ${to}`,
  'train-page.samples': 'Same words, same seed, as it learns',
  'train-page.left': ({ seconds }: { seconds: number }) =>
    seconds < 90 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`,
  'train-page.longer': ({ seconds }: { seconds: number }) =>
    seconds < 90
      ? `longer than thought: about ${seconds} s more`
      : `longer than thought: about ${Math.round(seconds / 60)} min more`,
  'train-page.paused': 'paused',
  'train-page.pause': 'Pause',
  'train-page.resume': 'Go on',
  'train-page.again': 'Change for the next run',
  'train-page.taken-over': ({ name }: { name: string }) =>
    `Settings and pictures of ${name} stand in the form: change what you like, then start`,
  'train-page.loss-heading': 'Loss',
  'train-page.loss-about': ({ count }: { count: number }) => `thin: each step, thick: mean of the last ${count}`,
  'train-page.loss-steps': ({ of }: { of: number }) => `${of} steps`,
  'train-page.before': 'before',
  'train-page.sample-at': ({ step }: { step: number }) => `step ${step}`,
  'train-page.sample-coming': ({ step }: { step: number }) => `step ${step}, to come`,
  'train-page.how': 'How it learns',
  'train-page.how-about':
    'Each step hides a picture under noise, lets the model say what the noise was, and corrects a little. The loss is how wrong it was: noises are easy and hard by turns, so only its mean says something. What is learnt lies in a file beside the model, which stays as it is. It learns whatever the pictures have in common, faults too, and after too many steps nothing but the pictures.',
  'train-page.how-model': 'Model',
  'train-page.how-speed': 'Speed',
  'train-page.how-size': 'Size',
  'train-page.how-rank': 'Rank',
  'train-page.how-rate': 'Rate',
  'train-page.how-seed': 'Seed',
  'train-page.how-pictures': 'Pictures',
  'train-page.how-precision': 'Precision',
  'train-page.how-text': 'Train text encoders, too',
  'train-page.how-crop': 'Crop at random',
  'train-page.usual': 'as usual',
  'train-page.step-seconds': ({ seconds }: { seconds: string }) => `${seconds} s a step`,
  'train-page.megabytes': ({ count }: { count: string }) => `${count} MB`,
  'train-page.at-most': ({ rate }: { rate: string }) => `${rate} at most`,
  'train-page.try-at': ({ step }: { step: number }) => `Try it as it was at step ${step}`,
  'train-page.try': 'Try it',
  'train-page.try-prompt': 'Prompt to try',
  'train-page.try-make': 'Make',
  'train-page.use': ({ use }: { use: string }) => `In a prompt: ${use}`,
} as const satisfies Sentences;
