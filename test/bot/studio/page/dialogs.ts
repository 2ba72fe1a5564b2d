import type { Page } from 'playwright-core';
import type { openPages } from '#test/bot/studio/page/pages.ts';

/** The dialogs of the page, each with what opens it once a picture is on the easel: a control, or a key. */
export const DIALOGS = {
  '#machines-dialog': '#open-machines',
  '#style-dialog': '#new-style',
  '#command-dialog': '#open-help',
  '#explain-dialog': '#open-explain',
  '#share-dialog': '#open-share',
  '#zoom': '.enlarge',
  '#keys-dialog': 'key ?',
} as const;

/** Modules that make a dialog of their own; it opens in the compare room, from a cell of the grid. */
export const DIALOG_MODULES = ['/bot/studio/page/parts/show-dialog.ts'];

/** Whoever sits here can let others in and look after a server: all dialogs and rooms are there. */
export const ALL_ROOMS: Parameters<typeof openPages>[0] = {
  elsewhere: { url: new URL('http://localhost:1'), port: 0, servers: async () => [], login: null, activity: null },
  directory: {
    server: (serverId) => ({ serverId, name: 'Harbour', channels: [{ channelId: '111111111111111111', name: 'art' }] }),
    openChannels: () => ['111111111111111111'],
    rightsOf: async () => null,
    show: async () => {},
  },
};

/** Opens each dialog of the list, has it looked at, and closes it. */
export async function inEachDialog(page: Page, look: (dialog: string) => Promise<void>): Promise<void> {
  for (const [dialog, opens] of Object.entries(DIALOGS)) {
    if (opens.startsWith('key ')) await page.keyboard.press(opens.slice(4));
    else await page.locator(opens).first().click();
    await page.locator(`${dialog}[open]`).waitFor();
    await look(dialog);
    await page.keyboard.press('Escape');
  }
}
