import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { browse } from '#bot/studio/page/parts/browse.ts';
import { createTile, type Tile } from '#bot/studio/page/parts/tile.ts';

/** As many of the newest as one goes through by hand; the gallery has all. */
const SHOWN_MAX = 40;

/** The newest pictures beside the easel: what waits is hatched, what is drawn shows its preview. */
export function showRack(store: PageStore): void {
  const rack = byId('rack', HTMLElement);
  const room = byId('room-draw', HTMLDivElement);
  const empty = element('p', { class: 'unseen' }, labelOf('page.gallery-empty'));
  const tiles = new Map<string, Tile>();
  store.watch(
    (state) => [state.jobs, onStage(state)?.id],
    (jobs, stageId) => {
      const shown = jobs.slice(0, SHOWN_MAX);
      for (const id of tiles.keys()) if (!shown.some((card) => card.id === id)) tiles.delete(id);
      for (const card of shown) {
        const tile = tiles.get(card.id) ?? createTile(card, ({ id }) => store.set({ selectedId: id }));
        if (tile.card !== card) tile.show(card);
        tiles.set(card.id, tile);
      }
      const buttons = shown.map(({ id }) => tiles.get(id)!.button);
      putInOrder(rack, buttons.length === 0 ? [empty] : buttons);
      room.classList.toggle('is-empty', buttons.length === 0);
      mark(buttons, { stageId });
    },
  );
  rack.addEventListener('keydown', (event) => stepThrough(store, event));
}

/** One of them can be reached with Tab: the one on the stage, else the first. From there arrows go on. */
function mark(buttons: readonly HTMLButtonElement[], { stageId }: { readonly stageId: string | undefined }): void {
  const chosen = buttons.find(({ dataset }) => dataset.job === stageId);
  for (const button of buttons) {
    button.ariaCurrent = String(button === chosen);
    button.tabIndex = button === (chosen ?? buttons[0]) ? 0 : -1;
  }
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Inside the rack the focus goes along with the choice. */
function stepThrough(store: PageStore, event: KeyboardEvent): void {
  const move = STEPS[event.key];
  if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  browse(store, move);
  const { id } = onStage(store.state) ?? { id: '' };
  queueMicrotask(() => document.querySelector<HTMLElement>(`#rack [data-job="${CSS.escape(id)}"]`)?.focus());
}
