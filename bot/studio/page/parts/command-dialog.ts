import { take } from '#bot/studio/page/app/commands.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { richNodes } from '#bot/studio/page/app/rich-nodes.ts';
import { Refused, server } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { attempt, say } from '#bot/studio/page/app/toasts.ts';
import { createCommandForm } from '#bot/studio/page/parts/command-form.ts';
import { dialogHead } from '#bot/studio/page/parts/dialog-head.ts';
import type { CommandCard, CommandReply } from '#bot/studio/server/api.ts';
import { plainText } from '#shared/text/rich.ts';

/** Runs a command that needs nothing, or asks for what it can be given; its answer comes in the same dialog. */
export function openCommand(store: PageStore, command: CommandCard): void {
  if (command.options.length === 0)
    void attempt(async () => show(store, await server.run(command.call, {}), { isAwaited: true }));
  else ask(store, command);
}

function ask(store: PageStore, command: CommandCard): void {
  const fields = createCommandForm(store, command);
  const send = element('button', { type: 'submit', class: 'btn main' }, `/${command.call}`);
  const trouble = element('p', { class: 'trouble', role: 'alert' });
  const form = element(
    'form',
    {
      novalidate: true, // the studio says all that is wrong at once, in its own words
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        if (!send.disabled) void submit();
      },
    },
    ...fields.rows,
    trouble,
    element('footer', {}, element('span', { class: 'grow' }), send),
  );

  async function submit() {
    send.disabled = true;
    trouble.textContent = '';
    try {
      const reply = await server.run(command.call, await fields.read());
      await show(store, reply, { isAwaited: form.isConnected && byId('command-dialog', HTMLDialogElement).open });
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      trouble.textContent = thrown.message;
    }
    send.disabled = false;
  }

  open(command.description, form);
}

/**
 * A job goes to the stage, a sentence into the corner, a card into the dialog. Nothing comes over what somebody does
 * who has closed the dialog meanwhile: they hear the answer's heading alone. Whatever it was may have changed styles.
 */
async function show(
  store: PageStore,
  reply: CommandReply,
  { isAwaited }: { readonly isAwaited: boolean },
): Promise<void> {
  const dialog = byId('command-dialog', HTMLDialogElement);
  switch (reply.answer) {
    case 'panel':
      take(store, reply.job);
      if (isAwaited) dialog.close();
      break;
    case 'sentence':
      say(reply.sentence);
      if (isAwaited) dialog.close();
      break;
    case 'card':
      if (!isAwaited) say(plainText(reply.heading));
      else open(plainText(reply.heading), ...cardNodes(reply));
      break;
  }
  store.set({ styles: await server.styles() });
}

function cardNodes({ notices, paragraphs, fields }: Extract<CommandReply, { answer: 'card' }>): readonly Node[] {
  const lines = [
    ...notices.map((notice) => ['notice', notice] as const),
    ...paragraphs.map((text) => ['', text] as const),
  ];
  return [
    ...lines.map(([kind, text]) => element('p', { class: kind }, ...richNodes(text))),
    element(
      'dl',
      { class: 'answer' },
      ...fields.flatMap(({ name, value }) => [
        element('dt', {}, ...richNodes(name)),
        element('dd', {}, ...richNodes(value)),
      ]),
    ),
  ];
}

function open(title: string, ...content: readonly Node[]): void {
  const dialog = byId('command-dialog', HTMLDialogElement);
  dialog.replaceChildren(dialogHead(dialog, { id: 'command-title', title }), ...content);
  if (!dialog.open) dialog.showModal();
}
