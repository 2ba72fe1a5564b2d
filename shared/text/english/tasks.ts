import type { Message, Sentences } from '#shared/text/message.ts';

/** Kinds of tasks, and what is said about them as such. */
export const TASKS = {
  'task.draw': 'draw',
  'task.upscale': 'upscale',
  'task.restore': 'restore faces',
  'task.describe': 'describe pictures',
  'task.segment': 'find things in pictures',
  'task.animate': 'animate',
  'task.train': 'train',
  'task.preprocess': 'prepare control pictures',
  'task.missing': 'Cannot render: the request must hold a task, given none',
  'task.unsupported': ({ task, able }: { readonly task: Message; readonly able: readonly Message[] }, writer) =>
    `Cannot ${writer.say(task)} here: this renderer can ${writer.list(able)} and has no network for more`,
} as const satisfies Sentences;
