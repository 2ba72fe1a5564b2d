import type { Precision } from '#renderer/engine/graph/ir/graph-options.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { joinWidths } from '#renderer/engine/text/conditioning.ts';
import type { TrainedFiles } from '#renderer/engine/training/gradient-session.ts';
import type { Gradients } from '#renderer/engine/training/gradient-sums.ts';
import type { TrainedNetwork } from '#renderer/engine/training/trained-network.ts';
import { createTrainedText, type TextStates } from '#renderer/engine/training/trained-text.ts';
import { type TrainedVectors, WORDS } from '#renderer/engine/training/trained-words.ts';

/** One of a model's text encoders, and what is trained of it. */
export interface TrainedEncoder extends TrainedFiles {
  readonly trained: TrainedNetwork;
  readonly words: TrainedVectors | null;
}

/** All of a model's text encoders, in the order in which their hidden states are joined. */
export interface TrainedEncoders {
  readonly encoders: readonly TrainedEncoder[];
  /** `normed`: the last layer, normalised (SD 1 and 2); `hidden`: the last but one, and the last encoder's pooled text (SDXL). */
  readonly states: 'normed' | 'hidden';
}

/** What each text encoder reads: (b, n) ids. */
export type PromptIds = readonly (readonly (readonly number[])[])[];

/** Prompts as a UNet reads them, through text encoders that are trained. */
export interface TrainedPrompt {
  encode(ids: PromptIds): Promise<TextStates>;
  /** What the gradient of that is for what is trained, by `textParameter`. */
  back(ids: PromptIds, gradient: TextStates): Promise<Gradients>;
  release(): Promise<void>;
}

/** What a parameter of a text encoder is called by beside those of other networks. */
export function textParameter(encoder: number, name: string): string {
  const number = encoder === 0 ? '' : String(encoder + 1);
  return name === WORDS ? `${WORDS}${number}` : `text${number}:${name}`;
}

/** Opens nothing yet. */
export function createTrainedPrompt(
  { encoders, states }: TrainedEncoders,
  options: { readonly network: NetworkOptions; readonly precision: Precision },
): TrainedPrompt {
  const last = encoders.length - 1;
  const texts = encoders.map((one, i) =>
    createTrainedText({ ...one, ...options, states, hasPooled: states === 'hidden' && i === last }),
  );
  const widths = encoders.map(({ config }) => parseClipConfig(config).width);
  return {
    async encode(ids) {
      const parts: TextStates[] = [];
      for (const [i, text] of texts.entries()) parts.push(await text.encode(ids[i]!));
      const { data } = joinWidths(parts.map(({ hidden }) => hidden));
      const [b, n] = parts[0]!.hidden.dims as [number, number];
      const width = widths.reduce((sum, one) => sum + one, 0);
      return { hidden: { dims: [b, n, width], data }, pooled: parts.at(-1)!.pooled };
    },
    async back(ids, { hidden, pooled }) {
      const gradients = new Map<string, Float32Array>();
      let from = 0;
      for (const [i, text] of texts.entries()) {
        const own = { hidden: columns(hidden, from, widths[i]!), pooled: i === last ? pooled : null };
        for (const [name, data] of await text.back(ids[i]!, own)) gradients.set(textParameter(i, name), data);
        from += widths[i]!;
      }
      return gradients;
    },
    async release() {
      for (const text of texts) await text.release();
    },
  };
}

/** Some of the last dimension. */
function columns({ dims, data }: Tensor, from: number, width: number): Tensor {
  const all = dims.at(-1)!;
  const cut = tensor([...dims.slice(0, -1), width]);
  for (let row = 0; row < data.length / all; row++)
    cut.data.set(data.subarray(row * all + from, row * all + from + width), row * width);
  return cut;
}
