import { type GradientWish, withGradients } from '#renderer/engine/graph/autodiff/training-graph.ts';
import { withPlainAttention } from '#renderer/engine/graph/dialects/plain-attention.ts';
import { trainingDialect } from '#renderer/engine/graph/dialects/training-dialect.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { GraphDescription, GraphOptions, Precision } from '#renderer/engine/graph/ir/graph-options.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { openSession, type Session } from '#renderer/engine/runtime/session.ts';
import type { TrainedNetwork } from '#renderer/engine/training/trained-network.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

export interface GradientOptions {
  readonly network: NetworkOptions;
  readonly trained: TrainedNetwork;
  /** Of the inputs' named dimensions: b, h, w, n … One session is for one of each. */
  readonly sizes: Readonly<Record<string, number>>;
  /** What is computed in, in float32 when left out. What is trained, losses and gradients are float32 in any case. */
  readonly precision?: Precision;
}

/** A network in training: its parsed config.json and its weights. */
export interface TrainedFiles {
  readonly config: unknown;
  readonly weights: WeightMap;
}

/** The input of a UNet whose gradient trains text encoders. */
export const PROMPT_INPUT = 'encoder_hidden_states';
/** Another one, of the SDXL line. */
export const POOLED_INPUT = 'text_embeds';

/**
 * Opens a UNet with its loss and gradients (training-graph.ts), for one size of latents. Outputs `noise`, `loss` and
 * the gradients of what is trained; with `prompt` also those of the prompt. In float16 all gradients are
 * `loss_scale` times as large.
 */
export function openUNetGradients(
  { config, weights }: TrainedFiles,
  options: GradientOptions & { readonly prompt: boolean },
): Promise<Session> {
  const { trained, prompt, network, precision = 'float32' } = options;
  const isTrained = (name: string) =>
    trained.isTrained(name) || (prompt && (name === PROMPT_INPUT || name === POOLED_INPUT));
  const from = { kind: 'loss', output: 'noise', isScaled: precision === 'float16' } as const;
  const wish = { ...wishOf('unet', options), isTrained, from };
  return open((how) => buildUNet(parseUNetConfig(config), weights, how), { network, trained, wish, precision });
}

/** Opens a text encoder with the gradients that those of its outputs give. Steered, token vectors can be trained. */
export function openTextGradients(
  { config, weights }: TrainedFiles,
  options: GradientOptions & { readonly outputs: readonly string[]; readonly steered?: boolean },
): Promise<Session> {
  const { trained, outputs, steered = false, network, precision = 'float32' } = options;
  const wish = { ...wishOf('text encoder', options), from: { kind: 'seeds', outputs } } as const;
  const build = (how: Omit<GraphOptions, 'name' | 'harmless'>) =>
    buildClipTextEncoder(parseClipConfig(config), weights, { ...how, steered });
  return open(build, { network, trained, wish, precision });
}

function wishOf(network: string, { trained, sizes }: GradientOptions): Omit<GradientWish, 'from'> {
  const sizeOf = (name: string) => (name.endsWith(':rank') ? trained.rank : sizes[name]!);
  return { network, sizes: sizeOf, isTrained: (name) => trained.isTrained(name) };
}

interface OpenedWith {
  readonly network: NetworkOptions;
  readonly trained: TrainedNetwork;
  readonly wish: GradientWish;
  readonly precision: Precision;
}

function open(
  build: (options: Omit<GraphOptions, 'name'>) => BuiltGraph,
  { network, trained, wish, precision }: OpenedWith,
): Promise<Session> {
  const plain = network.attention === 'plain' || network.provider === 'webgpu';
  const dialect = plain ? withPlainAttention(trainingDialect) : trainingDialect;
  const rewrite = (graph: GraphDescription) => withGradients(trained.prepare?.(graph) ?? graph, wish);
  const { readSmall, ...rest } = graphOptions(network);
  // What is read while the graph is built is no weight of it any more, and could not be trained.
  const isWhole = trained.adaptable === false && trained.parameters.size > 0;
  const reads = isWhole || !readSmall ? {} : { readSmall };
  const graph = build({ ...rest, ...reads, dialect, precision, adaptable: trained.adaptable, rewrite });
  // ONNX Runtime's optimiser takes five times as long as all else here, and finds nothing that is worth it.
  return openSession({ ...graph, optimisation: 'disabled' }, network);
}
