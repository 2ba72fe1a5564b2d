import type { SamConfig } from '#renderer/engine/graph/nets/sam-config.ts';
import { buildSamDecoder } from '#renderer/engine/graph/nets/sam-decoder.ts';
import { buildSamEncoder } from '#renderer/engine/graph/nets/sam-encoder.ts';
import { MARKS } from '#renderer/engine/graph/nets/sam-prompt.ts';
import { openFiniteSession } from '#renderer/engine/networks/finite-session.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** A point of a prompt, in pixels of the square that the network reads. */
export interface PromptPoint {
  readonly x: number;
  readonly y: number;
  /** `none` only fills up: where there is no box, one is put behind the points. */
  readonly mark: keyof typeof MARKS;
}

export interface SegmentPrompt {
  /** One list for each mask that is looked for; all of one length. */
  readonly points: readonly (readonly PromptPoint[])[];
  /** Logits (b, 1, side/4, side/4) of masks to be made better; null = none. */
  readonly mask: Tensor | null;
}

/** What was found for b prompts. */
export interface FoundMasks {
  /** Logits (b, masks, side/4, side/4): first the one mask, then whole, part and part of a part. */
  readonly masks: Tensor;
  /** How well each is thought to fit, (b, masks). */
  readonly scores: Tensor;
  /** What the prompts became: (b, n, channels), and (b, channels, grid, grid). */
  readonly sparse: Tensor;
  readonly dense: Tensor;
}

/** A network that finds masks for points and boxes. */
export interface Segmenter {
  /** Of the square picture that it reads. */
  readonly side: number;
  /** Pixels (1, 3, side, side), normalised and filled up with zeros -> features (1, channels, grid, grid). */
  look(pixels: Tensor): Promise<Tensor>;
  find(features: Tensor, prompt: SegmentPrompt): Promise<FoundMasks>;
}

/** Opens Segment Anything by its original keys. Throws Failure('invalid') for weights that do not fit. */
export async function openSegmenter(
  { encoder, decoder }: SamConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<Segmenter>> {
  const isEye = (key: string) => key.startsWith('image_encoder.');
  const only = (wanted: boolean) => new Map([...weights].filter(([key]) => isEye(key) === wanted));
  const eye = await openFiniteSession(buildSamEncoder(encoder, only(true), graphOptions(options)), options);
  const finder = await openFiniteSession(buildSamDecoder(decoder, only(false), graphOptions(options)), options);
  const quarter = 4 * decoder.grid;
  return {
    side: encoder.side,
    look: async (pixels) => (await eye.run({ pixels })).features!,
    async find(features, { points, mask }) {
      const { masks, scores, sparse, dense } = await finder.run({
        features,
        ...promptFeeds(points, encoder.side),
        mask: mask ?? tensor([points.length, 1, quarter, quarter]),
        masked: tensor([1], Float32Array.of(mask ? 1 : 0)),
      });
      return { masks: masks!, scores: scores!, sparse: sparse!, dense: dense! };
    },
    async release() {
      await eye.release();
      await finder.release();
    },
  };
}

/** A pixel's middle, -1…1 over the square. */
function promptFeeds(points: SegmentPrompt['points'], side: number): { places: Tensor; marks: Tensor } {
  const [b, n] = [points.length, points[0]?.length ?? 0];
  const places = tensor([b, n, 2]);
  const marks = tensor([b, n, 5]);
  for (const [i, { x, y, mark }] of points.flat().entries()) {
    places.data[2 * i] = (2 * (x + 0.5)) / side - 1;
    places.data[2 * i + 1] = (2 * (y + 0.5)) / side - 1;
    marks.data[5 * i + MARKS[mark]] = 1;
  }
  return { places, marks };
}
