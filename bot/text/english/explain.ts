import type { Message, Sentences, Writer } from '#shared/text/message.ts';

/** How a prompt is read, taken apart. */
export const EXPLAIN = {
  'command.explain': 'See how a prompt is read: tokens, weights, what the style adds, what is left out',
  'explain.heading': ({ model }: { model: string }) => `How ${model} reads this`,
  'explain.heading-unread': 'This cannot be read yet',
  'explain.chosen': 'Chosen:',
  'explain.problems': 'It cannot be drawn so',
  'explain.notices': 'Left out or changed',
  'explain.prompt': 'Prompt',
  'explain.negative': 'Not in the picture',
  'explain.text': (
    { name, number, steps, weight }: { name: Message; number: number; steps: string; weight: number },
    { say, number: written }: Writer,
  ) =>
    [
      `${say(name)} ${number}`,
      ...(steps === '' ? [] : [`steps ${steps}`]),
      ...(weight === 1 ? [] : [`pulls ${written(weight)}`]),
    ].join(', '),
  'explain.more-texts': ({ count }: { count: number }) => `And ${count} more ${count === 1 ? 'text' : 'texts'}`,
  'explain.window': ({ number, of, count, max }: { number: number; of: number; count: number; max: number }) =>
    `${of === 1 ? '' : `Window ${number} of ${of}, `}${count} of ${max} tokens:`,
  'explain.window-words': ({ number, of, count }: { number: number; of: number; count: number }) =>
    `${of === 1 ? '' : `Part ${number} of ${of}, `}${count} words:`,
  'explain.more-windows': ({ count }: { count: number }) => `And ${count} more ${count === 1 ? 'window' : 'windows'}`,
  'explain.style': ({ style }: { style: string }) => `Added by the style ${style}`,
  'explain.before': 'before:',
  'explain.after': 'after:',
  'explain.avoids': 'not in the picture:',
  'explain.unknown': 'Words that the model does not know',
  'explain.sampler': 'sampler',
  'explain.spacing': 'spacing',
  'explain.steps': 'steps',
  'explain.guidance': 'guidance',
  'explain.size': 'size',
  'explain.seed': 'seed',
  'explain.count': 'pictures',
  'explain.clip-skip': 'clip skip',
  'explain.strength': 'strength',
  'explain.keep': 'the rest of the picture kept',
  'explain.variation': 'variation',
  'explain.tile': 'tiles',
  'explain.stop': 'stopped at',
  'explain.from-option': 'as you chose',
  'explain.from-flag': 'from the prompt',
  'explain.from-style': 'from the style',
  'explain.from-model': 'from the model',
  'explain.from-picture': 'from the picture',
  'explain.from-chance': 'by chance',
  'explain.from-usual': 'as usual',
} as const satisfies Sentences;
