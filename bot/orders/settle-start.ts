import type { Order, StartPicture } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import type { PictureSize, SizeWish } from '#bot/orders/settle-size.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { say } from '#bot/text/say.ts';
import type { Limits, Model } from '#shared/contract/messages.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

type Source = NonNullable<TaskOf<'draw'>['source']>;

/** What a picture to start from becomes, or sentences that say why it cannot be used so. */
export type SettledStart =
  | { readonly source: Source | null; readonly notices: readonly Message[] }
  | { readonly problems: readonly Message[] };

/** A picture alone keeps its layout and changes its manner; what is drawn into a mask or round a picture is all new. */
const STRENGTH = { whole: 0.75, part: 1 };

/** Over this share of the shorter side what is kept passes into what is drawn. */
const FEATHER_SHARE = 1 / 32;

/** The shape of the result where only the picture says anything: its own, as far as that can be drawn. */
export function shapeOf(start: StartPicture | undefined, { sideMin, sideMax }: Limits): SizeWish {
  if (!start) return {};
  const { width, height } = withMargins(start);
  const widest = sideMax / sideMin;
  return { ratio: { width: Math.min(width, height * widest), height: Math.min(height, width * widest) } };
}

/** The picture that a task starts from, for a result of this size in so many steps. */
export function settleStart({ start }: Order, { size, steps, limits, flags = {} }: StartSources): SettledStart {
  const keeps = keepsRest(flags);
  if (keeps === null) return { problems: [say('order.keep', { given: cut(flags.keep ?? '', GIVEN_SHOWN_MAX) })] };
  const isWhole = !start?.mask && !start?.margins;
  const idle = isWhole && !keeps ? [say('order.keep-idle')] : [];
  if (!start) return { source: null, notices: [...(saysStrength(flags) ? [say('order.strength-idle')] : []), ...idle] };
  const strength = start.strength ?? strengthOf(flags) ?? (isWhole ? STRENGTH.whole : STRENGTH.part);
  if (!(strength > 0 && strength <= 1)) return { problems: [say('order.strength', { given: strength })] };
  const margins = start.margins ? marginsIn(size, start, limits) : null;
  if (margins === 'too large') return { problems: [say('order.margins', { ...size, min: limits.sideMin / 2 })] };
  const feather = Math.round(Math.min(size.width, size.height) * FEATHER_SHARE);
  // Fewer would leave the picture as it is; a step is taken for every whole one in steps x strength.
  const least = Math.ceil(1000 / steps) / 1000;
  return {
    source: {
      image: start.image,
      strength: Math.max(strength, least),
      mask: start.mask ?? null,
      margins,
      imageGuidance: 0,
      pasteBack: isWhole || !keeps ? null : { feather },
    },
    notices: [
      ...idle,
      ...(start.frames ? [say('order.first-frame', { frames: start.frames })] : []),
      ...(strength < least ? [say('order.strength-raised', { steps, given: strength, used: least })] : []),
    ],
  };
}

/** What a picture to start from is settled with. */
interface StartSources {
  readonly size: PictureSize;
  readonly steps: number;
  readonly limits: Limits;
  readonly flags?: Pick<Flags, 'strength' | 'imageWeight' | 'keep'>;
}

/** Characters of what was typed that a sentence shows. */
const GIVEN_SHOWN_MAX = 40;

/** Whether what was not to be changed stays pixel by pixel, as it does unless it is said; null = that says neither. */
function keepsRest({ keep = 'on' }: Pick<Flags, 'keep'>): boolean | null {
  const said = keep.toLowerCase();
  return said === 'on' ? true : said === 'off' ? false : null;
}

function saysStrength({ strength, imageWeight }: Pick<Flags, 'strength' | 'imageWeight'>): boolean {
  return strength !== undefined || imageWeight !== undefined;
}

/** Of Midjourney's image weight 0 … 3 the usual 1 comes to our usual 0.75. */
function strengthOf({ strength, imageWeight }: Pick<Flags, 'strength' | 'imageWeight'>): number | undefined {
  return strength ?? (imageWeight === undefined ? undefined : 1 - imageWeight / 4);
}

/** What a model was made for and does not get; nothing when it can draw the order. */
export function unmetNeeds({ name, needs = [] }: Model, { start }: Order): readonly Message[] {
  const wanted = needs.includes('mask') ? 'mask' : 'image';
  if (needs.length === 0 || (start && (wanted === 'image' || start.mask || start.margins))) return [];
  return [say(`order.needs-${wanted}`, { model: name })];
}

/** Pixels of the picture with what is drawn round it. */
function withMargins({ width, height, margins }: StartPicture): PictureSize {
  const { left = 0, top = 0, right = 0, bottom = 0 } = margins ?? {};
  return { width: width * (1 + left + right), height: height * (1 + top + bottom) };
}

/** The margins in pixels of the result; all that is not margin is the picture, at least the smallest that is drawn. */
function marginsIn(size: PictureSize, { margins }: StartPicture, { sideMin }: Limits): Source['margins'] | 'too large' {
  const { left, top, right, bottom } = margins!;
  const pixels = (side: number, before: number, after: number) => {
    const inner = side / (1 + before + after);
    return [Math.round(inner * before), Math.round(inner * after)] as const;
  };
  const [atLeft, atRight] = pixels(size.width, left, right);
  const [atTop, atBottom] = pixels(size.height, top, bottom);
  const isTooSmall = Math.min(size.width - atLeft - atRight, size.height - atTop - atBottom) < sideMin / 2;
  return isTooSmall ? 'too large' : { left: atLeft, top: atTop, right: atRight, bottom: atBottom };
}
