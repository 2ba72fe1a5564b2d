import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder, hiddenOutput, normedOutput } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildTaesdDecoder, buildTaesdEncoder } from '#renderer/engine/graph/nets/taesd.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeDecoder, buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { type Feeds, openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Recipe } from '#test/golden/check/recipe.ts';
import { type GoldenTensor, type golden, withParameters } from '#test/renderer/engine/graph/golden.ts';

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

/** How golden networks are run where nothing else is asked: as the engine runs its own. */
export const ON_CPU: NetworkOptions = { provider: 'cpu', threads: 2, residency: 'mapped' };

/** How graphs are built to find which weights they want, before there are any. */
export const UNREAD = unread();

function unread(): Omit<GraphOptions, 'name'> {
  const { readSmall: _, ...options } = graphOptions(ON_CPU);
  return options;
}

type Config = Readonly<Record<string, unknown>>;

/** The output of a network of hashed parameters, or of what `change` makes of them. */
export function runNet(
  { build, has, feeds, output }: Omit<GoldenNet, 'name' | 'expected'>,
  recipe: Recipe,
  change: (weights: WeightMap) => Promise<WeightMap> | WeightMap = (weights) => weights,
): Promise<Tensor> {
  const shapes = wantedWeights((weights) => build(weights, UNREAD), has);
  const run = async (weights: WeightMap) => {
    const session = await openSession(build(await change(weights), graphOptions(ON_CPU)), ON_CPU);
    const outputs = await session.run(feeds, [output]);
    await session.release();
    return outputs[output]!;
  };
  return withParameters(shapes, run, recipe.parameter);
}

/** Every recorded run of a UNet. */
export function unetNets(name: string, { config, runs }: (typeof golden.unet)[string], recipe: Recipe): GoldenNet[] {
  return runs.map(({ hw, t, batch, out }) => ({
    name: `unet ${name}`,
    build: (weights, options) => buildUNet(parseUNetConfig(config), weights, options),
    feeds: {
      sample: recipe.input('in:sample', [batch, Number(config.in_channels ?? 4), ...hw]),
      timestep: { dims: [batch], data: new Float32Array(batch).fill(t) },
      ...unetConditions(config, batch, recipe),
    },
    output: 'noise',
    expected: out,
  }));
}

/** What a UNet of this configuration is told beside latents and time. */
export function unetConditions(config: Config, batch: number, recipe: Recipe): Readonly<Record<string, Tensor>> {
  const width = Number(config.time_cond_proj_dim ?? 0);
  return {
    encoder_hidden_states: recipe.input('in:ctx', [batch, 77, Number(config.cross_attention_dim ?? 1280)]),
    ...(config.addition_embed_type ? textTime(config, batch, recipe) : {}),
    ...(width > 0 ? { timestep_cond: recipe.input('in:w', [batch, width]) } : {}),
  };
}

/** Numbers of a pooled text in the recorded runs. */
export const POOLED_WIDTH = 32;

function textTime(config: Config, batch: number, recipe: Recipe): Readonly<Record<string, Tensor>> {
  const sizes = Number(config.projection_class_embeddings_input_dim) - POOLED_WIDTH;
  const count = sizes / Number(config.addition_time_embed_dim);
  const ids = [1024, 1024, 0, 0, 1024, 1024].slice(0, count);
  const rows = Float32Array.from(Array.from({ length: batch }, () => ids).flat());
  const text_embeds = recipe.input('in:pooled', [batch, POOLED_WIDTH]);
  return { text_embeds, time_ids: { dims: [batch, count], data: rows } };
}

/** Both halves of the VAE. */
export function vaeNets({ config, moments, decode }: typeof golden.vae, recipe: Recipe): GoldenNet[] {
  const vae = parseVaeConfig(config);
  const [, latentChannels = 0, height = 0, width = 0] = moments.shape;
  return [
    {
      name: 'vae encode',
      build: (weights, options) => buildVaeEncoder(vae, weights, options),
      feeds: { picture: recipe.input('in:img', [1, ...decode.shape.slice(1)], 1) },
      output: 'moments',
      expected: moments,
    },
    {
      name: 'vae',
      build: (weights, options) => buildVaeDecoder(vae, weights, { ...options, latents: 'raw' }),
      feeds: { latents: recipe.input('in:z', [1, latentChannels / 2, height, width]) },
      output: 'picture',
      expected: decode,
    },
  ];
}

/** Both halves of TAESD. */
export function taesdNets({ decode, encode }: typeof golden.taesd, recipe: Recipe): GoldenNet[] {
  return [
    {
      name: 'taesd encode',
      build: (weights, options) => buildTaesdEncoder(weights, options),
      feeds: { picture: recipe.input('in:img', [1, ...decode.shape.slice(1)], 1) },
      output: 'latents',
      expected: encode,
    },
    {
      name: 'taesd',
      build: (weights, options) => buildTaesdDecoder(weights, options),
      feeds: { latents: recipe.input('in:z', encode.shape) },
      output: 'picture',
      expected: decode,
    },
  ];
}

/** A text encoder with all outputs that were recorded, the normed states first. */
export function clipNets(name: string, recorded: (typeof golden.clip)[string]): GoldenNet[] {
  const { config, ids, last_hidden_state, hidden_m2, text_embeds, pooler_output } = recorded;
  const net = {
    build: (weights: WeightSupply, options: Omit<GraphOptions, 'name'>) =>
      buildClipTextEncoder(parseClipConfig(config), weights, options),
    // Not 8-bit weights, whose names have a colon.
    has: (key: string) =>
      /^text_model\.[^:]*$/.test(key) || (text_embeds !== undefined && key === 'text_projection.weight'),
    feeds: { input_ids: { dims: [1, ids.length], ints: Int32Array.from(ids) } },
  };
  return [
    { ...net, name: `clip ${name}: normed`, output: normedOutput(0), expected: last_hidden_state },
    { ...net, name: `clip ${name}: last but one`, output: hiddenOutput(1), expected: hidden_m2 },
    { ...net, name: `clip ${name}: pooled`, output: 'pooled', expected: (text_embeds ?? pooler_output)! },
  ];
}
