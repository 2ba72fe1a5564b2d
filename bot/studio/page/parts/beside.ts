import { byId, element } from '#bot/studio/page/app/element.ts';
import { changeDraft, chosenModel, type DraftLikes, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { field } from '#bot/studio/page/parts/field.ts';
import { followField } from '#bot/studio/page/parts/follow-field.ts';
import { createSlot, type Slot } from '#bot/studio/page/parts/picture-slot.ts';
import { slider, sources } from '#bot/studio/page/parts/picture-sources.ts';

/** Pictures beside the words, where the model takes some: ones to follow, with what is read of them, and ones to be like. */
export function showBeside(store: PageStore): void {
  const place = byId('beside', HTMLDivElement);
  place.append(followField(store), likeField(store));
  store.watch(
    ({ side, isChanging }) => [side === 'settings' && !isChanging],
    (isOpen) => {
      place.hidden = !isOpen;
    },
  );
}

function likeField(store: PageStore): HTMLElement {
  const change = (part: Partial<DraftLikes>) => changeDraft(store, { like: { ...store.state.draft.like, ...part } });
  const slotOf = (name: 'whole' | 'style', label: string): Slot =>
    createSlot({
      label,
      take: (picture) => change({ [name]: picture }),
      away: () => change({ [name]: null }),
      ...sources(store),
    });
  const slots = {
    whole: slotOf('whole', labelOf('page.like-whole')),
    style: slotOf('style', labelOf('page.like-style')),
  };
  const strength = slider(labelOf('page.like-strength'), (value) => change({ strength: value }));
  const control = element('div', { class: 'slots' }, slots.whole.place, slots.style.place);
  const of = field('like', { label: labelOf('page.like'), control });
  of.append(strength.row);
  store.watch(
    (state) => [chosenModel(state)?.likesPictures ?? false, state.draft.like],
    (takes, like) => {
      of.hidden = !takes && !like.whole && !like.style;
      slots.whole.show(like.whole);
      slots.style.show(like.style);
      strength.row.hidden = !like.whole && !like.style;
      strength.show(like.strength);
    },
  );
  return of;
}
