import { limitsFrom } from '#renderer/admission/limits.ts';
import type { Admission } from '#renderer/admission/valid-request.ts';
import type { ModelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { NO_NETWORKS } from '#renderer/models/lone-networks.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';

/** Of an ordinary model. */
export const someFacts: ModelTraits = {
  imageInput: 'none',
  sizeConditioning: 'none',
  textEncoders: 'first',
  textStates: 'normed',
  readsPooledText: false,
  wantsGuidance: false,
  latentFactor: 8,
  latentSide: 64,
  latentSpace: 'sd',
  latentColours: 'sd',
};

/** A renderer with one model, two adapters and two samplers. */
export const someOffer: Admission = {
  models: {
    usable: [
      {
        name: 'demo',
        files: modelFilesAt('/models/demo'),
        tokenizer: { folder: null, pad: null, vocabulary: 49_408 },
        family: 'sd15',
        traits: someFacts,
        spacing: null,
        defaultWidth: 512,
        defaultHeight: 512,
        windowTokens: 75,
        notes: [],
        textLayers: 12,
        demonstration: true,
        adapters: [
          { name: 'lcm', file: '/models/demo/loras/lcm.safetensors', kind: 'lcm-lora', standing: true },
          { name: 'ink', file: '/models/demo/loras/ink.safetensors', kind: 'lora', standing: false },
        ],
      },
    ],
    refused: new Map(),
    ...NO_NETWORKS,
  },
  samplers: [
    { name: 'lcm', hasKarras: false, stepsMax: 50 },
    { name: 'euler', hasKarras: true, hasSpacing: true },
  ],
  limits: limitsFrom(readRendererConfig({})),
};

/** The same with other traits, and where they are given a second model `fine` with its own. */
export function offerWith(traits: ModelTraits, fine: ModelTraits | null = null): Admission {
  const [demo] = someOffer.models.usable;
  const usable = [{ ...demo!, traits }, ...(fine ? [{ ...demo!, name: 'fine', traits: fine }] : [])];
  return { ...someOffer, models: { ...someOffer.models, usable } };
}

/** A request that passes. */
export const someSpec: DrawTask = {
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
