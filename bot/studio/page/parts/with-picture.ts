import { ACTIONS } from '#bot/studio/page/app/actions.ts';
import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { undoNewest } from '#bot/studio/page/app/undo.ts';
import { isForPage } from '#bot/studio/page/parts/keys.ts';
import { showNow } from '#bot/studio/page/parts/now.ts';
import { showPlate } from '#bot/studio/page/parts/plate.ts';

/** What there is as soon as a picture is asked for: how it stands, its plate, and the keys of what can be done with it. */
export function showWithPicture(store: PageStore): void {
  showNow(store);
  showPlate(store);
  document.addEventListener('keydown', (event) => act(store, event));
}

function act(store: PageStore, event: KeyboardEvent): void {
  if (!isForPage(event)) return;
  const isUndo = (event.ctrlKey || event.metaKey) && event.key === 'z';
  if (isUndo && undoNewest()) event.preventDefault();
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const card = onStage(store.state);
  const action = card && ACTIONS.find((one) => one.key === event.key && one.when(card));
  if (!action) return;
  event.preventDefault();
  action.do(store, card, { byPointer: false });
}
