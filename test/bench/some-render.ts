import type { ValidRender } from '#renderer/engine/contract/task.ts';

/** A picture of 512×512 in one guided-by-nothing step of LCM: what benches change to their needs. */
export const SOME_RENDER: Omit<ValidRender, 'model'> = {
  kind: 'draw',
  prompt: { chunks: [{ spans: [{ text: 'a lighthouse', weight: 1 }] }] },
  negative: { chunks: [] },
  prompt2: null,
  negative2: null,
  weighting: 'a1111',
  sampler: 'lcm',
  sigmas: 'default',
  eta: null,
  steps: 1,
  guidance: 1,
  guidanceRescale: 0,
  width: 512,
  height: 512,
  seed: 7,
  count: 1,
  clipSkip: 0,
  sizeConditioning: { original: null, crop: { left: 0, top: 0 }, aesthetic: { prompt: 6, negative: 2.5 } },
  source: null,
  hires: null,
  refiner: null,
  styleLoras: [],
  previews: null,
  parameters: { prompt: 'a lighthouse', negative: '' },
};
