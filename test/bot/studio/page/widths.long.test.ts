import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { LANGUAGES } from '#bot/text/locale.ts';
import { inBrowser, stagePicture } from '#test/bot/studio/page/pages.ts';
import { unfit } from '#test/bot/studio/page/unfit.ts';
import { openStudio } from '#test/bot/studio/server/studio-fixture.ts';
import { launchChromium } from '#test/fakes/discord-page/chromium.ts';

const WINDOWS = [
  [390, 844],
  [1024, 700],
  [1280, 800],
  [1440, 900],
  [1920, 1080],
] as const;

inBrowser('the page in every window and language', () => {
  it('cuts no word, lets nothing lie on another thing and needs no sideways scrolling', async () => {
    const { studio } = await openStudio({ stepMs: 5 });
    const browser = await launchChromium();
    const found: string[] = [];
    try {
      for (const locale of LANGUAGES) {
        const page = await browser.newPage({ locale });
        page.setDefaultTimeout(20_000);
        await page.goto(studio.address);
        const look = async (what: string) => {
          for (const window of WINDOWS)
            for (const one of await unfitAt(page, window)) found.push(`${locale} ${what}: ${one}`);
        };
        await page.locator('.strip button').first().waitFor();
        await look('first');
        await page.locator('#prompt').fill('a (red:1.3) house by the sea --seed 5');
        await page.keyboard.press('Control+Enter');
        await stagePicture(page).waitFor();
        await look('drawn');
        await page.locator('#open-side').click();
        await page.locator('.of-seed').waitFor();
        await look('settings');
        for (const room of ['gallery', 'compare']) {
          await page.locator(`#rooms a[href="#${room}"]`).click();
          await page
            .locator(room === 'gallery' ? '.work' : '.axes')
            .first()
            .waitFor();
          await look(room);
        }
        await page.close();
      }
    } finally {
      await browser.close();
    }
    expect(found).toEqual([]);
  }, 180_000);
});

async function unfitAt(page: Page, [width, height]: (typeof WINDOWS)[number]): Promise<readonly string[]> {
  await page.setViewportSize({ width, height });
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const all = [...(await page.evaluate(unfit)), ...(sideways > 0 ? [`${sideways} pixels sideways`] : [])];
  return all.map((one) => `${width} × ${height}: ${one}`);
}
