import { byId } from '#bot/studio/page/app/element.ts';
import { later } from '#bot/studio/page/app/later.ts';
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
  byId('prompt', HTMLTextAreaElement).addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const [file] = event.clipboardData?.files ?? [];
    if (text === '' ? !file : !MAY_BE_SETTINGS.test(text)) return;
    event.preventDefault();
    void later(load, (part) => (text === '' ? part.bringFile(store, file!) : part.bringText(store, text)));
  });
  const mark = (isOver: boolean) => document.body.classList.toggle('dropping', isOver);
  document.body.dataset.drop = labelOf('page.drop');
  document.addEventListener('dragover', (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) mark(false);
  });
  document.addEventListener('drop', (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    mark(false);
    if (!file) return;
    event.preventDefault(); // a browser would leave the page and show the file
    void later(load, (part) => part.bringFile(store, file));
  });
}

function hasFile({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
