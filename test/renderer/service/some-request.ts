import { limitsFrom } from '#renderer/service/limits.ts';
import type { Offer } from '#renderer/service/valid-request.ts';
import { readRendererConfig } from '#shared/config.ts';
import type { RenderSpec } from '#shared/rpc/messages.ts';

/** A renderer with one model, two adapters and two samplers. */
export const someOffer: Offer = {
  models: {
    usable: [
      {
        name: 'demo',
        folder: '/models/demo',
        family: 'sd15',
        defaultWidth: 512,
        defaultHeight: 512,
        windowTokens: 75,
        textLayers: 12,
        vocabulary: 49_408,
        demonstration: true,
        adapters: [
          { name: 'lcm', file: '/models/demo/loras/lcm.safetensors', kind: 'lcm-lora' },
          { name: 'ink', file: '/models/demo/loras/ink.safetensors', kind: 'lora' },
        ],
      },
    ],
    refused: new Map(),
  },
  samplers: [
    { name: 'lcm', hasKarras: false, stepsMax: 50 },
    { name: 'euler', hasKarras: true },
  ],
  limits: limitsFrom(readRendererConfig({})),
};

/** A request that passes. */
export const someSpec: RenderSpec = {
  model: 'demo',
  prompt: { chunks: [{ spans: [{ text: 'a red house', weight: 1 }] }] },
  negative: null,
  adapters: [{ name: 'lcm', weight: 1 }],
  sampler: 'lcm',
  karras: false,
  steps: 4,
  guidance: 1.2000000476837158,
  width: 512,
  height: 768,
  seed: 7,
  count: 2,
  clipSkip: 0,
  previews: { everySteps: 1, maxSide: 0 },
  parametersPrompt: 'a red house',
  parametersNegative: '',
};
