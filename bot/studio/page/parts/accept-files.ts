import { droppedPicture, isOwnDragged, isPictureDragged, nameDragged } from '#bot/studio/page/app/dropped-picture.ts';
import { byId } from '#bot/studio/page/app/element.ts';
import { later } from '#bot/studio/page/app/later.ts';
import { enterRoom } from '#bot/studio/page/app/rooms.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

const load = () => import('#bot/studio/page/parts/bring-settings.ts');

/** What all programs' settings have in them; whoever reads them says whether it is so. */
const MAY_BE_SETTINGS = /steps|seed|^\s*\{/i;

/**
 * A picture that is dropped or pasted: settings inside fill the prompt and the controls, and one without is what the
 * draft starts from. The text of such settings does the same.
 */
export function acceptFiles(store: PageStore): void {
  document.addEventListener('paste', (event) => {
    const isPrompt = event.target === byId('prompt', HTMLTextAreaElement);
    if (!isPrompt && isWritten(event.target)) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const [file] = event.clipboardData?.files ?? [];
    if (text === '' ? !file : !isPrompt || !MAY_BE_SETTINGS.test(text)) return;
    event.preventDefault();
    if (!isPrompt) enterRoom('draw'); // where it shows
    void later(load, (part) => (text === '' ? part.bringFile(store, file!) : part.bringText(store, text)));
  });
  const mark = (isOver: boolean) => document.body.classList.toggle('dropping', isOver);
  document.body.dataset.drop = labelOf('page.drop');
  document.addEventListener('dragstart', nameDragged);
  document.addEventListener('dragover', (event) => {
    if (!isPictureDragged(event)) return;
    event.preventDefault();
    mark(store.state.room === 'draw' || !isOwnDragged(event));
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) mark(false);
  });
  document.addEventListener('dragend', () => mark(false));
  // While something is dragged no pointer moves; a browser may not tell of one that was given up.
  document.addEventListener('pointermove', () => mark(false), { passive: true });
  document.addEventListener('drop', (event) => {
    const dropped = droppedPicture(event);
    mark(false);
    if (!dropped) return;
    event.preventDefault(); // a browser would leave the page and show the file
    if (dropped.isOwn && store.state.room !== 'draw') return; // let go where it hangs
    enterRoom('draw');
    void later(load, (part) => part.bringDropped(store, dropped));
  });
  openRoomsOnTheWay();
}

/** Whether what is pasted here is text for a field. */
function isWritten(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** A picture that is held over the name of a room opens it: what hangs in the gallery can be dragged to the easel. */
function openRoomsOnTheWay(): void {
  byId('rooms', HTMLElement).addEventListener('dragenter', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link?.hash === '#draw' && isPictureDragged(event)) enterRoom('draw');
  });
}
