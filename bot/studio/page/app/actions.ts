import { cancel, copyPrompt, download, edit, make, remove, reroll } from '#bot/studio/page/app/commands.ts';
import type { IconName } from '#bot/studio/page/app/element.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Something that can be done with the picture on the stage, by a button, a key or both. */
export interface Action {
  readonly name: string;
  readonly label: string;
  readonly about: string;
  readonly icon: IconName;
  /** As a keyboard says it; null = none of its own. */
  readonly key: string | null;
  /** When it can be done. */
  readonly when: (card: JobCard) => boolean;
  /** When it has a button; its key works whenever it can be done. */
  readonly isShown: (card: JobCard) => boolean;
  /** One button a picture: `index` says which. A key does it to all of them. */
  readonly isForEach?: true;
  readonly do: (store: PageStore, card: JobCard, index?: number) => void;
}

const isOpen = ({ state }: JobCard) => state === 'queued' || state === 'rendering';
const isKept = (card: JobCard) => !card.live && !isOpen(card);
const always = () => true;

/** Everything that can be done with a picture, in the order of its buttons. */
export const ACTIONS: readonly Action[] = [
  {
    name: 'keep',
    label: labelOf('page.keep'),
    about: labelOf('page.keep-about'),
    icon: 'star',
    key: null,
    when: ({ live }) => live,
    isShown: ({ live }) => live,
    do: (store) => void make(store),
  },
  {
    name: 'cancel',
    label: labelOf('page.cancel'),
    about: labelOf('page.cancel-about'),
    icon: 'close',
    key: 'x',
    when: isOpen,
    isShown: (card) => isOpen(card) && !card.live,
    do: (_, card) => void cancel(card),
  },
  {
    name: 'reroll',
    label: labelOf('page.reroll'),
    about: labelOf('page.reroll-about'),
    icon: 'reroll',
    key: 'r',
    when: always,
    isShown: isKept,
    do: (store, card) => void reroll(store, card),
  },
  {
    name: 'edit',
    label: labelOf('page.edit'),
    about: labelOf('page.edit-about'),
    icon: 'edit',
    key: 'e',
    when: always,
    isShown: isKept,
    do: edit,
  },
  {
    name: 'copy',
    label: labelOf('page.copy'),
    about: labelOf('page.copy-about'),
    icon: 'copy',
    key: 'c',
    when: always,
    isShown: isKept,
    do: (_, card) => void copyPrompt(card),
  },
  {
    name: 'download',
    label: labelOf('page.download'),
    about: labelOf('page.download-about'),
    icon: 'download',
    key: 'd',
    when: ({ pictures }) => pictures.length > 0,
    isShown: isKept,
    isForEach: true,
    do: (_, card, index) => {
      for (const picture of card.pictures)
        if (index === undefined || picture.index === index) download(card, picture.index);
    },
  },
  {
    name: 'delete',
    label: labelOf('page.delete'),
    about: labelOf('page.delete-about'),
    icon: 'remove',
    key: 'Delete',
    when: ({ live }) => !live,
    isShown: isKept,
    do: (store, card) => void remove(store, card),
  },
];

/** A key as people read it. */
export function keyName(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key;
}
