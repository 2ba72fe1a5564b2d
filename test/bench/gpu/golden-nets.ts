import { join } from 'node:path';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder, normedOutput } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeDecoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { type Feeds, openSession } from '#renderer/engine/runtime/session.ts';
import { dataOnCpu } from '#test/bench/gpu/profile.ts';
import {
  type GoldenTensor,
  golden,
  input,
  withParameters,
  worstDifference,
} from '#test/renderer/engine/graph/golden.ts';

/** A small network with the numbers that diffusers or transformers gives for it. */
export interface GoldenNet {
  readonly name: string;
  readonly build: (weights: WeightSupply, options: Omit<GraphOptions, 'name'>) => BuiltGraph;
  /** Whether a weight that is looked for is there. */
  readonly has?: (key: string) => boolean;
  readonly feeds: Feeds;
  readonly output: string;
  readonly expected: GoldenTensor;
}

export interface Parity {
  readonly name: string;
  /** Largest difference of the sampled elements, which are of order 1. */
  readonly worst: number;
  /** Operators on numbers other than sizes that ran on the CPU although another provider was meant. */
  readonly onCpu: readonly string[];
  readonly ms: number;
}

/** Runs a golden network on a provider; profiles are written into `folder`. */
export async function runGolden(net: GoldenNet, options: NetworkOptions, folder: string): Promise<Parity> {
  const { name, build, feeds, output, expected } = net;
  const began = performance.now();
  const { readSmall: _, ...unread } = graphOptions(options);
  const shapes = wantedWeights((weights) => build(weights, unread), net.has);
  return withParameters(shapes, async (weights) => {
    const profile = join(folder, name.replaceAll(/\W/g, '-'));
    const session = await openSession(build(weights, graphOptions(options)), { ...options, profile });
    const outputs = await session.run(feeds, [output]);
    await session.release();
    const onCpu = options.provider === 'cpu' ? [] : await dataOnCpu(profile);
    return { name, worst: worstDifference(outputs[output]!, expected), onCpu, ms: performance.now() - began };
  });
}

const vae = parseVaeConfig(golden.vae.config);
const latents = input('in:z', [1, 4, 8, 10]);

/** Every kind of network once, the text encoder in all its variants. */
export const GOLDEN_NETS: readonly GoldenNet[] = [
  unetNet('sd15_layers1'),
  unetNet('sdxl'),
  {
    name: 'vae',
    build: (weights, options) => buildVaeDecoder(vae, weights, { ...options, latents: 'raw' }),
    feeds: { latents },
    output: 'picture',
    expected: golden.vae.decode,
  },
  {
    name: 'taesd',
    build: (weights, options) => buildTaesdDecoder(weights, options),
    feeds: { latents },
    output: 'picture',
    expected: golden.taesd.decode,
  },
  ...Object.keys(golden.clip).map(clipNet),
];

function unetNet(name: string): GoldenNet {
  const { config, runs } = golden.unet[name]!;
  const { hw, t, batch, out } = runs[0]!;
  const ids = Float32Array.from(Array.from({ length: batch }, () => [1024, 1024, 0, 0, 1024, 1024]).flat());
  const textTime = { text_embeds: input('in:pooled', [batch, 32]), time_ids: { dims: [batch, 6], data: ids } };
  return {
    name: `unet ${name}`,
    build: (weights, options) => buildUNet(parseUNetConfig(config), weights, options),
    feeds: {
      sample: input('in:sample', [batch, 4, ...hw]),
      timestep: { dims: [batch], data: new Float32Array(batch).fill(t) },
      encoder_hidden_states: input('in:ctx', [batch, 77, Number(config.cross_attention_dim)]),
      ...(config.addition_embed_type ? textTime : {}),
    },
    output: 'noise',
    expected: out,
  };
}

function clipNet(name: string): GoldenNet {
  const { config, ids, last_hidden_state, text_embeds } = golden.clip[name]!;
  return {
    name: `clip ${name}`,
    build: (weights, options) => buildClipTextEncoder(parseClipConfig(config), weights, options),
    // Not 8-bit weights, whose names have a colon.
    has: (key) => /^text_model\.[^:]*$/.test(key) || (text_embeds !== undefined && key === 'text_projection.weight'),
    feeds: { input_ids: { dims: [1, ids.length], ints: Int32Array.from(ids) } },
    output: normedOutput(0),
    expected: last_hidden_state,
  };
}
