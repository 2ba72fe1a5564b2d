import { bounded, shown, wrong } from '#renderer/admission/bounds.ts';
import { requireEightBit } from '#renderer/admission/picture-file.ts';
import type { UpscalerChoice, ValidUpscale } from '#renderer/engine/contract/upscale-task.ts';
import type { Models } from '#renderer/models/catalog.ts';
import type { CatalogUpscaler } from '#renderer/models/upscalers.ts';
import type { UpscaleTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Pixels of the result: 8192 × 8192. */
const RESULT_PIXELS_MAX = 2 ** 26;

const SCALE = { from: 1, to: 8 };
const DENOISE = { from: 0, to: 1 };

/** As A1111 cuts pictures; a tile of an ESRGAN with four times its sides takes about half a GiB. */
const TILES = { side: 192, pad: 10 };

/**
 * A picture to be made larger, with the upscaler that is named, or the first one. Throws `invalid` for a picture that is
 * too large before or after, has more than 8 bits a channel or moves; nothing of it is decoded for that.
 */
export function validUpscale(
  { image, model, scale: wished, denoise = null }: UpscaleTask,
  { models }: { readonly models: Models },
): ValidUpscale {
  const share = denoise && bounded(message('field.denoise'), denoise.value, DENOISE);
  const upscaler = share === null ? findUpscaler(model, models) : findDenoising(model, models);
  const scale = wished === 0 ? null : bounded(message('field.scale'), wished, SCALE);
  requireUpscalable(image, scale ?? upscaler.scale);
  return { kind: 'upscale', upscaler: choiceOf(upscaler, share), image, scale, tiles: TILES };
}

/** What can be said of a picture by its header alone. */
export function requireUpscalable(image: Uint8Array, scale: number): void {
  const { width, height } = requireEightBit(image);
  const pixels = Math.trunc(width * scale) * Math.trunc(height * scale);
  if (pixels <= RESULT_PIXELS_MAX) return;
  const given = `${Math.trunc(width * scale)}x${Math.trunc(height * scale)}`;
  throw wrong(message('field.result'), message('limit.picture-pixels', { limit: RESULT_PIXELS_MAX }), given);
}

function findUpscaler(name: string, { upscalers }: Models): CatalogUpscaler {
  const found = name === '' ? upscalers[0] : upscalers.find((upscaler) => upscaler.name === name);
  if (found) return found;
  const known = upscalers.map((upscaler) => upscaler.name);
  throw failure('not-found', 'upscaler.unknown', { known, given: shown(name) });
}

/** Likewise among those that denoise as much as is asked for. */
function findDenoising(name: string, models: Models): CatalogUpscaler & { readonly noisy: string } {
  const able = models.upscalers.flatMap((one) => (one.noisy === null ? [] : [{ ...one, noisy: one.noisy }]));
  const found = name === '' ? able[0] : able.find((upscaler) => upscaler.name === name);
  if (found) return found;
  const upscaler = findUpscaler(name, models);
  throw failure('invalid', 'upscaler.no-twin', { name: upscaler.name, able: able.map((one) => one.name) });
}

/** The network of that name, or the first. Throws `not-found` with the list, or `invalid` where there is none at all. */
export function chooseUpscaler(name: string, models: Models): UpscalerChoice {
  if (models.upscalers.length === 0) throw failure('invalid', 'upscaler.none');
  return choiceOf(findUpscaler(name, models));
}

/** `share` is that of the network's own weights: 1 = nothing is blended in. */
function choiceOf({ name, file, noisy }: CatalogUpscaler, share: number | null = null): UpscalerChoice {
  const isBlended = share !== null && share < 1 && noisy !== null;
  return { name, file, blend: isBlended ? { file: noisy, share: 1 - share } : null };
}
