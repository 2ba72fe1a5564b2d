import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { ModelNeed } from '#renderer/engine/residency/model-loader.ts';

/** The models that a render's recipe acquires, in the order of their use, and whether they read pictures. */
export function modelNeeds({ model, refiner, source, hires, imagePrompts }: ValidRender): readonly ModelNeed[] {
  const encodes = source !== null || hires?.by === 'pixels';
  const images = imagePrompts.map(({ adapter }) => adapter);
  return [{ choice: model, encodes, images }, ...(refiner ? [{ choice: refiner.model, encodes: false }] : [])];
}
