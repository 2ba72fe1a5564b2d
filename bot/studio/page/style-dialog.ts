import { byId, element, icon } from '#bot/studio/page/element.ts';
import { Refused, server } from '#bot/studio/page/server.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/state.ts';
import { createStyleForm } from '#bot/studio/page/style-form.ts';
import { say } from '#bot/studio/page/toasts.ts';
import type { StyleCard, TypedStyle } from '#bot/studio/server/api.ts';

/** Opens the editor of one style; null = of a new one. What the studio refuses is said inside the dialog. */
export function openStyleDialog(store: PageStore, style: StyleCard | null): void {
  const dialog = byId('style-dialog', HTMLDialogElement);
  const fields = createStyleForm(style, store.state.cluster.offer);
  const trouble = element('p', { class: 'trouble', role: 'alert' });

  async function run(command: () => Promise<void>) {
    try {
      await command();
      dialog.close();
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      trouble.textContent = thrown.message;
    }
  }
  const form = element(
    'form',
    {
      novalidate: true, // the studio says all that is wrong at once, in its own words
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        void run(() => save(store, style, fields.read()));
      },
    },
    element(
      'header',
      {},
      element('h2', { id: 'style-dialog-title' }, style ? `Style ${style.name}` : 'New style'),
      element(
        'button',
        { type: 'button', class: 'square', 'aria-label': 'Close', onclick: () => dialog.close() },
        icon('close'),
      ),
    ),
    ...fields.rows,
    trouble,
    element('footer', {}, ...buttons(store, style, run), element('span', { class: 'grow' }), saveButton(style)),
  );
  dialog.replaceChildren(form);
  dialog.showModal();
}

function saveButton(style: StyleCard | null): HTMLButtonElement {
  const text = style === null ? 'Create style' : style.readyMade ? 'Save as your own' : 'Save';
  return element('button', { type: 'submit', class: 'primary' }, text);
}

function buttons(store: PageStore, style: StyleCard | null, run: (command: () => Promise<void>) => Promise<void>) {
  if (!style) return [];
  const isDefault = store.state.styles.defaultStyle === style.name;
  const makeDefault = () =>
    run(async () => {
      store.set({ styles: await server.setDefaultStyle(isDefault ? null : style.name) });
      say(isDefault ? 'Plain is the default now' : `${style.name} is the default now`);
    });
  const remove = () =>
    run(async () => {
      store.set({ styles: await server.removeStyle(style.name) });
      changeDraft(store, { style: null });
      say(`Style ${style.name} deleted`);
    });
  return [
    element(
      'button',
      { type: 'button', class: 'ghost', onclick: makeDefault },
      icon('star'),
      isDefault ? 'No default' : 'Make default',
    ),
    style.readyMade
      ? null
      : element('button', { type: 'button', class: 'ghost danger', onclick: remove }, icon('remove'), 'Delete'),
  ];
}

async function save(store: PageStore, style: StyleCard | null, fields: TypedStyle): Promise<void> {
  const isNew = style === null || style.readyMade;
  const { name, notices, ...styles } = await (isNew
    ? server.createStyle(fields)
    : server.changeStyle(style.name, fields));
  store.set({ styles });
  changeDraft(store, { style: name });
  say([`Style ${name} ${isNew ? 'created' : 'saved'}`, ...notices].join('\n'));
}
