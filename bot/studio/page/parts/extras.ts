import { byId, element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { later } from '#bot/studio/page/app/later.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** What stands around the prompt: what is left out, whose child the draft is, and whether the studio is there. */
export function showExtras(store: PageStore): void {
  showNegative(store);
  showParent(store);
  showStartButton(store);
  byId('open-explain', HTMLButtonElement).prepend(icon('lines'));
  byId('open-explain', HTMLButtonElement).addEventListener('click', () => {
    void later(
      () => import('#bot/studio/page/parts/explain.ts'),
      ({ openExplanation }) => openExplanation(store),
    );
  });
  const connection = byId('connection', HTMLParagraphElement);
  store.watch(
    ({ isConnected }) => [isConnected],
    (isConnected) => {
      connection.textContent = isConnected === false ? labelOf('page.reconnecting') : '';
    },
  );
}

function showStartButton(store: PageStore): void {
  const open = byId('open-picture', HTMLButtonElement);
  const label = labelOf('page.start-picture');
  open.append(icon('picture'), element('span', { class: 'word-beside' }, label));
  open.ariaLabel = label;
  open.addEventListener('click', () => {
    void later(
      () => import('#bot/studio/page/parts/given.ts'),
      ({ choosePicture }) => choosePicture(store),
    );
  });
}

function showNegative(store: PageStore): void {
  const toggle = byId('toggle-negative', HTMLButtonElement);
  const row = byId('negative-row', HTMLLabelElement);
  const input = byId('negative', HTMLInputElement);
  toggle.prepend(icon('without'));
  let isOpen = false;
  const show = () => {
    row.hidden = !isOpen && store.state.draft.negative === '';
    toggle.hidden = !row.hidden;
  };
  toggle.addEventListener('click', () => {
    isOpen = true;
    show();
    input.focus();
  });
  input.addEventListener('input', () => changeDraft(store, { negative: input.value }));
  input.addEventListener('blur', () => {
    isOpen = false;
    show();
  });
  store.watch(
    ({ draft }) => [draft.negative],
    (negative) => {
      if (input.value !== negative) input.value = negative;
      show();
    },
  );
}

function showParent(store: PageStore): void {
  const place = byId('parent', HTMLDivElement);
  store.watch(
    ({ draft, jobs }) => [draft.parentId, jobs.find(({ id }) => id === draft.parentId)?.order.prompt],
    (parentId, prompt) => {
      place.hidden = parentId === null;
      place.replaceChildren(
        element('span', {}, `${labelOf('page.editing')} `, element('b', {}, prompt ?? labelOf('page.older-picture'))),
        element(
          'button',
          {
            class: 'btn quiet icon-only small',
            'aria-label': labelOf('page.start-anew'),
            onclick: () => changeDraft(store, { parentId: null }),
          },
          icon('close'),
        ),
      );
    },
  );
}
