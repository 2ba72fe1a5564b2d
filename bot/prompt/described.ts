/** A caption or a tag, as a renderer says it. */
export interface DescribedText {
  readonly text: string;
  readonly isTag?: boolean | undefined;
  readonly score?: number | undefined;
}

/** What a tagger's word for how much a picture shows begins with; it says nothing of what is seen. */
const RATING = 'rating:';

/** How much the picture shows, as a tagger has it, and how certain that is; null = none has said it. */
export function ratingOf(texts: readonly DescribedText[]): { readonly name: string; readonly score: number } | null {
  const rating = texts.find(isRating);
  return rating ? { name: rating.text.slice(RATING.length), score: rating.score ?? 1 } : null;
}

/** What is seen, without what it is rated. */
export function seenIn<Text extends DescribedText>(texts: readonly Text[]): readonly Text[] {
  return texts.filter((text) => !isRating(text));
}

function isRating({ text, isTag }: DescribedText): boolean {
  return isTag === true && text.startsWith(RATING);
}

/** Suggestions that are shown, as many as buttons of one row leave room for. */
const PROMPTS_MAX = 4;

/** Tags of a prompt: more pull in too many directions. */
const TAGS_MAX = 40;

/** Of a prompt of tags for those who want to say more themselves. */
const FEW_TAGS = 8;

/**
 * Prompts that would draw something like what was described, at most four: captions as they are, and the tags together,
 * as all of them and, where there is room, as the surest few. Nothing in them has a meaning of its own in a prompt.
 */
export function promptsOf(texts: readonly DescribedText[]): readonly string[] {
  const captions = texts.filter(({ isTag }) => !isTag).map(({ text }) => literal(text));
  const tags = seenIn(texts)
    .filter(({ isTag }) => isTag)
    .map(({ text }) => literal(text.replaceAll('_', ' ')));
  const all = tags.slice(0, TAGS_MAX).join(', ');
  const few = tags.slice(0, FEW_TAGS).join(', ');
  const ofTags = tags.length === 0 ? [] : few === all || captions.length > 2 ? [all] : [all, few];
  return [...captions.slice(0, PROMPTS_MAX - ofTags.length), ...ofTags].filter((prompt) => prompt !== '');
}

/**
 * What a model that is trained on the picture reads of it: the first caption, or where there is none its tags with
 * commas between; empty where nothing was seen. No prompt reads it, so that its signs stay.
 */
export function captionToTrain(texts: readonly DescribedText[]): string {
  const caption = texts.find(({ isTag }) => !isTag);
  if (caption) return caption.text;
  const tags = seenIn(texts).map(({ text }) => text.replaceAll('_', ' ').trim());
  return tags.slice(0, TAGS_MAX).join(', ');
}

/** Signs that mean something in a prompt become mere characters; so does what begins like a setting. */
function literal(text: string): string {
  return text
    .replace(/[\\()[\]{}<>|]/g, '\\$&')
    .replace(/--+/g, '-')
    .trim();
}
