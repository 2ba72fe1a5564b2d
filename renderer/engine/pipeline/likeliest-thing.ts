import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { CLIP_PIXELS, normalisedPixels } from '#renderer/engine/image/normalised-pixels.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { logLikelihoods } from '#renderer/engine/pipeline/next-token.ts';
import type { CaptionWriter } from '#renderer/engine/residency/describer-need.ts';

/** What BLIP's captions were begun with in its training, so that what follows is what is to be seen. */
const BEGUN = 'a picture of';

/** What is seen round a thing, as a share of its longer side: a thing without any edge is hard to know. */
const EDGE = 0.05;

/** A thing in a picture: light where it is, at the picture's size, and its pixels from the left and top to just beyond. */
export interface ThingPlace {
  readonly grey: Uint8Array;
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

/** Words as tokens of a caption that says nothing else. */
export interface MeantCaption {
  readonly ids: readonly number[];
  /** How many of them, the network's first one included, stand before the words. */
  readonly given: number;
}

/** A caption of these words alone; null where the network's vocabulary does not have them. */
export function meantCaption(text: string, { captioner, pieces }: CaptionWriter): MeantCaption | null {
  const tokensOf = (words: string) => pieces.encode(words).slice(1, -1);
  const [begun, all] = [tokensOf(BEGUN), tokensOf(`${BEGUN} ${text}`)];
  const ids = [captioner.startId, ...all, captioner.endId];
  const isReadable = all.length > begun.length && !all.includes(pieces.unknownId) && ids.length <= captioner.lengthMax;
  return isReadable ? { ids, given: 1 + begun.length } : null;
}

/**
 * The logarithm of how likely the captioner finds the words as all that is to be said of a picture: the generative
 * score of Lin et al. 2023 (https://arxiv.org/abs/2306.01879). For the same words it compares pictures.
 */
export async function captionLikelihood(
  picture: ChannelRaster,
  { ids, given }: MeantCaption,
  { captioner, signal }: Pick<CaptionWriter, 'captioner'> & { readonly signal: AbortSignal },
): Promise<number> {
  const { side, vocabulary } = captioner;
  const square = await resizeLikePillow(picture, { width: side, height: side, filter: 'bicubic', signal });
  const seen = await captioner.look(normalisedPixels(square, CLIP_PIXELS));
  const { logits } = await captioner.read([ids.slice(0, -1)], { seen, written: null });
  let sum = 0;
  for (let at = given; at < ids.length; at++) {
    const before = logits.data.subarray((at - 1) * vocabulary, at * vocabulary);
    sum += logLikelihoods(before)[ids[at]!]!;
  }
  return sum;
}

/** How likely each is the one that is meant, where one of them is and none was likelier before; together 1. */
export function sharesOf(likelihoods: readonly number[]): readonly number[] {
  const top = Math.max(...likelihoods);
  const shares = likelihoods.map((each) => Math.exp(each - top));
  const total = shares.reduce((sum, each) => sum + each, 0);
  return shares.map((each) => each / total);
}

/** The thing alone, on white, with a little room round it. */
export function cutOut({ width, height, channels, data }: ChannelRaster, { grey, box }: ThingPlace): ChannelRaster {
  const edge = Math.round(EDGE * Math.max(box[2] - box[0], box[3] - box[1]));
  const [left, top] = [Math.max(0, box[0] - edge), Math.max(0, box[1] - edge)];
  const [right, bottom] = [Math.min(width, box[2] + edge), Math.min(height, box[3] + edge)];
  const size = { width: right - left, height: bottom - top };
  const result = new Uint8Array(size.width * size.height * channels).fill(255);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      if (grey[y * width + x] === 0) continue;
      const from = (y * width + x) * channels;
      result.set(data.subarray(from, from + channels), ((y - top) * size.width + (x - left)) * channels);
    }
  }
  return { ...size, channels, data: result };
}
