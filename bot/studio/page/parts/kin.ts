import { lookAt } from '#bot/studio/page/app/commands.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { coverAddress, server } from '#bot/studio/page/app/server.ts';
import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard, KinCard } from '#bot/studio/server/api.ts';

/** The kin of a picture are asked for once it has been shown for so long. Milliseconds. */
const QUIET_MS = 200;

/** Of each kind so many are shown. */
const SHOWN_MAX = 10;

/** Under the picture: its parent, its children, and what was drawn of the same sentence. */
export function showKin(store: PageStore): void {
  const place = element('div', { class: 'kin', hidden: true });
  byId('caption', HTMLDivElement).append(place);
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.watch(
    (state) => [kinKey(onStage(state)), state.jobs.map(({ id, state: at }) => `${id} ${at}`).join()],
    (key, _jobs) => {
      clearTimeout(timer);
      if (place.dataset.of !== key) place.hidden = true;
      if (key !== '') timer = setTimeout(() => void ask(key), QUIET_MS);
    },
  );

  async function ask(key: string) {
    const card = onStage(store.state);
    if (!card || kinKey(card) !== key) return;
    const kin = await server.kin(card.id).catch(() => null); // a comfort: the picture is there without it
    if (!kin || kinKey(onStage(store.state)) !== key) return;
    place.dataset.of = key;
    const rows = rowsOf(store, card, kin);
    place.replaceChildren(...rows);
    place.hidden = rows.length === 0;
  }
}

/** Which picture the kin are of; empty = it is not drawn yet, so there are none. */
function kinKey(card: JobCard | null): string {
  return card && !card.live && card.state === 'done' ? card.id : '';
}

function rowsOf(store: PageStore, { id }: JobCard, { parent, children, alike }: KinCard): readonly HTMLElement[] {
  const others = alike.filter(
    (one) => one.id !== id && one.id !== parent?.id && !children.some((c) => c.id === one.id),
  );
  return [
    ...row(store, labelOf('page.kin-parent'), parent ? [parent] : []),
    ...row(store, labelOf('page.kin-children'), children),
    ...row(store, labelOf('page.tries'), others),
  ];
}

function row(store: PageStore, title: string, cards: readonly JobCard[]): readonly HTMLElement[] {
  const shown = cards.filter(({ pictures }) => pictures.length > 0).slice(0, SHOWN_MAX);
  if (shown.length === 0) return [];
  const tiles = shown.map((card) => kinTile(card, () => lookAt(store, card)));
  const list = element('div', { class: 'kin-row', role: 'group', 'aria-label': title }, ...tiles);
  return [element('p', { class: 'soft small-text' }, title), list];
}

/** A button with a small picture of a job; pressing it shows the job. */
export function kinTile(card: JobCard, onclick: () => void): HTMLElement {
  const [first] = card.pictures;
  const name = `${card.order.prompt}, ${labelOf('page.seed-value', { seed: first?.seed ?? 0 })}`;
  const picture = element('img', { src: coverAddress(card, first?.index ?? 0), alt: '', loading: 'lazy' });
  return element('button', { class: 'kin-tile', title: name, 'aria-label': name, onclick }, picture);
}
