import { gradientOutput, seedInput } from '#renderer/engine/graph/autodiff/training-graph.ts';
import type { Precision } from '#renderer/engine/graph/ir/graph-options.ts';
import { hiddenOutput, normedOutput } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { Feeds } from '#renderer/engine/runtime/session.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { openTextGradients, type TrainedFiles } from '#renderer/engine/training/gradient-session.ts';
import type { Gradients } from '#renderer/engine/training/gradient-sums.ts';
import { createSessionsBySize } from '#renderer/engine/training/sessions-by-size.ts';
import type { TrainedNetwork } from '#renderer/engine/training/trained-network.ts';
import { WORDS, wordFeeds, wordGradient, wordPlaces } from '#renderer/engine/training/trained-words.ts';

/** The output of a text encoder that is not one for each token. */
const POOLED = 'pooled';

/** A text encoder of which something is trained: weights, vectors, or both. */
export interface TrainedTextOptions extends TrainedFiles {
  readonly network: NetworkOptions;
  readonly trained: TrainedNetwork;
  /** Vectors (n, width), whose ids begin after the vocabulary; null where none is trained. */
  readonly words: { readonly vectors: Tensor; readonly firstId: number } | null;
  /** What UNets read: the last layer, normalised (SD 1 and 2), or the last but one, as it is (SDXL). `normed` when left out. */
  readonly states?: 'normed' | 'hidden';
  /** Whether its pooled text is read, too; false when left out. */
  readonly hasPooled?: boolean;
  /** float32 when left out. */
  readonly precision?: Precision;
}

/** What a UNet reads of prompts, or the gradient of that. */
export interface TextStates {
  /** (b, n, width) */
  readonly hidden: Tensor;
  /** (b, width); null where it is not read. */
  readonly pooled: Tensor | null;
}

export interface TrainedText {
  encode(ids: readonly (readonly number[])[]): Promise<TextStates>;
  /** What the gradient of those states is for the weights, and for the vectors under `WORDS`. */
  back(ids: readonly (readonly number[])[], gradient: TextStates): Promise<Gradients>;
  release(): Promise<void>;
}

/** Opens nothing yet. One graph gives states and gradients; asked for states, its gradients are those of zeros. */
export function createTrainedText(given: TrainedTextOptions): TrainedText {
  const { config, weights, network, trained, words, hasPooled = false, precision = 'float32' } = given;
  const hidden = given.states === 'hidden' ? hiddenOutput(1) : normedOutput(0);
  const outputs = [hidden, ...(hasPooled ? [POOLED] : [])];
  const { width, projectionWidth } = parseClipConfig(config);
  const pooledWidth = weights.has('text_projection.weight') ? projectionWidth : width;
  const together: TrainedNetwork = {
    ...trained,
    isTrained: (name) => trained.isTrained(name) || (words !== null && name === 'replaced'),
  };
  const options = { network, trained: together, outputs, steered: words !== null, precision };
  const sessions = createSessionsBySize((sizes) => openTextGradients({ config, weights }, { ...options, sizes }));
  const run = async (ids: readonly (readonly number[])[], seed: TextStates | null, wanted?: readonly string[]) => {
    const sizes = { b: ids.length, n: ids[0]!.length };
    const places = words ? wordPlaces(ids, words.firstId) : null;
    const read = places?.ids ?? ids;
    const feeds: Feeds = {
      input_ids: { dims: [sizes.b, sizes.n], ints: Int32Array.from(read.flat()) },
      [seedInput(hidden)]: seed?.hidden ?? tensor([sizes.b, sizes.n, width]),
      ...(hasPooled && { [seedInput(POOLED)]: seed?.pooled ?? tensor([sizes.b, pooledWidth]) }),
      ...(places && words && wordFeeds(places, words.vectors)),
    };
    const session = await sessions.of(sizes);
    // What a graph takes of what is trained is known once it is open.
    return { places, outputs: await session.run({ ...feeds, ...trained.feeds() }, wanted) };
  };
  return {
    async encode(ids) {
      const { outputs: states } = await run(ids, null, outputs);
      return { hidden: states[hidden]!, pooled: states[POOLED] ?? null };
    },
    async back(ids, gradient) {
      const { places, outputs: found } = await run(ids, gradient);
      const gradients = new Map(trained.gradients(found));
      if (!places || !words) return gradients;
      return gradients.set(WORDS, wordGradient(places, words.vectors, found[gradientOutput('replaced')]!));
    },
    release: () => sessions.release(),
  };
}
