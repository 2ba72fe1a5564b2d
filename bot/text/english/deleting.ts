import type { Sentences } from '#shared/text/message.ts';

/** Deleting, and taking it back. */
export const DELETING = {
  'delete.in-bin': 'Deleted. It can be taken back for a day, here or with /undelete.',
  'forget.here': 'in this server',
  'forget.everywhere': 'in all servers',
  'forget.sure': ({ count, where }: { count: number; where: Where }) =>
    count === 0
      ? `There is no finished picture of yours${places(where)}`
      : `${pictures(count)} of yours${places(where)} would be deleted, with words and messages. ` +
        '/forget with sure: True does it; /undelete takes it back within a day',
  'forget.done': ({ count }: { count: number }) =>
    `${pictures(count)} of yours deleted. /undelete takes it back within a day; after that nobody can`,
  'forget.nothing': ({ where }: { where: Where }) => `There is no finished picture of yours${places(where)}`,
  'undelete.done': ({ count, show }: { count: number; show: string }) =>
    `${pictures(count)} taken back${show === '' ? '' : `. Where a channel is gone, ${show} shows it to its owner`}`,
  'undelete.nothing': 'Cannot take anything back: you have deleted nothing here within the last day',
} as const satisfies Sentences;

type Where = 'here' | 'everywhere';

function places(where: Where): string {
  return where === 'here' ? ' here' : '';
}

function pictures(count: number): string {
  return count === 1 ? '1 picture' : `${count} pictures`;
}
