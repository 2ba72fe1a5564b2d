import type { Sentences } from '#shared/text/message.ts';

/** About jobs, wherever somebody asks for one. */
export const JOBS = {
  'job.gone': 'This picture is not there any more',
  'job.not-kept':
    'This picture is so old that what it was drawn from is not kept any more; its settings are in its file, and “Show settings” among the apps of the message reads them',
  'job.unknown': ({ given }: { given: string }) =>
    `There is no such picture that you may see; give its id, or the address of its message, given “${given}”`,
  'job.seed-not-yours': ({ owner }: { owner: string }) => `Only ${owner} can keep the seed of this picture`,
  'job.publish-not-yours': ({ owner }: { owner: string }) => `Cannot publish this: it is ${owner}’s`,
  'job.no-seed': 'There is no seed to keep: this was not drawn from noise',
  'job.seed-kept': ({ seed }: { seed: number }) => `Seed ${seed} is kept: Edit brings it along`,
  'job.ended': 'This picture cannot be cancelled any more: it has ended',
  'job.open': 'This picture cannot be deleted yet: cancel it first',
  'job.not-yours': ({ owner, act }: { owner: string; act: 'cancel' | 'delete' }) =>
    `Only ${owner} or a moderator can ${act} this picture`,
  'job.not-in-bin':
    'This picture cannot be taken back any more: it was deleted more than a day ago, or is back already',
  'job.not-deleted-by-you': 'Only who deleted this picture can take it back',
  'job.stopping': 'The bot is stopping',
} as const satisfies Sentences;
