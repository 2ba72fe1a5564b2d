import { byId, element, icon } from '#bot/studio/page/app/element.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** What stands around the prompt: what is left out, an idea, whose child the draft is, and whether the studio is there. */
export function showExtras(store: PageStore): void {
  showNegative(store);
  showIdea(store);
  showParent(store);
  const connection = byId('connection', HTMLParagraphElement);
  store.watch(
    ({ isConnected }) => [isConnected],
    (isConnected) => {
      connection.textContent = isConnected === false ? labelOf('page.reconnecting') : '';
    },
  );
}

function showNegative(store: PageStore): void {
  const toggle = byId('toggle-negative', HTMLButtonElement);
  const row = byId('negative-row', HTMLLabelElement);
  const input = byId('negative', HTMLInputElement);
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

/** Writes one of the prompts that the model draws well. */
function showIdea(store: PageStore): void {
  const button = byId('idea', HTMLButtonElement);
  store.watch(
    ({ facts }) => [facts],
    (facts) => {
      button.hidden = (facts?.suggestions.length ?? 0) === 0;
    },
  );
  button.addEventListener('click', () => {
    const others = (store.state.facts?.suggestions ?? []).filter((prompt) => prompt !== store.state.draft.prompt);
    changeDraft(store, { prompt: others[Math.floor(Math.random() * others.length)] ?? '' });
    byId('prompt', HTMLTextAreaElement).focus();
  });
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
            type: 'button',
            class: 'square',
            'aria-label': labelOf('page.start-anew'),
            onclick: () => changeDraft(store, { parentId: null }),
          },
          icon('close'),
        ),
      );
    },
  );
}
