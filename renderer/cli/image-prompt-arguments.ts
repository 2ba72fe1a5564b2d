import { resolve } from 'node:path';
import { readGivenPicture } from '#renderer/cli/given-picture.ts';
import type { ImagePrompt } from '#shared/contract/tasks.ts';
import { failure } from '#shared/text/failure.ts';

interface Options {
  readonly 'ip-adapter'?: readonly string[] | undefined;
  readonly 'image-encoder'?: string | undefined;
  readonly 'ip-scope': string;
}

/**
 * Pictures of `--ip-adapter FILE:IMAGE[:SCALE[:MASK]]`; those of one file belong together, and adapters are named by
 * their files' absolute paths. Throws `invalid` with one sentence.
 */
export function readImagePrompts(values: Options): readonly ImagePrompt[] {
  const { 'ip-adapter': wishes = [], 'image-encoder': encoder, 'ip-scope': scope } = values;
  if (wishes.length > 0 && encoder === undefined) throw failure('invalid', 'render.no-image-encoder');
  const stray = [encoder !== undefined && '--image-encoder', scope !== '' && '--ip-scope'].find((option) => option);
  if (wishes.length === 0 && stray) throw failure('invalid', 'render.stray-ip', { option: stray });
  const prompts = new Map<string, ImagePrompt>();
  for (const wish of wishes) {
    const { file, image, strength, mask } = readWish(wish);
    const before = prompts.get(file);
    const picture = {
      image: readGivenPicture(image, 'image'),
      strength,
      mask: mask === null ? new Uint8Array() : readGivenPicture(mask, 'mask'),
    };
    prompts.set(file, { adapter: file, scope, pictures: [...(before?.pictures ?? []), picture] });
  }
  return [...prompts.values()];
}

/** Files of their masks: whether they fit is seen when the picture's size is known. */
export function imageMaskFiles({ 'ip-adapter': wishes = [] }: Pick<Options, 'ip-adapter'>): readonly string[] {
  return wishes.flatMap((wish) => readWish(wish).mask ?? []);
}

function readWish(text: string): { file: string; image: string; strength: number; mask: string | null } {
  const [file = '', image = '', given, mask = null, ...more] = text.split(':');
  const number = given?.trim() === '' ? Number.NaN : Number(given ?? 0);
  // A request's 0 says nothing, so no effect at all is the least number there is.
  const scale = given !== undefined && number === 0 ? Number.MIN_VALUE : number;
  if (file && image && Number.isFinite(scale) && more.length === 0)
    return { file: resolve(file), image, strength: scale, mask };
  throw failure('invalid', 'render.ip-adapter', { given: text });
}
