import type { LikePicture } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { say } from '#bot/text/say.ts';
import type { ImageAdapterInfo, Model } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** What pictures beside the words become, and sentences that say why they cannot be used or act otherwise. */
export interface SettledLike {
  readonly prompts: NonNullable<TaskOf<'draw'>['imagePrompts']>;
  readonly problems: readonly Message[];
  readonly notices: readonly Message[];
}

/** More than this is noise. */
const STRENGTH_MAX = 2;

/** The pictures for a model, each read by the adapter that suits what is taken of it. */
export function settleLike(like: readonly LikePicture[], model: Model): SettledLike {
  if (like.length === 0) return { prompts: [], problems: [], notices: [] };
  const { name, family, imageAdapters = [] } = model;
  if (imageAdapters.length === 0)
    return { prompts: [], problems: [say('order.no-image-adapter', { model: name })], notices: [] };
  const wrong = like.find(({ strength = 1 }) => !(strength > 0 && strength <= STRENGTH_MAX));
  const problems = wrong ? [say('order.like-strength', { max: STRENGTH_MAX, given: wrong.strength! })] : [];
  // Other networks do not make style and layout in places of their own.
  const hasStyles = family === 'sdxl';
  const loses = !hasStyles && like.some(({ scope }) => scope === 'style');
  return {
    // Pictures of which the same is taken speak together.
    prompts: [...Map.groupBy(like, ({ scope }) => scope)].map(([scope, pictures]) => ({
      adapter: adapterFor(scope, imageAdapters).name,
      pictures: pictures.map(({ image, strength = 0 }) => ({ image, strength, mask: null })),
      scope: hasStyles ? scope : 'all',
    })),
    problems,
    notices: loses ? [say('order.style-whole', { model: name })] : [],
  };
}

/** The closest kind for a whole picture, the loosest for a style; those for faces only where there is nothing else. */
const PREFERRED: Readonly<Record<LikePicture['scope'], readonly string[]>> = {
  all: ['plus', 'base', 'full'],
  style: ['base', 'plus', 'full'],
};

function adapterFor(scope: LikePicture['scope'], adapters: readonly ImageAdapterInfo[]): ImageAdapterInfo {
  const kinds = PREFERRED[scope];
  const rank = ({ name, kind }: ImageAdapterInfo) =>
    (kinds.includes(kind) ? kinds.indexOf(kind) : kinds.length) + (/face/i.test(name) ? kinds.length + 1 : 0);
  return adapters.toSorted((a, b) => rank(a) - rank(b))[0]!;
}
