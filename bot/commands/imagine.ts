import { defineCommand, type RunContext } from '#bot/commands/command.ts';
import type { Input } from '#bot/commands/option.ts';
import { readInput } from '#bot/commands/read-input.ts';
import { ratioOf, SIZES } from '#bot/commands/sizes.ts';
import type { JobView, Order, Place } from '#bot/domain/job.ts';
import { hasShapeOf, type PictureIntake, type TakenPicture } from '#bot/ports/picture-intake.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';

/** As many as a form's text field takes on Discord, so that every prompt can be edited. */
export const PROMPT_CHARS_MAX = 4000;

/** More than this share of a side is another picture. On Discord there are buttons for it. */
const MARGIN = { kind: 'number', min: 0, max: 2, only: 'studio' } as const;

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
  strength: { kind: 'number', description: say('command.imagine.strength'), called: say('option.strength') },
  'margin-left': { ...MARGIN, description: say('command.imagine.margin-left') },
  'margin-right': { ...MARGIN, description: say('command.imagine.margin-right') },
  'margin-top': { ...MARGIN, description: say('command.imagine.margin-top') },
  'margin-bottom': { ...MARGIN, description: say('command.imagine.margin-bottom') },
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
export async function submitImagine(
  input: Input<typeof IMAGINE_OPTIONS>,
  { jobs, intake, requestKey, place, member, parentId }: RunContext,
): Promise<JobView> {
  const order = await orderOf(input, intake);
  return jobs.submit({ requestKey, place, member, order, ...(parentId === undefined ? {} : { parentId }) });
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
  { size, image, mask, strength, ...others }: Input<typeof IMAGINE_OPTIONS>,
  intake: PictureIntake,
): Promise<Order> {
  const { margins, said } = marginsIn(others);
  const order = { ...said, ...ratioOf(size) };
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
