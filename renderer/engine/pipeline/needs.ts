import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { ModelNeed } from '#renderer/engine/residency/model-loader.ts';

/** The models that a render's recipe acquires, in the order of their use, whether they read pictures, and what steers them. */
export function modelNeeds({
  model,
  refiner,
  source,
  hires,
  imagePrompts,
  control,
  tile: wraps = false,
  ...first
}: ValidRender): readonly ModelNeed[] {
  const encodes = source !== null || (hires !== null && hires.by !== 'latent');
  const images = imagePrompts.map(({ adapter }) => adapter);
  const controls = control.units.map(({ network }) => network);
  const { width, height } = hires ?? first;
  return [
    { choice: model, encodes, wraps, images, controls, upscaler: hires?.upscaler ?? null, pixels: width * height },
    ...(refiner ? [{ choice: refiner.model, encodes: false, wraps }] : []),
  ];
}
