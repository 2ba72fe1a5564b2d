import type { ClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { openImageEncoder } from '#renderer/engine/networks/open-image-encoder.ts';
import type { NetworkOptions, Opened } from '#renderer/engine/networks/options.ts';
import { allFinite, type Tensor } from '#renderer/engine/tensor.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** How near a picture comes to what it must not show. */
export interface SafetyVerdict {
  /** Above 0 for any of them: the picture is not to be shown. */
  readonly isBad: boolean;
  /** By concept, above 0 where it is too near: those that make all others stricter, then the others. */
  readonly special: readonly number[];
  readonly concepts: readonly number[];
}

/** Looks at finished pictures. */
export interface SafetyChecker {
  /** Pixels of the square picture's side. */
  readonly side: number;
  /** Normalised pixels (b, 3, side, side), as CLIP reads them. */
  judge(pixels: Tensor): Promise<readonly SafetyVerdict[]>;
}

/** What stands beside CLIP's vision model: embeddings of concepts, and how near to each a picture may come. */
const CONCEPTS = ['concept_embeds', 'concept_embeds_weights', 'special_care_embeds', 'special_care_embeds_weights'];

/** What a special concept that is found takes off every limit after it. */
const STRICTER = 0.01;

/**
 * Opens Stable Diffusion's safety checker (StableDiffusionSafetyChecker of diffusers, safety_checker.py), by its own
 * keys. Throws Failure('invalid') for weights that do not fit.
 */
export async function openSafetyChecker(
  config: ClipVisionConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<SafetyChecker>> {
  const [concepts, limits, special, specialLimits] = await Promise.all(CONCEPTS.map((key) => read(weights, key)));
  const isBeside = (key: string) => CONCEPTS.includes(key);
  const vision = new Map([...weights].filter(([key]) => !isBeside(key)).map(([key, entry]) => [inner(key), entry]));
  const encoder = await openImageEncoder(config, vision, options);
  return {
    side: encoder.side,
    async judge(pixels) {
      const { embeds } = await encoder.encode(pixels);
      const [count = 0, width = 0] = embeds.dims;
      return Array.from({ length: count }, (_, i) => {
        const embed = embeds.data.subarray(i * width, (i + 1) * width);
        const care = verdicts(embed, { concepts: special!, limits: specialLimits!, adjustment: 0, rises: true });
        const adjustment = care.some((score) => score > 0) ? STRICTER : 0;
        const others = verdicts(embed, { concepts: concepts!, limits: limits!, adjustment, rises: false });
        return { isBad: others.some((score) => score > 0), special: care, concepts: others };
      });
    },
    release: () => encoder.release(),
  };
}

function inner(key: string): string {
  return key.replace(/^vision_model\.(?=vision_model\.)/, '');
}

async function read(weights: WeightMap, key: string): Promise<Tensor> {
  const entry = weights.get(key);
  if (!entry) throw failure('invalid', 'safety.missing', { key });
  const numbers = await readTensor(entry);
  // A cosine less NaN is never above 0: every picture would pass.
  if (!allFinite(numbers)) throw failure('invalid', 'safety.not-finite', { key });
  return numbers;
}

interface Concepts {
  readonly concepts: Tensor;
  readonly limits: Tensor;
  readonly adjustment: number;
  /** One that is found makes those after it stricter. */
  readonly rises: boolean;
}

/** Cosines less their limits, to three places, as the published program rounds them before it looks at their signs. */
function verdicts(embed: Float32Array, { concepts, limits, adjustment: given, rises }: Concepts): readonly number[] {
  const [count = 0, width = 0] = concepts.dims;
  let adjustment = given;
  return Array.from({ length: count }, (_, i) => {
    const near = cosine(embed, concepts.data.subarray(i * width, (i + 1) * width));
    const score = Math.round((near - limits.data[i]! + adjustment) * 1000) / 1000;
    if (rises && score > 0) adjustment = STRICTER;
    return score;
  });
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [product, x, y] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    x += a[i]! ** 2;
    y += b[i]! ** 2;
  }
  return product / Math.sqrt(x * y);
}
