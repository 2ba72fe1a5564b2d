import type { LikePicture } from '#bot/domain/beside-pictures.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import type { PictureSize, SizeWish } from '#bot/orders/settle-size.ts';
import { hasShapeOf } from '#bot/ports/picture-intake.ts';
import { LIKE_STRENGTH_MAX } from '#bot/presets/valid-preset.ts';
import { say } from '#bot/text/say.ts';
import type { ImageAdapterInfo, Model } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** What pictures beside the words become, and sentences that say why they cannot be used or act otherwise. */
export interface SettledLike {
  readonly prompts: NonNullable<TaskOf<'draw'>['imagePrompts']>;
  readonly problems: readonly Message[];
  readonly notices: readonly Message[];
}

/** The shape of the result where nothing but a mask says any: the mask's. */
export function maskShape(like: readonly LikePicture[] | undefined): SizeWish {
  const { mask } = like?.find((one) => one.mask) ?? {};
  return mask ? { ratio: { width: mask.width, height: mask.height } } : {};
}

/** The pictures for a model and a size, each read by the adapter that suits what is taken of it. */
export function settleLike(like: readonly LikePicture[], model: Model, size: PictureSize | null = null): SettledLike {
  if (like.length === 0) return { prompts: [], problems: [], notices: [] };
  const { name, family, imageAdapters = [] } = model;
  if (imageAdapters.length === 0)
    return { prompts: [], problems: [say('order.no-image-adapter', { model: name })], notices: [] };
  const wrong = like.find(({ strength = 1 }) => !(strength > 0 && strength <= LIKE_STRENGTH_MAX));
  const problems = [
    ...(wrong ? [say('order.like-strength', { max: LIKE_STRENGTH_MAX, given: wrong.strength! })] : []),
    ...(size ? maskProblems(like, size) : []),
  ];
  // Other networks do not make style and layout in places of their own.
  const hasStyles = family === 'sdxl';
  const lost = hasStyles ? [] : [...new Set(like.map(({ scope }) => scope))].filter((scope) => scope !== 'all');
  return {
    // Pictures of which the same is taken speak together.
    prompts: [...Map.groupBy(like, ({ scope }) => scope)].map(([scope, pictures]) => ({
      adapter: adapterFor(scope, imageAdapters).name,
      pictures: pictures.map(({ image, strength = 0, mask }) => ({ image, strength, mask: mask?.image ?? null })),
      scope: hasStyles ? scope : 'all',
    })),
    problems,
    notices: lost.map((scope) => say(scope === 'style' ? 'order.style-whole' : 'order.layout-whole', { model: name })),
  };
}

/** Masks lie over the picture that is drawn, so they have its shape. */
function maskProblems(like: readonly LikePicture[], size: PictureSize): readonly Message[] {
  const other = like.find(({ image, mask }) => mask && !hasShapeOf(mask, { image, ...size }))?.mask;
  if (!other) return [];
  const shapes = { picture: `${size.width}×${size.height}`, mask: `${other.width}×${other.height}` };
  return [say('imagine.mask-shape', shapes)];
}

/** The closest kind for a whole picture, the loosest for a style; those for faces only where there is nothing else. */
const PREFERRED: Readonly<Record<LikePicture['scope'], readonly string[]>> = {
  all: ['plus', 'base', 'full'],
  style: ['base', 'plus', 'full'],
  layout: ['base', 'plus', 'full'],
  'style-and-layout': ['base', 'plus', 'full'],
};

function adapterFor(scope: LikePicture['scope'], adapters: readonly ImageAdapterInfo[]): ImageAdapterInfo {
  const kinds = PREFERRED[scope];
  const rank = ({ name, kind }: ImageAdapterInfo) =>
    (kinds.includes(kind) ? kinds.indexOf(kind) : kinds.length) + (/face/i.test(name) ? kinds.length + 1 : 0);
  return adapters.toSorted((a, b) => rank(a) - rank(b))[0]!;
}
