import { defineCommand, type RunContext } from '#bot/commands/command.ts';
import { CONTROL_OPTIONS, controlIn } from '#bot/commands/control-picture.ts';
import { LIKE_OPTIONS, likesIn } from '#bot/commands/like-pictures.ts';
import type { Input } from '#bot/commands/option.ts';
import { readInput } from '#bot/commands/read-input.ts';
import { ratioOf, SIZES } from '#bot/commands/sizes.ts';
import type { JobView, Order, Place } from '#bot/domain/job.ts';
import { hasShapeOf, type PictureIntake, type TakenPicture } from '#bot/ports/picture-intake.ts';
import { ORDERS_MAX, permutations } from '#bot/prompt/permutations.ts';
import { readPrompt, withoutFlag } from '#bot/prompt/read-prompt.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import { SEED_MAX, SEEDS } from '#shared/contract/bounds.ts';
import { Failure } from '#shared/failure.ts';

/** As many as a form's text field takes on Discord, so that every prompt can be edited. */
export const PROMPT_CHARS_MAX = 4000;

/** More than this share of a side is another picture. On Discord there are buttons for it. */
const MARGIN = { kind: 'number', min: 0, max: 2, only: 'studio' } as const;
/** As many jobs as a member may have open. */
const REPEATS_MAX = 10;

/** What a picture is asked for with. What the numbers may be is up to who settles the order; it says so in a sentence. */
export const IMAGINE_OPTIONS = {
  prompt: {
    kind: 'text',
    description: say('command.imagine.prompt'),
    called: say('option.prompt'),
    required: true,
    charactersMax: PROMPT_CHARS_MAX,
  },
  negative: {
    kind: 'text',
    description: say('command.imagine.negative'),
    called: say('option.negative'),
    charactersMax: PROMPT_CHARS_MAX,
  },
  style: {
    kind: 'text',
    description: say('command.imagine.style'),
    called: say('option.style'),
    completes: 'style-or-plain',
  },
  size: { kind: 'choice', description: say('command.imagine.size'), called: say('option.size'), choices: SIZES },
  width: { kind: 'integer', description: say('command.imagine.width'), only: 'studio' },
  height: { kind: 'integer', description: say('command.imagine.height'), only: 'studio' },
  steps: { kind: 'integer', description: say('command.imagine.steps'), called: say('option.steps') },
  guidance: { kind: 'number', description: say('command.imagine.guidance'), called: say('option.guidance') },
  seed: {
    kind: 'seed',
    description: say('command.imagine.seed', { max: SEED_MAX }),
    called: say('option.seed'),
    charactersMax: 40,
  },
  count: {
    kind: 'integer',
    description: say('command.imagine.count'),
    called: say('option.count'),
    min: 1,
    max: 4,
  },
  image: { kind: 'picture', description: say('command.imagine.image'), called: say('option.image') },
  mask: { kind: 'picture', description: say('command.imagine.mask'), called: say('option.mask') },
  hires: { kind: 'number', description: say('command.imagine.hires'), called: say('option.hires') },
  refiner: {
    kind: 'text',
    description: say('command.imagine.refiner'),
    called: say('option.refiner'),
    charactersMax: 100,
    completes: 'refiner',
  },
  handover: { kind: 'number', description: say('command.imagine.handover'), called: say('option.handover') },
  draft: { kind: 'boolean', description: say('command.imagine.draft'), called: say('option.draft') },
  private: {
    kind: 'boolean',
    description: say('command.imagine.private'),
    called: say('option.private'),
    only: 'discord',
  },
  repeat: {
    kind: 'integer',
    description: say('command.imagine.repeat'),
    called: say('option.repeat'),
    min: 1,
    max: REPEATS_MAX,
  },
  strength: { kind: 'number', description: say('command.imagine.strength'), called: say('option.strength') },
  'margin-left': { ...MARGIN, description: say('command.imagine.margin-left') },
  'margin-right': { ...MARGIN, description: say('command.imagine.margin-right') },
  'margin-top': { ...MARGIN, description: say('command.imagine.margin-top') },
  'margin-bottom': { ...MARGIN, description: say('command.imagine.margin-bottom') },
  ...LIKE_OPTIONS,
  ...CONTROL_OPTIONS,
} as const;

/** Words become a picture. */
export const imagine = defineCommand({
  name: 'imagine',
  description: say('command.imagine'),
  options: IMAGINE_OPTIONS,
  who: 'everybody',
  answers: 'panel',
  run: submitImagine,
});

/** Asks for what was given; other commands that come to the same have some of the options. */
export async function submitImagine(input: Input<typeof IMAGINE_OPTIONS>, context: RunContext): Promise<JobView> {
  const { repeat, ...said } = input;
  return submitOrder(await orderOf(said, context.intake), context, repeat);
}

/** Asks for an order, as often as is said. */
export async function submitOrder(
  order: Order,
  { jobs, requestKey, place, member, parentId, also, wantsAll }: RunContext,
  repeat?: number,
): Promise<JobView> {
  const orders = ordersOf(order, { repeat, wantsAll });
  const max = (also?.max ?? Number.POSITIVE_INFINITY) + 1;
  if (orders.length > max) throw failure('exhausted', 'imagine.many-here', { max, given: orders.length });
  const parent = parentId === undefined ? {} : { parentId };
  const first = await jobs.submit({ requestKey, place, member, order: orders[0]!, ...parent });
  for (const [made, each] of orders.entries()) {
    if (made === 0) continue;
    const request = { requestKey: `${requestKey}:${made}`, place, member, ...parent };
    try {
      also?.shown(await jobs.submit({ ...request, order: each }));
    } catch (thrown) {
      also?.refused(failureMaking(thrown, { times: orders.length, made }));
      break;
    }
  }
  return first;
}

/** As many as `{a, b}` in the prompt asks for, where that is wanted, and each as often as it is repeated. */
function ordersOf(
  order: Order,
  { repeat, wantsAll }: { readonly repeat: number | undefined; readonly wantsAll: true | undefined },
): readonly Order[] {
  const { texts } = permutations(order.prompt, wantsAll ? ORDERS_MAX : 1);
  return (wantsAll ? texts : [order.prompt]).flatMap((prompt) => {
    const { flags } = readPrompt(prompt);
    const times = repeatsOf(repeat ?? flags.repeat ?? 1);
    const once = { ...order, prompt: withoutFlag(prompt, 'repeat') };
    return Array.from({ length: times }, (_, time) => (time === 0 ? once : withNextSeed(once, time, flags)));
  });
}

/** A seed that was typed goes on where the pictures before end; else chance gives each its own. */
function withNextSeed(order: Order, time: number, flags: Flags): Order {
  const seed = order.seed ?? flags.seed;
  if (seed === undefined) return order;
  const count = order.count ?? flags.count ?? 1;
  return { ...order, prompt: withoutFlag(order.prompt, 'seed'), seed: (seed + time * count) % SEEDS };
}

function repeatsOf(repeat: number): number {
  if (Number.isInteger(repeat) && repeat >= 1 && repeat <= REPEATS_MAX) return repeat;
  throw failure('invalid', 'imagine.repeat', { max: REPEATS_MAX, given: repeat });
}

function failureMaking(thrown: unknown, { times, made }: { readonly times: number; readonly made: number }): Failure {
  const why = Failure.from(thrown);
  return failure(why.code, 'imagine.repeat-stopped', { times, made, why: why.said }, { cause: why });
}

/** Reads the same for something else than a job to keep. Throws `invalid` with everything that is wrong. */
export async function imagineOrder(
  values: unknown,
  { platform, intake }: { readonly platform: Place['platform']; readonly intake: PictureIntake },
): Promise<Order> {
  const read = readInput(IMAGINE_OPTIONS, { values, platform });
  if (!read.ok) throw failureOf('invalid', read.problems);
  return orderOf(read.input, intake);
}

/** The order that was given: a chosen shape is a ratio, and pictures have been taken in. */
async function orderOf(
  { size, image, mask, strength, repeat: _repeat, ...others }: Input<typeof IMAGINE_OPTIONS>,
  intake: PictureIntake,
): Promise<Order> {
  const { margins, said: rest } = marginsIn(others);
  const { like, said: unliked } = await likesIn(rest, intake);
  const isDrawnInto = mask !== undefined || margins !== null;
  const { control, said } = await controlIn(unliked, { intake, isDrawnInto });
  const order = { ...said, ...ratioOf(size), ...(like.length > 0 && { like }), ...(control && { control }) };
  if (mask !== undefined && margins) throw failure('invalid', 'imagine.mask-margins');
  if (image === undefined) {
    if (mask !== undefined || strength !== undefined || margins) throw failure('invalid', 'imagine.image-missing');
    return order;
  }
  const [start, area] = await Promise.all([intake.take(image), mask && intake.take(mask)]);
  if (area && !hasShapeOf(area, start)) throw failure('invalid', 'imagine.mask-shape', shapesOf(start, area));
  return {
    ...order,
    start: {
      ...start,
      ...(area && { mask: area.image }),
      ...(margins && { margins }),
      ...(strength !== undefined && { strength }),
    },
  };
}

/** What is drawn round the picture, as far as anything is. */
function marginsIn<Said extends GivenMargins>(input: Said) {
  const {
    'margin-left': left = 0,
    'margin-right': right = 0,
    'margin-top': top = 0,
    'margin-bottom': bottom = 0,
    ...said
  } = input;
  return { said, margins: left + right + top + bottom > 0 ? { left, right, top, bottom } : null };
}

type GivenMargins = Partial<Record<`margin-${'left' | 'right' | 'top' | 'bottom'}`, number | undefined>>;

function shapesOf(image: TakenPicture, mask: TakenPicture) {
  return { picture: `${image.width}×${image.height}`, mask: `${mask.width}×${mask.height}` };
}
