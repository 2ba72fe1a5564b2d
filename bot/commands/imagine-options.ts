import { CONTROL_OPTIONS } from '#bot/commands/control-picture.ts';
import { LIKE_OPTIONS } from '#bot/commands/like-pictures.ts';
import { SIZES } from '#bot/commands/sizes.ts';
import { say } from '#bot/text/say.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';

/** As many as a form's text field takes on Discord, so that every prompt can be edited. */
export const PROMPT_CHARS_MAX = 4000;

/** More than this share of a side is another picture. On Discord there are buttons for it. */
const MARGIN = { kind: 'number', min: 0, max: 2, only: 'studio' } as const;
/** As many jobs as a member may have open. */
export const REPEATS_MAX = 10;

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
