import type { Sentences } from '#shared/text/message.ts';

/** Ways to go on from a picture that is there. */
export const GOING_ON = {
  // Entries of a message's menu on Discord; 32 characters at most.
  'menu.redraw': 'Redraw',
  'menu.start': 'Use as start',
  'menu.upscale': 'Upscale',
  'menu.no-panel': 'Cannot do this with that message: it shows no picture that Easel has drawn',
  'menu.no-picture': 'Cannot do this with that message: there is no picture in it',
} as const satisfies Sentences;
