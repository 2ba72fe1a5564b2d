import { besideOrder, looked, refusalsOf } from '#bot/commands/all-problems.ts';
import { defineCommand, type RunContext } from '#bot/commands/command.ts';
import { PICTURE_SOURCE, pickedJob } from '#bot/commands/picture-source.ts';
import { drawnWords } from '#bot/domain/drawn-words.ts';
import type { JobView, Order } from '#bot/domain/job.ts';
import type { Task } from '#bot/domain/task.ts';
import { asOnePicture } from '#bot/prompt/one-picture.ts';
import { readPrompt, withoutFlag } from '#bot/prompt/read-prompt.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { failure, say } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';

/** Times that sides get longer where nobody says how much. */
export const HIRES_SCALE = 1.5;

/** Characters of what was typed that a sentence shows. */
const GIVEN_SHOWN_MAX = 60;

/** What of an order a second pass of one of its pictures does not keep. */
const SETTLED_ANEW: readonly (keyof Flags)[] = ['hires', 'hiresBy', 'draft', 'refiner', 'handover', 'stop'];

/** A picture is drawn once more, larger and with more detail. */
export const hires = defineCommand({
  name: 'hires',
  description: say('command.hires'),
  options: {
    id: PICTURE_SOURCE.id,
    picture: PICTURE_SOURCE.picture,
    scale: { kind: 'number', description: say('command.hires.scale'), called: say('option.scale') },
    by: {
      kind: 'text',
      description: say('command.hires.by'),
      called: say('option.by'),
      charactersMax: 100,
      completes: 'hires-by',
    },
  },
  who: 'everybody',
  answers: 'panel',
  problemsBeside: async ({ id, picture = 1, scale = HIRES_SCALE, by }, context) =>
    refusalsOf([await looked(() => source({ id, picture, ...anyLarger(scale, by) }, context))]),
  async run({ id, picture = 1, scale = HIRES_SCALE, by }, context) {
    const view = await source({ id, picture, ...anyLarger(scale, by) }, context);
    return drawLarger(view, { ...context, pictureIndex: picture - 1, scale, by });
  },
});

/** Tasks whose pictures have words to draw them by: their own, or those of the picture that they made another of. */
const DRAWN_OR_MADE_OF_IT: ReadonlySet<Task['kind']> = new Set(['draw', 'upscale', 'restore'] as const);

/** The job that is drawn larger; beside a wrong one it is told what else is wrong. */
function source(
  { id, picture, ...larger }: { readonly id: string | undefined; readonly picture: number } & Order,
  context: RunContext,
): Promise<JobView> {
  return besideOrder(larger, context, async () => {
    const view = await pickedJob({ id, picture }, context);
    if (!DRAWN_OR_MADE_OF_IT.has(view.job.settled.task.kind)) throw failure('not-found', 'hires.not-drawn');
    return view;
  });
}

/** Some picture made larger so: what is wrong with this is wrong with any. */
function anyLarger(scale: number, by: string | undefined): Order {
  return { prompt: 'a', hires: scale, ...(by === undefined ? {} : { hiresBy: by }) };
}

/**
 * Asks for a second pass of one of a job's pictures: the same seed, as a child. What was drawn from words alone is drawn
 * again with the pass behind it, so that its latents can be enlarged, too; what came of another picture is gone on from
 * as it is.
 */
export async function drawLarger(
  { job: { id, settled } }: Pick<JobView, 'job'>,
  {
    jobs,
    requestKey,
    place,
    member,
    pictureIndex,
    scale,
    by,
  }: Pick<RunContext, 'jobs' | 'requestKey' | 'place' | 'member'> & {
    readonly pictureIndex: number;
    readonly scale: number;
    readonly by?: string | undefined;
  },
): Promise<JobView> {
  const { task, order: asked } = settled;
  if (task.kind !== 'draw' || task.source) {
    if (by !== undefined && by.trim().toLowerCase() !== 'pixels')
      throw failure('invalid', 'hires.pixels-only', { given: cut(by, GIVEN_SHOWN_MAX) });
    return jobs.vary({ variation: 'larger', jobId: id, pictureIndex, scale }, { requestKey, place, member });
  }
  if (pictureIndex >= task.count) throw failure('not-found', 'order.picture-gone');
  const { refiner: _refiner, handover: _handover, draft: _draft, ...said } = asked;
  const order: Order = {
    ...said,
    ...asOnePicture(SETTLED_ANEW.reduce(withoutFlag, drawnWords(settled)), task, pictureIndex),
    ...sizeOf(asked, task),
    hires: scale,
    ...(by === undefined ? {} : { hiresBy: by }),
  };
  return jobs.submit({ requestKey, place, member, order, parentId: id });
}

/** The size that it was drawn in, where the order leaves it to a style that may have changed since. */
function sizeOf(order: Order, { width, height }: { readonly width: number; readonly height: number }): Partial<Order> {
  const { flags } = readPrompt(order.prompt);
  const said = [order.width, order.height, order.ratio, flags.width, flags.height, flags.ratio];
  return said.some((each) => each !== undefined) ? {} : { width, height };
}
