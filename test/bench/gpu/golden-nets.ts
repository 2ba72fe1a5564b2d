import { join } from 'node:path';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { GraphVariant } from '#test/bench/gpu/graph-variants.ts';
import { dataOnCpu } from '#test/bench/gpu/profile.ts';
import { clipNets, type GoldenNet, taesdNets, unetNets, vaeNets } from '#test/golden/check/networks.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import { golden, withParameters, worstDifference } from '#test/renderer/engine/graph/golden.ts';

export interface Parity {
  readonly name: string;
  /** Largest difference of the sampled elements, which are of order 1. */
  readonly worst: number;
  /** Operators on numbers other than sizes that ran on the CPU although another provider was meant. */
  readonly onCpu: readonly string[];
  readonly ms: number;
}

/** Runs a golden network, or a variant of one, on a provider; profiles are written into `folder`. */
export async function runGolden(
  net: GoldenNet,
  options: NetworkOptions,
  { folder, variant }: { readonly folder: string; readonly variant?: GraphVariant },
): Promise<Parity> {
  const { build, feeds, output, expected } = net;
  const name = variant ? `${net.name}, ${variant.name}` : net.name;
  const began = performance.now();
  const { readSmall: _, ...unread } = graphOptions(options);
  const shapes = wantedWeights((weights) => build(weights, unread), net.has);
  return withParameters(shapes, async (weights) => {
    const profile = join(folder, name.replaceAll(/\W/g, '-'));
    const made = (await variant?.make(weights, join(folder, 'golden'))) ?? { weights, options: {} };
    const graph = build(made.weights, { ...graphOptions(options), ...made.options });
    const session = await openSession(graph, { ...options, profile });
    // A run that was stopped goes on for a while; what is never released crashes a driver at the end of the process.
    const outputs = await session.run(feeds, [output]).finally(() => session.release());
    const onCpu = options.provider === 'cpu' ? [] : await dataOnCpu(profile);
    return { name, worst: worstDifference(outputs[output]!, expected), onCpu, ms: performance.now() - began };
  });
}

const recipe = createRecipe('');

/** One with sizes and one without. */
export const GOLDEN_UNETS: readonly GoldenNet[] = ['sd15_layers1', 'sdxl'].map(
  (name) => unetNets(name, golden.unet[name]!, recipe)[0]!,
);

/** Every kind of network once, the text encoder in all its variants. */
export const GOLDEN_NETS: readonly GoldenNet[] = [
  ...GOLDEN_UNETS,
  vaeNets(golden.vae, recipe).find(({ name }) => name === 'vae')!,
  taesdNets(golden.taesd, recipe).find(({ name }) => name === 'taesd')!,
  ...Object.entries(golden.clip).map(([name, one]) => ({ ...clipNets(name, one)[0]!, name: `clip ${name}` })),
];
