import { type Body, bodyOf, numberIn, switchIn, textIn } from '#bot/api/a1111/read-request.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { pictureIn } from '#bot/api/given-pictures.ts';
import type { FollowedPicture } from '#bot/domain/job.ts';
import { failure } from '#bot/text/say.ts';
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

/**
 * The picture that the ControlNet extension's unit follows; undefined = none. One unit is followed, from its beginning
 * to its end. Throws `invalid` for other scripts that are switched on, and for units that ask for more.
 */
export async function controlOf(
  scripts: Body,
  { intake }: Pick<ApiServices, 'intake'>,
): Promise<FollowedPicture | undefined> {
  const strange = Object.entries(scripts).filter(([name, script]) => !/^controlnet$/i.test(name) && !isIdle(script));
  if (strange.length > 0)
    throw failure('invalid', 'a1111.scripts', { names: strange.map(([name]) => name.slice(0, 40)) });
  const [, script] = Object.entries(scripts).find(([name]) => /^controlnet$/i.test(name)) ?? [];
  const args = (script as { args?: unknown } | undefined)?.args ?? [];
  const units = (Array.isArray(args) ? args : []).map(bodyOf).filter((unit) => switchIn(unit, 'enabled') !== false);
  if (units.length > 1) throw failure('invalid', 'a1111.one-unit', { given: units.length });
  return units[0] && followedIn(units[0], intake);
}

async function followedIn(unit: Body, intake: ApiServices['intake']): Promise<FollowedPicture> {
  const { image, input_image, module, model, weight, guidance_start, guidance_end, control_mode, enabled, ...more } =
    unit;
  const unknown = Object.keys(more).filter(
    (name) => !HARMLESS.has(name) && ![null, '', false].includes(more[name] as null),
  );
  const start = numberIn({ guidance_start }, 'guidance_start') ?? 0;
  const end = numberIn({ guidance_end }, 'guidance_end') ?? 1;
  const isBalanced = [undefined, null, 0, 'Balanced'].includes(control_mode as string);
  const asked = [
    ...unknown,
    ...(start !== 0 || end !== 1 ? ['guidance_start'] : []),
    ...(isBalanced ? [] : ['control_mode']),
  ];
  if (asked.length > 0) throw failure('invalid', 'a1111.unit-fields', { names: asked });
  const given = image ?? input_image ?? '';
  // A1111's inpainting modules read the picture and the mask of the call itself where the unit has none.
  const isInside = given === '' && controlMethod(textIn({ module }, 'module')) === INPAINT_METHOD;
  const picture = isInside ? null : await pictureIn('image', textIn({ image: given }, 'image'), intake);
  const network = textIn({ model }, 'model').replace(/ \[[0-9a-f]+\]$/, '');
  const strength = numberIn({ weight }, 'weight');
  return {
    ...(picture && { image: picture.image }),
    ...(network !== '' && network !== 'None' && { network }),
    ...(strength !== null && { weight: strength }),
  };
}
