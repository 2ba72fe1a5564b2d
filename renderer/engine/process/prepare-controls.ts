import type { ValidControlUnit, ValidRender } from '#renderer/engine/contract/task.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { makeControlPicture } from '#renderer/engine/preprocess/make-control-picture.ts';
import type { PreprocessRun } from '#renderer/engine/process/run-preprocess.ts';
import { preprocessorNeed } from '#renderer/engine/residency/preprocessor-need.ts';
import { CANNY } from '#shared/contract/preprocess-methods.ts';

/** The render with control pictures where it had pictures that they are to be made of. */
export async function withControlPictures(
  render: ValidRender,
  run: Pick<PreprocessRun, 'loader' | 'signal'>,
): Promise<ValidRender> {
  const { units, guess } = render.control;
  if (!units.some(({ preparation }) => preparation && 'network' in preparation)) return render;
  const prepared: ValidControlUnit[] = [];
  for (const unit of units) prepared.push(await preparedUnit(unit, run));
  return { ...render, control: { units: prepared, guess } };
}

/** Looked at in its own size; the network that reads it brings it to the render's. */
async function preparedUnit(
  unit: ValidControlUnit,
  { loader, signal }: Pick<PreprocessRun, 'loader' | 'signal'>,
): Promise<ValidControlUnit> {
  // What reads a picture with a hole is given it by the recipe, which knows the mask.
  if (!unit.preparation || !('network' in unit.preparation)) return unit;
  const { method, network: choice } = unit.preparation;
  const picture = await decodeChannels(unit.image);
  const plan = (options: Parameters<typeof preprocessorNeed>[1]) => preprocessorNeed(choice!, options);
  const lease = choice && (await loader.acquireNetwork({ name: choice.name, plan }, signal));
  try {
    const wish = { method, side: null, detectSide: null, low: CANNY.low, high: CANNY.high, signal };
    const made = await makeControlPicture(picture, wish, lease?.network);
    return { ...unit, image: await encodePng(made.picture, {}) };
  } finally {
    lease?.giveBack();
  }
}
