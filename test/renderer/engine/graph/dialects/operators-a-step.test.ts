import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fusedForCuda } from '#renderer/engine/graph/dialects/cuda-fusions.ts';
import { buildUNet, type UNetOptions } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { TRANSFORMERS } from '#test/bench/random-lora.ts';
import { SDXL_UNET } from '#test/bench/unet-configs.ts';
import { readModel } from '#test/renderer/engine/graph/ir/read-model.ts';
import { weightsWithoutFiles } from '#test/renderer/engine/graph/weights-without-files.ts';

/** What docs/performance.md says of each of these graphs of SDXL's UNet. */
const GRAPHS: Readonly<Record<string, Partial<UNetOptions>>> = {
  'without LoRAs': {},
  'a LoRA of attention alone': { adaptable: (key) => /attn\d\.to_/.test(key) },
  'one of whole transformers, as most trainers make them': { adaptable: (key) => TRANSFORMERS.test(key) },
  'every weight': { adaptable: () => true },
  "without LoRAs, the prompt's keys and values kept": { promptApart: true },
  'with weights on the card, any LoRA or none': { promptApart: true, weightsApart: () => true },
};

const performance = readFileSync(new URL('../../../../../docs/performance.md', import.meta.url), 'utf8');

/** Operators of one step and inputs: what reads nothing but weights is computed once, when the graph is opened. */
function operators(provider: 'cuda' | 'webgpu', options: Partial<UNetOptions>) {
  const target = graphTargetOf(provider);
  const model = readModel(buildUNet(parseUNetConfig(SDXL_UNET), weightsWithoutFiles(), { ...target, ...options }));
  const fixed = new Set(['', ...model.initializer.map(({ name }) => name)]);
  let count = 0;
  for (const { input, output } of model.node) {
    if (input.every((name) => fixed.has(name))) for (const name of output) fixed.add(name);
    else count++;
  }
  return { count, inputs: model.input.length };
}

const shown = (count: number) => count.toLocaleString('en');

describe("operators of a step of SDXL's UNet", () => {
  it.each(Object.entries(GRAPHS))('are as many as the documentation says: %s', (name, options) => {
    const cells = (['cuda', 'webgpu'] as const).map((provider) => {
      const { count, inputs } = operators(provider, options);
      return `${shown(count)} (${shown(inputs)})`;
    });
    expect(performance).toContain(`| ${[name, ...cells].join(' | ')} |`);
  });

  it('are fewer in the graph that only the matrix measures', () => {
    const [usual, fused] = [{}, { rewrite: fusedForCuda }].map((options) => operators('cuda', options).count);
    expect(performance).toContain(`CUDA: ${shown(usual!)} become ${shown(fused!)}`);
  });
});
