import {
  animate,
  changePicture,
  copyPrompt,
  download,
  edit,
  lookAtParent,
  make,
  reroll,
  restore,
  upscale,
  vary,
} from '#bot/studio/page/app/commands.ts';
import type { IconName } from '#bot/studio/page/app/icons.ts';
import { askToCall, canAskToCall } from '#bot/studio/page/app/news.ts';
import { star } from '#bot/studio/page/app/stars.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { cancel, remove } from '#bot/studio/page/app/undo.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** `page.<name>` and `page.<name>-about` are what its button says. */
type ActionName =
  | 'keep'
  | 'cancel'
  | 'tell'
  | 'reroll'
  | 'vary'
  | 'vary-much'
  | 'upscale'
  | 'change'
  | 'star'
  | 'restore'
  | 'animate'
  | 'parent'
  | 'download'
  | 'edit'
  | 'copy'
  | 'delete';

/** Something that can be done with the picture on the stage, by a button, a key or both. */
export interface Action {
  readonly name: ActionName;
  readonly icon: IconName;
  /** Where its button is: above the prompt while something moves, on the plate, or behind "more". */
  readonly place: 'now' | 'plate' | 'menu';
  /** As a keyboard says it; null = none of its own. */
  readonly key: string | null;
  /** When it can be done. */
  readonly when: (card: JobCard) => boolean;
  /** When it has a button; its key works whenever it can be done. */
  readonly isShown: (card: JobCard) => boolean;
  readonly do: (store: PageStore, card: JobCard, how: Way) => void;
}

/** How somebody did it: with a pointer, which is still there when something else takes the place. */
export interface Way {
  readonly byPointer: boolean;
}

const isOpen = ({ state }: JobCard) => state === 'queued' || state === 'rendering';
/** Long enough to look elsewhere meanwhile. */
const isLong = (card: JobCard) => card.state === 'queued' || (isOpen(card) && card.steps >= LONG_STEPS);
const LONG_STEPS = 10;
const isGone = ({ state }: JobCard) => state === 'cancelled' || state === 'deleted';
const isThere = (card: JobCard) => !isGone(card);
/** From words, which can be drawn or changed again. */
const wasDrawn = ({ settled }: JobCard) => settled !== null;
const hasPicture = ({ live, pictures }: JobCard) => !live && pictures.length > 0;
/** One that can be drawn over or varied. */
const isStill = (card: JobCard) => hasPicture(card) && !card.moves;
const isKept = (card: JobCard) => !card.live && !isOpen(card) && !isGone(card);

/** Everything that can be done with a picture, in the order of its buttons. */
export const ACTIONS: readonly Action[] = [
  {
    name: 'keep',
    icon: 'star',
    place: 'now',
    key: null,
    when: ({ live }) => live,
    isShown: ({ live }) => live,
    do: (store) => void make(store),
  },
  {
    name: 'cancel',
    icon: 'stop',
    place: 'now',
    key: 'x',
    when: isOpen,
    isShown: (card) => isOpen(card) && !card.live,
    do: (store, card) => void cancel(store, card),
  },
  {
    name: 'tell',
    icon: 'bell',
    place: 'now',
    key: null,
    when: isOpen,
    isShown: (card) => isLong(card) && !card.live && canAskToCall(),
    do: () => void askToCall(),
  },
  {
    name: 'reroll',
    icon: 'again',
    place: 'plate',
    key: 'r',
    when: (card) => isThere(card) && wasDrawn(card),
    isShown: (card) => isKept(card) && wasDrawn(card),
    do: (store, card) => void reroll(store, card),
  },
  {
    name: 'vary',
    icon: 'vary',
    place: 'plate',
    key: 'v',
    when: isStill,
    isShown: (card) => isKept(card) && isStill(card),
    do: (store, card) => void vary(store, card, 'subtle'),
  },
  {
    name: 'vary-much',
    icon: 'vary',
    place: 'menu',
    key: null,
    when: isStill,
    isShown: (card) => isKept(card) && isStill(card),
    do: (store, card) => void vary(store, card, 'strong'),
  },
  {
    name: 'upscale',
    icon: 'larger',
    place: 'plate',
    key: 'u',
    when: ({ canUpscale }) => canUpscale,
    isShown: (card) => card.canUpscale && isKept(card),
    do: (store, card) => void upscale(store, card),
  },
  {
    name: 'change',
    icon: 'brush',
    place: 'plate',
    key: 'm',
    when: isStill,
    isShown: (card) => isKept(card) && isStill(card),
    do: (store, card) => void changePicture(store, card, 0),
  },
  {
    name: 'star',
    icon: 'star',
    place: 'plate',
    key: 's',
    when: hasPicture,
    isShown: (card) => isKept(card) && hasPicture(card),
    do: (store, { id }) => void star(store, [id]),
  },
  {
    name: 'restore',
    icon: 'face',
    place: 'menu',
    key: null,
    when: ({ canRestore }) => canRestore,
    isShown: (card) => card.canRestore && isKept(card),
    do: (store, card) => void restore(store, card),
  },
  {
    name: 'animate',
    icon: 'film',
    place: 'menu',
    key: 'a',
    when: ({ canAnimate }) => canAnimate,
    isShown: (card) => card.canAnimate && isKept(card),
    do: (store, card) => void animate(store, card),
  },
  {
    name: 'parent',
    icon: 'back',
    place: 'menu',
    key: 'p',
    when: ({ parentId }) => parentId !== null,
    isShown: (card) => isKept(card) && card.parentId !== null,
    do: (store, card) => void lookAtParent(store, card),
  },
  {
    name: 'download',
    icon: 'save',
    place: 'plate',
    key: 'd',
    when: ({ pictures }) => pictures.length > 0,
    isShown: isKept,
    do: (_, card) => {
      for (const { index } of card.pictures) download(card, index);
    },
  },
  {
    name: 'edit',
    icon: 'pencil',
    place: 'menu',
    key: 'e',
    when: (card) => isThere(card) && wasDrawn(card),
    isShown: (card) => isKept(card) && wasDrawn(card),
    do: edit,
  },
  {
    name: 'copy',
    icon: 'copy',
    place: 'menu',
    key: 'c',
    when: isThere,
    isShown: isKept,
    do: (_, card) => void copyPrompt(card),
  },
  {
    name: 'delete',
    icon: 'remove',
    place: 'menu',
    key: 'Delete',
    when: isKept,
    isShown: isKept,
    do: (store, card, how) => void remove(store, card, { stays: how.byPointer }),
  },
];

/** A key as people read it. */
export function keyName(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key;
}
