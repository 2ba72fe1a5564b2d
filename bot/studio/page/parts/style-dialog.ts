import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { type CommandInput, Refused, server } from '#bot/studio/page/app/server.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/app/state.ts';
import { attempt, offer, say } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { dialogHead } from '#bot/studio/page/parts/dialog-head.ts';
import { createStyleForm } from '#bot/studio/page/parts/style-form.ts';
import { styleHistory } from '#bot/studio/page/parts/style-history.ts';
import { stylePreview } from '#bot/studio/page/parts/style-preview.ts';
import type { StyleCard } from '#bot/studio/server/api.ts';
import { plainText } from '#shared/text/rich.ts';

/** Opens the editor of one style; null = of a new one. What the studio refuses is said inside the dialog. */
export function openStyleDialog(store: PageStore, style: StyleCard | null): void {
  const dialog = byId('style-dialog', HTMLDialogElement);
  const fields = createStyleForm(style, store.state.cluster.offer);
  const trouble = element('p', { class: 'trouble', role: 'alert' });
  const preview = stylePreview(store, fields.read);
  const isOwn = style !== null && !style.readyMade;
  const restore = (version: number) => run(() => told(store, 'style restore', { name: style?.name ?? '', version }));
  const history = isOwn ? styleHistory(style.name, restore) : null;

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
        void run(async () => {
          if (history && !(await history.isAsOpened())) throw new Refused(labelOf('machines.style-elsewhere'), 409);
          await save(store, style, fields.read());
        });
      },
    },
    dialogHead(dialog, {
      id: 'style-dialog-title',
      title: style ? labelOf('page.style-title', { name: style.name }) : labelOf('page.new-style'),
    }),
    element('div', { class: 'style-parts' }, element('div', { class: 'style-rows' }, ...fields.rows), preview.element),
    history?.element ?? null,
    trouble,
    element('footer', {}, ...buttons(store, style, run), element('span', { class: 'grow' }), saveButton(style)),
  );
  form.addEventListener('input', preview.changed);
  dialog.addEventListener('close', preview.end, { once: true });
  dialog.replaceChildren(form);
  dialog.showModal();
  preview.changed();
}

function saveButton(style: StyleCard | null): HTMLButtonElement {
  const text =
    style === null
      ? labelOf('page.create-style')
      : style.readyMade
        ? labelOf('page.save-as-own')
        : labelOf('page.save');
  return element('button', { type: 'submit', class: 'btn main' }, text);
}

function buttons(store: PageStore, style: StyleCard | null, run: (command: () => Promise<void>) => Promise<void>) {
  if (!style) return [];
  const isDefault = store.state.styles.defaultStyle === style.name;
  const makeDefault = () =>
    run(async () => {
      await told(store, 'style default', { name: isDefault ? PLAIN_STYLE : style.name });
    });
  const remove = () =>
    run(async () => {
      const { name } = style;
      const reply = await server.run('style delete', { name });
      store.set({ styles: await server.styles() });
      changeDraft(store, { style: null });
      if (reply.answer === 'sentence')
        offer(reply.sentence, { label: labelOf('page.undo'), act: () => undo(store, name) });
    });
  return [
    element(
      'button',
      { class: 'btn', onclick: makeDefault },
      icon('star'),
      isDefault ? labelOf('page.no-default') : labelOf('page.make-default'),
    ),
    style.readyMade
      ? null
      : element('button', { class: 'btn danger', onclick: remove }, icon('remove'), labelOf('page.delete')),
  ];
}

/** Runs a command that answers with a sentence, says it, and shows the styles as they are then. */
async function told(store: PageStore, call: string, input: CommandInput): Promise<void> {
  const reply = await server.run(call, input);
  store.set({ styles: await server.styles() });
  if (reply.answer === 'sentence') say(reply.sentence);
  if (reply.answer === 'card') say(plainText(reply.heading));
}

async function save(store: PageStore, style: StyleCard | null, fields: CommandInput): Promise<void> {
  const isNew = style === null || style.readyMade;
  const reply = await server.run(isNew ? 'style create' : 'style edit', fields);
  if (reply.answer !== 'card') return;
  const name = reply.style ?? '';
  store.set({ styles: await server.styles() });
  changeDraft(store, { style: name });
  const saved = [
    labelOf(isNew ? 'page.style-created' : 'page.style-saved', { name }),
    ...reply.notices.map(plainText),
  ].join('\n');
  if (isNew) say(saved);
  else offer(saved, { label: labelOf('page.undo'), act: () => undo(store, name) });
}

async function undo(store: PageStore, name: string): Promise<void> {
  await attempt(() => told(store, 'style undo', { name }));
}
