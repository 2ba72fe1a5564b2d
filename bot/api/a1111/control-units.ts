import { type Body, bodyOf, numberIn, switchIn, textIn } from '#bot/api/a1111/read-request.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { pictureIn } from '#bot/api/given-pictures.ts';
import type { FollowedPicture } from '#bot/domain/beside-pictures.ts';
import { failure } from '#bot/text/say.ts';
import { CONTROL_UNITS_MAX } from '#shared/contract/bounds.ts';
import { controlMethod, INPAINT_METHOD } from '#shared/contract/preprocess-methods.ts';

/** What a unit of the ControlNet extension may say that asks for nothing, or for what happens anyway. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...['low_vram', 'lowvram', 'processor_res', 'threshold_a', 'threshold_b', 'pixel_perfect', 'resize_mode'],
  ...['hr_option', 'save_detected_map', 'input_mode'],
]);

/** Scripts that ask for nothing: switched off, or without anything to do. */
function isIdle(script: unknown): boolean {
  const args = (script as { args?: unknown } | null)?.args ?? [];
  return Array.isArray(args) && args.every((arg) => arg === false || arg === null || arg === '' || isOff(arg));
}

function isOff(arg: unknown): boolean {
  if (typeof arg !== 'object' || arg === null) return false;
  const { enabled, enable, is_enabled } = arg as Record<string, unknown>;
  return [enabled, enable, is_enabled].includes(false);
}

/** What units ask for together. */
export interface GivenUnits {
  readonly control: readonly FollowedPicture[];
  /** A unit says that the ControlNet is more important than the words. */
  readonly isGuess: boolean;
}

/**
 * The pictures that the ControlNet extension's units follow, in their order; those that are switched off are passed
 * over. Throws `invalid` for other scripts that are switched on, and for units that ask for what there is not.
 */
export async function controlOf(scripts: Body, { intake }: Pick<ApiServices, 'intake'>): Promise<GivenUnits> {
  const strange = Object.entries(scripts).filter(([name, script]) => !/^controlnet$/i.test(name) && !isIdle(script));
  if (strange.length > 0)
    throw failure('invalid', 'a1111.scripts', { names: strange.map(([name]) => name.slice(0, 40)) });
  const [, script] = Object.entries(scripts).find(([name]) => /^controlnet$/i.test(name)) ?? [];
  const args = (script as { args?: unknown } | undefined)?.args ?? [];
  const units = (Array.isArray(args) ? args : []).map(bodyOf).filter((unit) => switchIn(unit, 'enabled') !== false);
  if (units.length > CONTROL_UNITS_MAX)
    throw failure('invalid', 'a1111.units', { max: CONTROL_UNITS_MAX, given: units.length });
  const control = await Promise.all(units.map((unit) => followedIn(unit, intake)));
  return { control, isGuess: units.some(({ control_mode: mode }) => GUESS.includes(mode)) };
}

/** The extension's control modes, by number or name. */
const BALANCED: readonly unknown[] = [undefined, null, 0, 'Balanced'];
const GUESS: readonly unknown[] = [2, 'ControlNet is more important'];

async function followedIn(unit: Body, intake: ApiServices['intake']): Promise<FollowedPicture> {
  const { image, input_image, module, model, weight, guidance_start, guidance_end, control_mode, enabled, ...more } =
    unit;
  const unknown = Object.keys(more).filter(
    (name) => !HARMLESS.has(name) && ![null, '', false].includes(more[name] as null),
  );
  const isMode = [...BALANCED, ...GUESS].includes(control_mode);
  const asked = [...unknown, ...(isMode ? [] : ['control_mode'])];
  if (asked.length > 0) throw failure('invalid', 'a1111.unit-fields', { names: asked });
  const { image: given = '', mask = '' } = pictureAndMask(image ?? input_image ?? '');
  if (mask !== '' && mask !== null) throw failure('invalid', 'a1111.unit-fields', { names: ['mask'] });
  // A1111's inpainting modules read the picture and the mask of the call itself where the unit has none.
  const isInside = (given ?? '') === '' && controlMethod(textIn({ module }, 'module')) === INPAINT_METHOD;
  const picture = isInside ? null : await pictureIn('image', textIn({ image: given }, 'image'), intake);
  const network = textIn({ model }, 'model').replace(/ \[[0-9a-f]+\]$/, '');
  const numbers = {
    weight: numberIn({ weight }, 'weight'),
    from: numberIn({ guidance_start }, 'guidance_start'),
    to: numberIn({ guidance_end }, 'guidance_end'),
  };
  return {
    ...(picture && { image: picture.image }),
    ...(network !== '' && network !== 'None' && { network }),
    ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== null)),
  };
}

/** The extension takes a picture with its mask as one object, too. */
function pictureAndMask(given: unknown): Body {
  return typeof given === 'string' ? { image: given } : bodyOf(given);
}
