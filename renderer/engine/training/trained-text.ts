import { gradientOutput, seedInput } from '#renderer/engine/graph/autodiff/training-graph.ts';
import type { Precision } from '#renderer/engine/graph/ir/graph-options.ts';
import { normedOutput } from '#renderer/engine/graph/nets/clip.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { Feeds } from '#renderer/engine/runtime/session.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { openTextGradients, type TrainedFiles } from '#renderer/engine/training/gradient-session.ts';
import type { Gradients } from '#renderer/engine/training/gradient-sums.ts';
import { createSessionsBySize } from '#renderer/engine/training/sessions-by-size.ts';
import type { TrainedNetwork } from '#renderer/engine/training/trained-network.ts';
import { WORDS, wordFeeds, wordGradient, wordPlaces } from '#renderer/engine/training/trained-words.ts';

/** A text encoder of which something is trained: weights, vectors, or both. */
export interface TrainedTextOptions extends TrainedFiles {
  readonly network: NetworkOptions;
  readonly trained: TrainedNetwork;
  /** Vectors (n, width), whose ids begin after the vocabulary; null where none is trained. */
  readonly words: { readonly vectors: Tensor; readonly firstId: number } | null;
  /** float32 when left out. */
  readonly precision?: Precision;
}

export interface TrainedText {
  /** Hidden states (b, n, width) of prompts as UNets of the sd15 and sd21 families read them. */
  encode(ids: readonly (readonly number[])[]): Promise<Tensor>;
  /** What the gradient of those states is for the weights, and for the vectors under `WORDS`. */
  back(ids: readonly (readonly number[])[], gradient: Tensor): Promise<Gradients>;
  release(): Promise<void>;
}

/** Opens nothing yet. One graph gives states and gradients; asked for states, its gradients are those of zeros. */
export function createTrainedText(given: TrainedTextOptions): TrainedText {
  const { config, weights, network, trained, words, precision = 'float32' } = given;
  const output = normedOutput(0);
  const together: TrainedNetwork = {
    ...trained,
    isTrained: (name) => trained.isTrained(name) || (words !== null && name === 'replaced'),
  };
  const options = { network, trained: together, outputs: [output], steered: words !== null, precision };
  const sessions = createSessionsBySize((sizes) => openTextGradients({ config, weights }, { ...options, sizes }));
  const run = async (ids: readonly (readonly number[])[], seed: Tensor | null, wanted?: readonly string[]) => {
    const sizes = { b: ids.length, n: ids[0]!.length };
    const places = words ? wordPlaces(ids, words.firstId) : null;
    const read = places?.ids ?? ids;
    const feeds: Feeds = {
      input_ids: { dims: [sizes.b, sizes.n], ints: Int32Array.from(read.flat()) },
      [seedInput(output)]: seed ?? tensor([sizes.b, sizes.n, widthOf(config)]),
      ...(places && words && wordFeeds(places, words.vectors)),
      ...trained.feeds(),
    };
    const session = await sessions.of(sizes);
    return { places, outputs: await session.run({ ...feeds, ...trained.feeds() }, wanted) };
  };
  return {
    encode: async (ids) => (await run(ids, null, [output])).outputs[output]!,
    async back(ids, gradient) {
      const { places, outputs } = await run(ids, gradient);
      const gradients = new Map(trained.gradients(outputs));
      if (!places || !words) return gradients;
      return gradients.set(WORDS, wordGradient(places, words.vectors, outputs[gradientOutput('replaced')]!));
    },
    release: () => sessions.release(),
  };
}

function widthOf(config: unknown): number {
  return Number((config as { readonly hidden_size: number }).hidden_size);
}
