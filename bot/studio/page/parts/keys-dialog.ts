import { ACTIONS, keyName } from '#bot/studio/page/app/actions.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { dialogHead } from '#bot/studio/page/parts/dialog-head.ts';
import { openCommand } from '#bot/studio/page/parts/open-command.ts';
import type { CommandCard } from '#bot/studio/server/api.ts';

/** Keys of the page itself, as they are told in the dialog; those of pictures and commands stand in their own tables. */
const KEYS: readonly (readonly [string, string])[] = [
  ['Enter', labelOf('page.key-make')],
  ['Alt+L', labelOf('page.key-live')],
  ['Ctrl+↑ ↓', labelOf('page.key-weight')],
  ['/', labelOf('page.key-write')],
  ['← →', labelOf('page.key-browse')],
  ['Tab', labelOf('page.key-complete')],
  ['↑ ↓', labelOf('page.key-recall')],
  ['Ctrl+Z', labelOf('page.key-undo')],
  ['?', labelOf('page.key-list')],
];

/** All keys, and all commands, which are run from there. */
export function openKeys(store: PageStore): void {
  const dialog = byId('keys-dialog', HTMLDialogElement);
  const ofPictures = ACTIONS.flatMap(({ key, name }) =>
    key === null ? [] : [[keyName(key), labelOf(`page.${name}-about`)] as const],
  );
  dialog.replaceChildren(
    dialogHead(dialog, { id: 'keys-title', title: labelOf('page.keyboard') }),
    element('dl', { class: 'keys' }, ...[...KEYS, ...ofPictures].flatMap(([key, what]) => keyRow(key, what))),
    element('h3', {}, labelOf('page.commands')),
    element('dl', { class: 'keys' }, ...store.state.commands.flatMap((command) => commandRow(store, command))),
  );
  dialog.showModal();
}

function keyRow(key: string, what: string): readonly Node[] {
  return [element('dt', {}, element('kbd', {}, key)), element('dd', {}, what)];
}

function commandRow(store: PageStore, command: CommandCard): readonly Node[] {
  const run = () => {
    byId('keys-dialog', HTMLDialogElement).close();
    openCommand(store, command);
  };
  return [
    element('dt', {}, element('button', { class: 'link', onclick: run }, `/${command.call}`)),
    element(
      'dd',
      {},
      command.description,
      command.key === null ? null : ' ',
      command.key === null ? null : element('kbd', {}, keyName(command.key)),
    ),
  ];
}
