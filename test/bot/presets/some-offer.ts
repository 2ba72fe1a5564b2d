import type { Limits, Model, SamplerInfo } from '#shared/contract/messages.ts';

/** Renderers' offers for tests: the demo model, a real model, and what both can do. */
export const DEMO: Model = {
  name: 'demo',
  family: 'sd15',
  defaultWidth: 128,
  defaultHeight: 128,
  adapters: [
    { name: 'blueprint', kind: 'lora' },
    { name: 'lcm', kind: 'lcm-lora' },
  ],
  demonstration: true,
  windowTokens: 75,
};

export const REAL: Model = {
  name: 'dreamlike',
  family: 'sd15',
  defaultWidth: 512,
  defaultHeight: 512,
  adapters: [
    { name: 'lcm-lora-sdv1-5', kind: 'lcm-lora' },
    { name: 'detail', kind: 'lora' },
  ],
  demonstration: false,
  windowTokens: 75,
};

export const SAMPLERS: readonly SamplerInfo[] = [
  { name: 'lcm', hasKarras: false },
  { name: 'ddim', hasKarras: false, hasSpacing: true },
  { name: 'euler', hasKarras: true, hasSpacing: true },
  { name: 'euler_a', hasKarras: true, hasSpacing: true },
  { name: 'dpmpp_2m', hasKarras: true, hasSpacing: true },
];

export const LIMITS: Limits = {
  sideMin: 64,
  sideMax: 2048,
  sideMultiple: 8,
  pixelsMax: 4_194_304,
  stepsMax: 150,
  countMax: 4,
  guidanceMax: 30,
  promptCharsMax: 4000,
  adaptersMax: 8,
  queueMax: 32,
  graceMs: 30_000,
};
