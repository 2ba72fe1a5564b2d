import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { LANGUAGES } from '#bot/text/locale.ts';
import { findingsIn } from '#test/bot/studio/page/audit.ts';
import { ALL_ROOMS, DIALOGS, inEachDialog } from '#test/bot/studio/page/dialogs.ts';
import { inBrowser, openPages, stagePicture, WIDE } from '#test/bot/studio/page/pages.ts';

inBrowser('the page in every language', () => {
  const pages = openPages(ALL_ROOMS);

  /** The page of a browser in this language, in which everything is hurried but what axe is to see. */
  async function open(locale: string): Promise<{ readonly page: Page; close(): Promise<void> }> {
    const { studio } = await pages.visit({ stepMs: 5 });
    const context = await pages.browser.newContext({ locale, viewport: WIDE });
    const page = await context.newPage();
    page.setDefaultTimeout(8_000);
    page.setDefaultNavigationTimeout(30_000);
    await page.route('**/api/studio', async (route) => {
      const facts = await (await route.fetch()).json();
      await route.fulfill({ json: { ...facts, discord: 'connected' } });
    });
    await page.goto(studio.address);
    await page.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
    return { page, close: () => context.close() };
  }

  // Each theme meets each room and dialog, in two of the languages: colours are the same in all of them.
  it.each(LANGUAGES)(
    'has nothing that axe finds in any room or dialog: %s',
    async (locale) => {
      const theme = LANGUAGES.indexOf(locale) % 2 === 0 ? 'dark' : 'light';
      const { page, close } = await open(locale);
      const found: (readonly [string, readonly string[]])[] = [];
      const look = async (name: string, part = ':root') => {
        await page.locator(name).first().waitFor();
        found.push([name, await findingsIn(page, { theme, part })]);
      };
      await look('#hello');
      await page.locator('#prompt').fill('a red house by the (sea');
      await look('#problems li', '.composer');
      await page.locator('#prompt').fill('a red house by the sea');
      await page.locator('#make').click();
      await stagePicture(page).waitFor();
      await look('#caption .tool', 'main');
      await inEachDialog(page, (dialog) => look(`${dialog}[open]`, dialog));
      await page.locator('#open-side').click();
      await look('.of-seed', '#side');
      await page.locator('.tool[data-action="change"]').click();
      await look('#change .marks', 'main');
      await page.locator('#rooms a[href="#gallery"]').click();
      await page.locator('[data-work]').first().click();
      await look('.chosen-bar', 'main');
      await page.locator('#rooms a[href="#compare"]').click();
      const values = page.locator('.axes input');
      await values.nth(0).fill('2, 3');
      await values.nth(1).fill('1');
      await page.locator('.axes .btn.main').click();
      await expect.poll(() => page.locator('.cell img[src*="/pictures/"]').count()).toBe(2);
      await page.locator('.cell').first().click();
      await look('.grid-panel .facts', 'main');
      await page.locator('.grid-panel .btn').last().click();
      await look('dialog[open]', 'dialog[open]');
      await close();
      expect(found.filter(([, findings]) => findings.length > 0)).toEqual([]);
      expect(found).toHaveLength(8 + Object.keys(DIALOGS).length);
    },
    60_000,
  );
});
