import type { BlipConfig } from '#renderer/engine/graph/nets/blip-config.ts';
import { buildBlipText, pastKey, pastValue, presentKey, presentValue } from '#renderer/engine/graph/nets/blip-text.ts';
import { buildBlipVision } from '#renderer/engine/graph/nets/blip-vision.ts';
import { openFiniteSession } from '#renderer/engine/networks/finite-session.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { elements, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** What a network that writes makes of a picture, once; only the network itself reads it. */
export interface SeenPicture {
  /** (b, 1 + patches, width): the vision network's last states, of which only the first picture is written about. */
  readonly states: Tensor;
  readonly cross: Readonly<Record<string, Tensor>>;
}

/** What it made of the tokens that b texts have so far. */
export interface WrittenTexts {
  /** Tokens of each. */
  readonly length: number;
  readonly made: Readonly<Record<string, Tensor>>;
}

/** A network that looks at a picture and writes about it, token by token. */
export interface Captioner {
  /** Side of the square picture that it reads. */
  readonly side: number;
  readonly startId: number;
  readonly endId: number;
  /** Tokens of a text at most. */
  readonly lengthMax: number;
  readonly vocabulary: number;
  /** Pixels (b, 3, side, side), normalised as CLIP's are. */
  look(pixels: Tensor): Promise<SeenPicture>;
  /**
   * Reads so many more tokens of each of b texts, (b, n): how likely each token of the vocabulary is after each of
   * them, as logits (b, n, vocabulary), and what to hand in with the next ones. Null = the texts begin.
   */
  read(
    ids: readonly (readonly number[])[],
    about: { readonly seen: SeenPicture; readonly written: WrittenTexts | null },
  ): Promise<{ readonly logits: Tensor; readonly written: WrittenTexts }>;
}

/** The texts at these places, in this order; one may come twice, and some not at all. */
export function textsAt({ length, made }: WrittenTexts, places: readonly number[]): WrittenTexts {
  return { length, made: mapValues(made, (each) => rowsOf(each, places)) };
}

/** Opens BLIP by transformers' keys. Throws Failure('invalid') for weights that do not fit. */
export async function openCaptioner(
  config: BlipConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<Captioner>> {
  const { vision, text } = config;
  const eye = await openFiniteSession(buildBlipVision(config, only(weights, LOOKS), graphOptions(options)), options);
  const words = only(weights, { test: (key) => !LOOKS.test(key) });
  const hand = await openFiniteSession(buildBlipText(text, words, graphOptions(options)), options);
  return {
    side: vision.side,
    startId: text.startId,
    endId: text.endId,
    lengthMax: text.positions,
    vocabulary: text.vocabulary,
    async look(pixels) {
      const { states, ...cross } = await eye.run({ pixels });
      return { states: states!, cross: mapValues(cross, (each) => rowsOf(each, [0])) };
    },
    async read(ids, { seen, written }) {
      const [b, n, p] = [ids.length, ids[0]!.length, written?.length ?? 0];
      const past = written?.made ?? nothingYet(text.layers, [b, 0, text.width]);
      const { logits, ...present } = await hand.run({
        ids: { dims: [b, n], ints: Int32Array.from(ids.flat()) },
        places: { dims: [n], ints: Int32Array.from({ length: n }, (_, i) => p + i) },
        bias: hidingLater(n, p),
        ...past,
        ...seen.cross,
      });
      return { logits: logits!, written: { length: p + n, made: asPast(present, text.layers) } };
    },
    async release() {
      await eye.release();
      await hand.release();
    },
  };
}

/** Weights of the first graph: the vision network, and what the second one reads of its result. */
const LOOKS = /^vision_model\.|\.crossattention\.self\.(key|value)\./;

function only(weights: WeightMap, keys: { test(key: string): boolean }): WeightMap {
  return new Map([...weights].filter(([key]) => keys.test(key)));
}

/** As low as half precision can hold with room to spare; e to this power is 0 in any. */
const HIDDEN = -10_000;

/** (1, 1, n, p + n): a token sees those before it and itself. */
function hidingLater(n: number, p: number): Tensor {
  const bias = tensor([1, 1, n, p + n]);
  for (let i = 0; i < n; i++) bias.data.fill(HIDDEN, i * (p + n) + p + i + 1, (i + 1) * (p + n));
  return bias;
}

function nothingYet(layers: number, dims: readonly number[]): Record<string, Tensor> {
  const names = Array.from({ length: layers }, (_, i) => [pastKey(i), pastValue(i)]).flat();
  return Object.fromEntries(names.map((name) => [name, tensor(dims)]));
}

function asPast(present: Readonly<Record<string, Tensor>>, layers: number): Record<string, Tensor> {
  const pairs = Array.from({ length: layers }, (_, i) => [
    [pastKey(i), present[presentKey(i)]!],
    [pastValue(i), present[presentValue(i)]!],
  ]).flat();
  return Object.fromEntries(pairs);
}

function rowsOf({ dims, data }: Tensor, places: readonly number[]): Tensor {
  const rest = dims.slice(1);
  const size = elements(rest);
  const result = tensor([places.length, ...rest]);
  for (const [to, from] of places.entries()) result.data.set(data.subarray(from * size, (from + 1) * size), to * size);
  return result;
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
