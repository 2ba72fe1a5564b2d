import { INPAINT } from '#bot/studio/page/app/beside-pictures.ts';
import { followPicture, UNSAID } from '#bot/studio/page/app/control-picture.ts';
import { element } from '#bot/studio/page/app/element.ts';
import {
  changeDraft,
  chosenModel,
  type DraftControl,
  type GivenCard,
  type PageStore,
} from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { field, fill } from '#bot/studio/page/parts/field.ts';
import { createSlot } from '#bot/studio/page/parts/picture-slot.ts';
import { slider, sources } from '#bot/studio/page/parts/picture-sources.ts';
import { CONTROL_UNITS_MAX } from '#shared/contract/bounds.ts';

/** Control pictures, one below the other, and a place for one more; each with what is read of it, by whom, and how. */
export function followField(store: PageStore): HTMLElement {
  const units = Array.from({ length: CONTROL_UNITS_MAX }, (_, at) => controlUnit(store, at));
  const list = element('div', { class: 'stack' }, ...units.map(({ place }) => place));
  const of = field('follow', { label: labelOf('page.follow'), control: list });
  of.append(element('p', { class: 'soft small-text' }, labelOf('page.follow-about')));
  store.watch(
    (state) => [chosenModel(state), state.cluster.methods, state.commands, state.draft.control, state.draft.start],
    (model, methods, _commands, control, start) => {
      const controls = model?.controls ?? [];
      of.hidden = controls.length === 0 && control.length === 0;
      for (const [at, { place, show }] of units.entries()) {
        place.hidden = at > control.length;
        show({
          control: control[at] ?? null,
          controls,
          methods: waysToRead(store, { methods, controls, control, start }),
        });
      }
    },
  );
  return of;
}

interface Shown {
  readonly control: DraftControl | null;
  /** Names of the model's networks. */
  readonly controls: readonly string[];
  /** With what each is called. */
  readonly methods: readonly (readonly [string, string])[];
}

/** One of them: what the draft has at this place, or where the next one goes. */
function controlUnit(store: PageStore, at: number) {
  const now = () => store.state.draft.control[at];
  const change = (part: Partial<DraftControl>) => {
    const control = now();
    if (control) put(store, at, [{ ...control, ...part }]);
  };
  const method = element('select', { 'aria-label': labelOf('page.method') });
  const network = element('select', { 'aria-label': labelOf('page.network') });
  const follow = async (of: GivenCard) => {
    slot.busy(true);
    const how = ['', INPAINT].includes(method.value) ? null : method.value;
    await attempt(() => followPicture(store, { of, method: how, at }));
    slot.busy(false);
  };
  const slot = createSlot({
    label: labelOf(at === 0 ? 'page.follow' : 'page.follow-another'),
    take: (picture) => void follow(picture),
    away: () => put(store, at, []),
    ...sources(store),
  });
  const weight = slider(labelOf('page.follow-weight'), (value) => change({ weight: value }));
  const from = slider(labelOf('page.follow-from'), (value) => change({ from: value }), { min: 0, max: 0.95, usual: 0 });
  const to = slider(labelOf('page.follow-to'), (value) => change({ to: value }), { min: 0.05, max: 1, usual: 1 });
  const guess = element('input', { type: 'checkbox', onchange: () => change({ guess: guess.checked }) });
  const outweigh = element('label', { class: 'tick' }, guess, labelOf('page.follow-guess'));
  method.addEventListener('change', () => {
    const control = now();
    if (method.value === INPAINT) return put(store, at, [fillingIn(store, control)]);
    const of = control?.of ?? pictureOf(control);
    if (of) void follow(of);
    else put(store, at, []);
  });
  network.addEventListener('change', () => change({ network: network.value || null }));
  const more = element('div', { class: 'stack' }, network, weight.row, from.row, to.row, at === 0 && outweigh);
  return {
    place: element('div', { class: 'stack control-unit' }, slot.place, method, more),
    show({ control, controls, methods }: Shown) {
      fill(method, methods);
      if (control) method.value = control.method ?? '';
      fill(network, [['', labelOf('page.auto')], ...controls.map((name) => [name, name] as const)]);
      network.value = control?.network ?? '';
      network.hidden = controls.length < 2;
      more.hidden = control === null;
      slot.show(pictureOf(control));
      weight.show(control?.weight ?? null);
      from.show(control?.from ?? null);
      to.show(control?.to ?? null);
      guess.checked = control?.guess ?? false;
    },
  };
}

/** What the draft has at this place becomes this, or nothing. */
function put(store: PageStore, at: number, now: readonly DraftControl[]): void {
  changeDraft(store, { control: store.state.draft.control.toSpliced(at, 1, ...now) });
}

/** What can be read of a picture; what is marked on the one to start from is filled in by one alone. */
function waysToRead(
  store: PageStore,
  {
    methods,
    controls,
    control,
    start,
  }: Pick<Shown, 'controls'> & Pick<PageStore['state']['draft'], 'control' | 'start'> & { methods: readonly string[] },
): Shown['methods'] {
  const fillsIn = methods.includes(INPAINT) && start !== null && fillingNetwork(controls) !== undefined;
  const isFilling = control.some(({ method }) => method === INPAINT);
  const filling = fillsIn || isFilling ? [[INPAINT, labelOf('page.method-inpaint')] as const] : [];
  const made = methods.filter((name) => name !== INPAINT);
  return [...methodNames(store, made), ...filling, ['', labelOf('page.method-none')]];
}

/** The first network that was made for filling in what is marked. */
function fillingNetwork(controls: readonly string[]): string | undefined {
  return controls.find((name) => name.includes(INPAINT));
}

function fillingIn({ state }: PageStore, before: DraftControl | undefined): DraftControl {
  const network = fillingNetwork(chosenModel(state)?.controls ?? []) ?? null;
  return { ...UNSAID, weight: before?.weight ?? null, of: null, method: INPAINT, network };
}

function pictureOf(control: DraftControl | null | undefined): GivenCard | null {
  const { sha256, address } = control ?? {};
  return sha256 !== undefined && address !== undefined ? { sha256, address } : null;
}

/** As the command that makes one calls them, in the reader's language. */
function methodNames({ state }: PageStore, methods: readonly string[]): Shown['methods'] {
  const command = state.commands.find(({ call }) => call === 'preview');
  const known = command?.options.find(({ name }) => name === 'method')?.choices ?? [];
  return methods.map((name) => [name, known.find(({ value }) => value === name)?.label ?? name] as const);
}
