import { INPAINT } from '#bot/studio/page/app/beside-pictures.ts';
import { followPicture, takeFromEasel, takeIn } from '#bot/studio/page/app/control-picture.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import {
  changeDraft,
  chosenModel,
  type DraftLikes,
  type GivenCard,
  type PageStore,
} from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf, words } from '#bot/studio/page/app/words.ts';
import { field, fill } from '#bot/studio/page/parts/field.ts';
import { createSlot, type Slot } from '#bot/studio/page/parts/picture-slot.ts';

/** Above 0, up to this: how closely a picture is followed, or how much of it acts. */
const STRENGTH_MAX = 2;

/** Pictures beside the words, where the model takes some: one to follow, with what is read of it, and ones to be like. */
export function showBeside(store: PageStore): void {
  byId('settings', HTMLDivElement).append(followField(store), likeField(store));
}

function followField(store: PageStore): HTMLElement {
  const method = element('select', { 'aria-label': labelOf('page.method') });
  const network = element('select', { 'aria-label': labelOf('page.network') });
  const change = (part: Partial<NonNullable<PageStore['state']['draft']['control']>>) => {
    const { control } = store.state.draft;
    if (control) changeDraft(store, { control: { ...control, ...part } });
  };
  const follow = async (of: GivenCard) => {
    slot.busy(true);
    await attempt(() => followPicture(store, of, ['', INPAINT].includes(method.value) ? null : method.value));
    slot.busy(false);
  };
  const slot = createSlot({
    label: labelOf('page.follow'),
    take: (picture) => void follow(picture),
    away: () => changeDraft(store, { control: null }),
    ...sources(store),
  });
  const weight = slider(labelOf('page.follow-weight'), (value) => change({ weight: value }));
  method.addEventListener('change', () => {
    const { control } = store.state.draft;
    if (method.value === INPAINT) return changeDraft(store, { control: fillingIn(store) });
    const of = control?.of ?? whole(control);
    if (of) void follow(of);
    else changeDraft(store, { control: null });
  });
  network.addEventListener('change', () => change({ network: network.value || null }));
  const more = element('div', { class: 'stack' }, network, weight.row);
  const of = field('follow', { label: labelOf('page.follow'), control: slot.place });
  of.append(method, more, element('p', { class: 'soft small-text' }, labelOf('page.follow-about')));
  store.watch(
    (state) => [chosenModel(state), state.cluster.methods, state.commands, state.draft.control, state.draft.start],
    (model, methods, _commands, control, start) => {
      const controls = model?.controls ?? [];
      const fillsIn = methods.includes(INPAINT) && start !== null && fillingNetwork(controls) !== undefined;
      of.hidden = controls.length === 0 && control === null;
      const made = methodNames(
        store,
        methods.filter((name) => name !== INPAINT),
      );
      const filling =
        fillsIn || control?.method === INPAINT ? [[INPAINT, labelOf('page.method-inpaint')] as const] : [];
      fill(method, [...made, ...filling, ['', labelOf('page.method-none')]]);
      if (control) method.value = control.method ?? '';
      fill(network, [['', labelOf('page.auto')], ...controls.map((name) => [name, name] as const)]);
      network.value = control?.network ?? '';
      network.hidden = controls.length < 2;
      more.hidden = control === null;
      slot.show(whole(control));
      weight.show(control?.weight ?? null);
    },
  );
  return of;
}

/** The first network that was made for filling in what is marked. */
function fillingNetwork(controls: readonly string[]): string | undefined {
  return controls.find((name) => name.includes(INPAINT));
}

function fillingIn({ state }: PageStore): NonNullable<PageStore['state']['draft']['control']> {
  const network = fillingNetwork(chosenModel(state)?.controls ?? []) ?? null;
  return { of: null, method: INPAINT, network, weight: state.draft.control?.weight ?? null };
}

function whole(control: PageStore['state']['draft']['control']): GivenCard | null {
  const { sha256, address } = control ?? {};
  return sha256 !== undefined && address !== undefined ? { sha256, address } : null;
}

/** As the command that makes one calls them, in the reader's language. */
function methodNames({ state }: PageStore, methods: readonly string[]): readonly (readonly [string, string])[] {
  const command = state.commands.find(({ call }) => call === 'preview');
  const known = command?.options.find(({ name }) => name === 'method')?.choices ?? [];
  return methods.map((name) => [name, known.find(({ value }) => value === name)?.label ?? name] as const);
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

function sources(store: PageStore) {
  return {
    fromFile: async (file: Blob) => {
      let taken: GivenCard | null = null;
      await attempt(async () => {
        taken = await takeIn(file);
      });
      return taken as GivenCard | null;
    },
    fromEasel: () => takeFromEasel(store),
  };
}

/** A number above 0 that the model decides as long as nobody has moved it. */
function slider(label: string, set: (value: number) => void) {
  const value = element('output', {});
  const oninput = () => set(input.valueAsNumber);
  const input = element('input', {
    type: 'range',
    min: 0.05,
    max: STRENGTH_MAX,
    step: 0.05,
    'aria-label': label,
    oninput,
  });
  return {
    row: field('weight', { label, control: input, value }),
    show(now: number | null) {
      input.valueAsNumber = now ?? 1;
      input.style.setProperty('--full', String(((now ?? 1) - 0.05) / (STRENGTH_MAX - 0.05)));
      value.textContent = now === null ? labelOf('page.auto') : words.number(now);
    },
  };
}
