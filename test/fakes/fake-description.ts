import type { Description } from '#shared/contract/messages.ts';

/** What the fake says about itself. */
export const FAKE_DESCRIPTION: Description = {
  name: 'fake',
  version: '0',
  device: { provider: 'cpu', reason: 'it is a fake', threads: 1 },
  models: [
    {
      name: 'tiny',
      family: 'sd15',
      defaultWidth: 64,
      defaultHeight: 64,
      adapters: [{ name: 'ink', kind: 'lora' }],
      demonstration: false,
      windowTokens: 75,
    },
  ],
  samplers: [
    { name: 'lcm', hasKarras: false },
    { name: 'dpmpp_2m', hasKarras: true },
  ],
  limits: {
    sideMin: 8,
    sideMax: 2048,
    sideMultiple: 8,
    pixelsMax: 4 * 2048 * 2048,
    stepsMax: 150,
    countMax: 4,
    guidanceMax: 30,
    promptCharsMax: 4000,
    adaptersMax: 4,
    queueMax: 8,
    graceMs: 30_000,
  },
  tasks: ['draw'],
};
