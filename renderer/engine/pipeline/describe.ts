import type { CaptionWriting } from '#renderer/engine/contract/describe-task.ts';
import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { CLIP_PIXELS, normalisedPixels } from '#renderer/engine/image/normalised-pixels.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import {
  likelyTags,
  RATING,
  squareCanvas,
  surestRating,
  TAG_SCORE_MIN,
  unitPixels,
} from '#renderer/engine/pipeline/tag-picture.ts';
import { likelyWdTags, wdPixels, whiteSquare } from '#renderer/engine/pipeline/wd-tags.ts';
import { PLAIN_WRITING, type WritingOptions, writeText } from '#renderer/engine/pipeline/write-text.ts';
import type { CaptionWriter, Describer, TagGiver } from '#renderer/engine/residency/describer-need.ts';
import type { WordPieces } from '#renderer/engine/text/word-pieces.ts';

export interface DescribeOptions {
  readonly writing: CaptionWriting;
  /** Null = as the tagger's own program has it. */
  readonly scoreMin: number | null;
  readonly textsMax: number;
  readonly signal: AbortSignal;
}

/** A caption or a tag, as the engine's events say it. */
export interface PictureText {
  readonly text: string;
  readonly score: number;
  readonly written: 'caption' | 'tag';
  readonly ids: readonly number[];
}

export type DescribeProgress =
  | { readonly kind: 'step' }
  | { readonly kind: 'described'; readonly texts: readonly PictureText[] };

/** Says what is in an opaque picture: a step for each token, then all texts, best first. An abort is heeded between steps. */
export function describePicture(
  picture: ChannelRaster,
  describer: Describer,
  options: DescribeOptions,
): AsyncGenerator<DescribeProgress, void, undefined> {
  return describer.kind === 'tags' ? tag(picture, describer, options) : caption(picture, describer, options);
}

async function* tag(
  picture: ChannelRaster,
  giver: TagGiver,
  { scoreMin, textsMax, signal }: DescribeOptions,
): AsyncGenerator<DescribeProgress, void, undefined> {
  const { tagger, side, family } = giver;
  const isWd = family === 'wd';
  const pixels = isWd
    ? wdPixels(await whiteSquare(picture, side, signal))
    : unitPixels(await squareCanvas(picture, side, signal));
  const scores = await tagger.judge(pixels);
  yield { kind: 'step' };
  const all = isWd
    ? likelyWdTags(giver.tags, scores, scoreMin)
    : likelyTags(giver.tags, scores, scoreMin ?? TAG_SCORE_MIN);
  const names = isWd ? giver.tags.map(({ name, kind }) => (kind === 'rating' ? RATING + name : name)) : giver.tags;
  const rating = textsMax > 1 ? surestRating(names, scores) : null;
  // The rating stands behind what is seen, and takes the last place where there are more.
  const likely = rating ? [...all.slice(0, textsMax - 1), rating] : all.slice(0, textsMax);
  const texts = likely.map(({ tag, score }) => ({ text: tag, score, written: 'tag' as const, ids: [] }));
  yield { kind: 'described', texts };
}

/** Tokens that are written at most where nobody says otherwise, as transformers has it. */
const LENGTH_USUAL = 20;

async function* caption(
  picture: ChannelRaster,
  { captioner, pieces }: CaptionWriter,
  { writing, textsMax, signal }: DescribeOptions,
): AsyncGenerator<DescribeProgress, void, undefined> {
  const { side } = captioner;
  const square = await resizeLikePillow(picture, { width: side, height: side, filter: 'bicubic', signal });
  const seen = await captioner.look(normalisedPixels(square, CLIP_PIXELS));
  const begun = tokensOf(writing.begun, pieces);
  const { beams, lengthMin, repetitionPenalty } = writing;
  const lengthMax = Math.min(writing.lengthMax ?? 1 + begun.length + LENGTH_USUAL, captioner.lengthMax);
  const count = Math.min(textsMax, beams);
  const options: WritingOptions = {
    ...PLAIN_WRITING,
    ...{ begun, beams, lengthMin, lengthMax, repetitionPenalty, count, signal },
  };
  for await (const progress of writeText(captioner, seen, options)) {
    if (progress.kind === 'token') yield { kind: 'step' };
    else {
      const texts = progress.texts.map(({ ids, score }) => {
        const text = pieces.decode(ids.slice(1 + begun.length).filter((id) => id !== captioner.endId));
        return { text, score: Math.min(Math.exp(score), 1), written: 'caption' as const, ids };
      });
      yield { kind: 'described', texts: distinct(texts) };
    }
  }
}

/** Without the tokens that stand for start and end; none at all where the network has no word for some of it. */
function tokensOf(begun: string, { encode, unknownId }: WordPieces): readonly number[] {
  const ids = encode(begun).slice(1, -1);
  return ids.includes(unknownId) ? [] : ids;
}

/** Texts that differ in nothing but their last token read alike. */
function distinct(texts: readonly PictureText[]): readonly PictureText[] {
  return texts.filter(({ text }, i) => text !== '' && texts.findIndex((other) => other.text === text) === i);
}
