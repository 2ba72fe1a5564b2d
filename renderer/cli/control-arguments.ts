import { resolve } from 'node:path';
import { readGivenPicture } from '#renderer/cli/given-picture.ts';
import { INPAINT_METHOD } from '#shared/contract/preprocess-methods.ts';
import type { Control, ControlUnit } from '#shared/contract/tasks.ts';
import { failure } from '#shared/text/failure.ts';

interface Options {
  readonly control?: readonly string[] | undefined;
  readonly guess: boolean;
}

/**
 * Pictures of `--control NET:IMAGE:WEIGHT[:START[:END]]`, networks named by their absolute paths; null = none. IMAGE left
 * empty is the picture of `--init` with a hole where `--mask` is white. Throws `invalid` with one sentence.
 */
export function readControls({ control: wishes = [], guess }: Options): Control | null {
  if (wishes.length === 0 && guess) throw failure('invalid', 'control.stray-guess');
  return wishes.length === 0 ? null : { units: wishes.map(readUnit), guess };
}

function readUnit(text: string): ControlUnit {
  const [network = '', image = '', ...numbers] = text.split(':');
  const [weight = 1, start = 0, end = 1] = numbers.map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  const isWhole = network !== '' && text.includes(':') && numbers.length <= 3;
  if (!isWhole || ![weight, start, end].every(Number.isFinite))
    throw failure('invalid', 'control.option', { given: text });
  // A request's 0 says nothing, so no effect at all is the least number there is.
  const least = (value: number) => (value === 0 ? Number.MIN_VALUE : value);
  const given = image === '' ? INSIDE : { image: readGivenPicture(image, 'control-image') };
  return { network: resolve(network), ...given, weight: least(weight), start, end: least(end) };
}

const INSIDE = { image: new Uint8Array(), preprocess: INPAINT_METHOD };
