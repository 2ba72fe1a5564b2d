import { modelFilesAt } from '#renderer/engine/engine.ts';
import type { ModelFacts } from '#renderer/engine/pipeline/model-facts.ts';
import { limitsFrom } from '#renderer/service/limits.ts';
import type { Offer } from '#renderer/service/valid-request.ts';
import { readRendererConfig } from '#shared/config.ts';
import type { RenderSpec } from '#shared/rpc/messages.ts';

/** Of an ordinary model. */
export const someFacts: ModelFacts = {
  inChannels: 4,
  timeIds: 0,
  wantsGuidance: false,
  latentFactor: 8,
  latentSide: 64,
  latentSpace: 'sd',
};

/** A renderer with one model, two adapters and two samplers. */
export const someOffer: Offer = {
  models: {
    usable: [
      {
        name: 'demo',
        files: modelFilesAt('/models/demo'),
        tokenizer: null,
        family: 'sd15',
        facts: someFacts,
        defaultWidth: 512,
        defaultHeight: 512,
        windowTokens: 75,
        textLayers: 12,
        vocabulary: 49_408,
        demonstration: true,
        adapters: [
          { name: 'lcm', file: '/models/demo/loras/lcm.safetensors', kind: 'lcm-lora', standing: true },
          { name: 'ink', file: '/models/demo/loras/ink.safetensors', kind: 'lora', standing: false },
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

/** The same with other facts, and where they are given a second model `fine` with its own. */
export function offerWith(facts: ModelFacts, fine: ModelFacts | null = null): Offer {
  const [demo] = someOffer.models.usable;
  const usable = [{ ...demo!, facts }, ...(fine ? [{ ...demo!, name: 'fine', facts: fine }] : [])];
  return { ...someOffer, models: { ...someOffer.models, usable } };
}

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
