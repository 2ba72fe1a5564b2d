import type { CardAnswer, RunContext } from '#bot/commands/command.ts';
import { findJob } from '#bot/commands/find-job.ts';
import { firstPick } from '#bot/commands/first-pick.ts';
import { drawLarger, HIRES_SCALE } from '#bot/commands/hires.ts';
import { infoOf } from '#bot/commands/info.ts';
import { USUAL_FIDELITY } from '#bot/commands/restore.ts';
import type { JobId, JobView } from '#bot/domain/job.ts';
import type { ReviewDecision } from '#bot/ports/reviews.ts';
import { choosable } from '#bot/presets/style-access.ts';
import type { VisiblePreset } from '#bot/presets/visible-presets.ts';
import { promptsOf } from '#bot/prompt/described.ts';
import { failure, say } from '#bot/text/say.ts';
import type { PanelAction } from '#bot/views/panel.ts';
import type { Message } from '#shared/text/message.ts';

/** What the form is filled with that asks for a job again; sending it is `/imagine` with the job as its parent. */
export interface EditForm {
  readonly view: JobView;
  readonly styles: readonly VisiblePreset[];
}

/** What was deleted, with a sentence for who did; `undelete` takes it back. */
export interface Deleted {
  readonly jobId: JobId;
  readonly said: Message;
}

/**
 * What an action on a job answers: the panel of a new job, a form, that a job is in the bin, the job whose pictures can
 * be varied, a card, a sentence, or nothing, as the panel itself shows what it did.
 */
export interface ActionAnswers {
  readonly deleted: Deleted;
  readonly panel: JobView;
  readonly published: JobView;
  readonly form: EditForm;
  readonly variations: JobView;
  readonly card: CardAnswer;
  readonly sentence: Message;
  readonly nothing: undefined;
}

/** Who wants something done with a job, and with what it is done. */
export type ActionContext = Pick<RunContext, 'jobs' | 'presets' | 'place' | 'member' | 'requestKey'> & {
  /** May change what belongs to the server; reactions do nothing of that sort. */
  readonly mayManageServer?: boolean;
  /** Index of the job's picture that it is about; the first where nothing is said. */
  readonly picture?: number;
};

/** Who wants to read about a job. */
type ReadingContext = ActionContext & Pick<RunContext, 'mayRead' | 'reader' | 'linkTo'>;

interface ActionAnswering<Kind extends keyof ActionAnswers> {
  readonly answers: Kind;
  /** The command that comes to the same: who may not use that may not do this either. */
  readonly sameAs?: string;
  /** Throws Failure with a sentence for the member. */
  run(jobId: JobId, context: Kind extends 'card' ? ReadingContext : ActionContext): Promise<ActionAnswers[Kind]>;
}

/** Something that can be done with a job that is there: by a button, a reaction, a key or a route. */
export type JobAction = { readonly [Kind in keyof ActionAnswers]: ActionAnswering<Kind> }[keyof ActionAnswers];

/** What can be done with a job. Who may is up to the job service. */
export const JOB_ACTIONS = {
  /** The same words with a new seed; it belongs to who asks. */
  reroll: {
    answers: 'panel',
    sameAs: 'imagine',
    run: (jobId, { jobs, requestKey, place, member }) => jobs.reroll(jobId, { requestKey, place, member }),
  },
  /** The same words with the next seed. */
  nextSeed: {
    answers: 'panel',
    sameAs: 'imagine',
    run: (jobId, { jobs, requestKey, place, member }) =>
      jobs.reroll(jobId, { requestKey, place, member }, { next: true }),
  },
  /** Going on from one of its pictures; which and how is asked first. */
  vary: {
    answers: 'variations',
    sameAs: 'imagine',
    run: finished,
  },
  /** A part of one of its pictures, drawn anew; which and with what words is asked first. */
  region: {
    answers: 'variations',
    sameAs: 'imagine',
    run: finished,
  },
  /** The things in one of its pictures, numbered, so that one of them can be drawn anew. */
  parts: {
    answers: 'panel',
    sameAs: 'imagine',
    run: (jobId, context) =>
      firstPick('parts', jobId, {
        ...context,
        ask: ({ pictureIndex, ...request }) => context.jobs.look({ jobId, pictureIndex, ...EVERY_PART }, request),
      }),
  },
  /** One of the things that it has found; with which words is asked first. */
  part: {
    answers: 'variations',
    sameAs: 'imagine',
    run: finished,
  },
  /** The same scene as one of its pictures, once more. */
  variation: {
    answers: 'panel',
    sameAs: 'imagine',
    run: (jobId, context) =>
      firstPick('variation', jobId, {
        ...context,
        ask: ({ pictureIndex, ...request }) => context.jobs.vary({ jobId, pictureIndex, variation: 'strong' }, request),
      }),
  },
  /** What it is a draft of. */
  finish: {
    answers: 'panel',
    sameAs: 'imagine',
    run: (jobId, context) =>
      firstPick('finish', jobId, {
        ...context,
        ask: ({ pictureIndex: _all, ...request }) => context.jobs.finish(jobId, request),
      }),
  },
  /** For all to see from now on; it gets a message of its own. */
  publish: {
    answers: 'published',
    run: (jobId, { jobs, member }) => jobs.publish(jobId, member),
  },
  /** One of its pictures drawn once more, larger. */
  hires: {
    answers: 'panel',
    sameAs: 'hires',
    run: (jobId, context) =>
      firstPick('hires', jobId, {
        ...context,
        async ask(request) {
          const view = await context.jobs.view(jobId);
          if (!view) throw failure('not-found', 'order.picture-gone');
          return drawLarger(view, { ...context, ...request, scale: HIRES_SCALE });
        },
      }),
  },
  /** One of its pictures, larger, as a job of its own. */
  upscale: {
    answers: 'panel',
    sameAs: 'upscale',
    run: (jobId, context) =>
      firstPick('upscale', jobId, {
        ...context,
        ask: ({ pictureIndex, ...request }) => context.jobs.upscale({ jobId, pictureIndex, scale: 0 }, request),
      }),
  },
  /** One of its pictures with its faces mended, as a job of its own. */
  restore: {
    answers: 'panel',
    sameAs: 'restore',
    run: (jobId, context) =>
      firstPick('restore', jobId, {
        ...context,
        ask: ({ pictureIndex, ...request }) =>
          context.jobs.restore({ jobId, pictureIndex, fidelity: USUAL_FIDELITY }, request),
      }),
  },
  /** One of its pictures made to move, as a job of its own. */
  animate: {
    answers: 'panel',
    sameAs: 'animate',
    run: (jobId, context) =>
      firstPick('animate', jobId, {
        ...context,
        ask: ({ pictureIndex, ...request }) => context.jobs.animate({ jobId, pictureIndex, motion: 0 }, request),
      }),
  },
  /** One of a description's suggestions, drawn as a job of its own. */
  draw: {
    answers: 'panel',
    sameAs: 'imagine',
    async run(jobId, { jobs, requestKey, place, member, picture = 0 }) {
      const state = (await jobs.view(jobId))?.job.state;
      const texts = state?.kind === 'done' && state.result.kind === 'texts' ? state.result.texts : [];
      const prompt = promptsOf(texts)[picture];
      if (prompt === undefined) throw failure('not-found', 'button.old');
      return jobs.submit({ requestKey, place, member, order: { prompt }, parentId: jobId });
    },
  },
  edit: { answers: 'form', sameAs: 'imagine', run: openForm },
  /** Its settings, what it came of, and what came of it. */
  info: {
    answers: 'card',
    sameAs: 'info',
    run: async (jobId, context) => infoOf(await findJob(jobId, context), context),
  },
  /** Asks moderators to look at it. */
  report: {
    answers: 'sentence',
    async run(jobId, { jobs, member }) {
      return say('review.reported', await jobs.reviews.report(jobId, member));
    },
  },
  /** Shows its pictures to all: for moderators. */
  release: { answers: 'sentence', run: (jobId, context) => decide(jobId, 'released', context) },
  /** Shows its pictures to nobody: for moderators. */
  refuse: { answers: 'sentence', run: (jobId, context) => decide(jobId, 'refused', context) },
  cancel: {
    answers: 'nothing',
    async run(jobId, { jobs, member }) {
      await jobs.cancel(jobId, member);
      return undefined;
    },
  },
  delete: {
    answers: 'deleted',
    async run(jobId, { jobs, member }) {
      await jobs.remove(jobId, member);
      return { jobId, said: say('delete.in-bin') };
    },
  },
  /** For who deleted it, within a day. Its panel comes anew. */
  undelete: {
    answers: 'nothing',
    async run(jobId, { jobs, member }) {
      await jobs.takeBack(jobId, member);
      return undefined;
    },
  },
} as const satisfies Readonly<Record<PanelAction, JobAction>>;

/** The action of that name; undefined when there is none. */
export function jobActionNamed(name: string): JobAction | undefined {
  return Object.entries(JOB_ACTIONS).find(([known]) => known === name)?.[1];
}

/** Everything that stands out, as many as there is room for buttons in four rows. */
export const EVERY_PART = { task: 'segment', points: [], box: null, masksMax: 16 } as const;

/** How many are counted that still wait. */
const WAITING_MAX = 100;

async function decide(jobId: JobId, decision: ReviewDecision, context: ActionContext): Promise<Message> {
  const { reviews } = context.jobs;
  const { id, name, isModerator } = context.member;
  const { serverId } = context.place;
  const asker = {
    serverId,
    memberId: id,
    memberName: name,
    mayManageServer: context.mayManageServer ?? false,
    isModerator,
  };
  await reviews.decide(asker, jobId, decision);
  const waiting = (await reviews.list(asker, WAITING_MAX)).length;
  return say('review.decided', { decision, waiting });
}

async function openForm(jobId: JobId, { jobs, presets, place, member }: ActionContext): Promise<EditForm> {
  const [view, { styles }] = await Promise.all([jobs.view(jobId), presets.styles(place.serverId)]);
  if (!view || view.job.state.kind === 'deleted') throw failure('not-found', 'edit.deleted');
  return { view, styles: choosable(styles, member) };
}

/** The job, once it has pictures to go on from. */
async function finished(jobId: JobId, { jobs }: Pick<RunContext, 'jobs'>): Promise<JobView> {
  const view = await jobs.view(jobId);
  if (view?.job.state.kind !== 'done') throw failure('not-found', 'order.picture-gone');
  return view;
}
