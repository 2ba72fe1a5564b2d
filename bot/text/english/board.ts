import type { Sentences } from '#shared/text/message.ts';

/** What the studio's drawer of machines says of lanes, and of one more machine. A browser loads it when it is opened. */
export const BOARD = {
  'board.now': 'now',
  'board.seconds': ({ count }: { count: number }) => `${count} s`,
  'board.minutes': ({ count }: { count: number }) => `${count} min`,
  'board.elsewhere': 'another server',
  'board.elsewhere-job': 'A job of another server',
  'board.block': ({ title, seconds }: { title: string; seconds: number }) => `${title}, done in about ${seconds} s`,
  'board.block-untimed': ({ title }: { title: string }) => `${title}, no time yet`,
  'board.yours': 'A bar at the left marks what was asked for here. Fair between servers first, then between members.',
  'board.add': 'Add a machine',
  'board.add-how':
    'Start this on the other machine, in a folder with Easel, with a secret of 16 characters or more in place of the dots:',
  'board.address': 'Its address and port',
  'board.secret': 'Its secret',
  'board.try': 'Try it and add it',
  'board.trying': 'Asking it …',
  'board.added': ({ name, device }: { name: string; device: string }) =>
    device === ''
      ? `${name} answers and draws from now on, until Easel is started again. For good, start Easel with:`
      : `${name} (${device}) answers and draws from now on, until Easel is started again. For good, start Easel with:`,
  'board.named': 'Then only machines that are named draw. This one does if it runs as a renderer, too.',
} as const satisfies Sentences;
