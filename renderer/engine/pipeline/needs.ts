import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { ModelNeed } from '#renderer/engine/residency/model-loader.ts';

/** The models that a render's recipe acquires, in the order of their use, and whether they read pictures. */
export function modelNeeds({ model, refiner, source, hires }: ValidRender): readonly ModelNeed[] {
  const encodes = source !== null || hires?.by === 'pixels';
  return [{ choice: model, encodes }, ...(refiner ? [{ choice: refiner.model, encodes: false }] : [])];
}
