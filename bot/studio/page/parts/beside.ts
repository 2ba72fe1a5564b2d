import { byId, element } from '#bot/studio/page/app/element.ts';
import { server } from '#bot/studio/page/app/server.ts';
import { changeDraft, chosenModel, type DraftLikes, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { field, fill } from '#bot/studio/page/parts/field.ts';
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
  const choosers = {
    take: chooser((take) => change({ take })),
    whole: chooser((area) => change({ wholeArea: area, wholeMask: null })),
    style: chooser((area) => change({ styleArea: area, styleMask: null })),
  };
  slots.whole.place.append(choosers.take.list, choosers.whole.list);
  slots.style.place.append(choosers.style.list);
  const control = element('div', { class: 'slots' }, slots.whole.place, slots.style.place);
  const of = field('like', { label: labelOf('page.like'), control });
  of.append(strength.row);
  void offerAreas([choosers.whole, choosers.style]);
  store.watch(
    (state) => [chosenModel(state)?.likesPictures ?? false, state.draft.like, state.commands],
    (takes, like, commands) => {
      const options = commands.find(({ call }) => call === 'imagine')?.options ?? [];
      const take = options.find(({ name }) => name === TAKE);
      const area = options.find(({ name }) => name === AREA);
      choosers.take.offer((take?.choices ?? []).map(({ value, label }) => [value === 'all' ? '' : value, label]));
      choosers.take.list.ariaLabel = take?.label ?? TAKE;
      choosers.whole.list.ariaLabel = area?.label ?? AREA;
      choosers.style.list.ariaLabel = area?.label ?? AREA;
      choosers.take.show(like.take, like.whole !== null && (chosenModel(store.state)?.keepsStyleApart ?? false));
      choosers.whole.show(like.wholeArea, like.whole !== null && like.wholeMask === null);
      choosers.style.show(like.styleArea, like.style !== null && like.styleMask === null);
      of.hidden = !takes && !like.whole && !like.style;
      slots.whole.show(like.whole);
      slots.style.show(like.style);
      strength.row.hidden = !like.whole && !like.style;
      strength.show(like.strength);
    },
  );
  return of;
}

/** The option whose choices are what can be taken of a picture. */
const TAKE = 'image-prompt-take';
const AREA = 'image-prompt-area';

/** A list of which the first is what holds where nothing is chosen. */
function chooser(choose: (value: string | null) => void) {
  const list = element('select', { hidden: true, onchange: () => choose(list.value || null) });
  return {
    list,
    offer: (options: readonly (readonly [string, string])[]) => fill(list, options),
    show(value: string | null, isOffered: boolean) {
      list.hidden = !isOffered || list.options.length === 0;
      list.value = value ?? '';
    },
  };
}

/** Parts of a picture by their names, as the command completes them. */
async function offerAreas(choosers: readonly ReturnType<typeof chooser>[]): Promise<void> {
  const found = await server.complete('imagine', AREA, '').catch(() => []);
  const areas = found.map(({ value, label }) => [value, label] as const);
  for (const { offer } of choosers) offer(areas.length === 0 ? [] : [['', labelOf('page.like-everywhere')], ...areas]);
}
