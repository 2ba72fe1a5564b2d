import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, openPages, openSettings, stagePicture } from '#test/bot/studio/page/pages.ts';

/** How many tiles of this part can be seen, and how many of these still lack a picture of what they would change. */
const tilesIn = (page: Page, part: string) =>
  page.locator(part).evaluate((place) => {
    const tiles = [...place.querySelectorAll('.choice, .thumb, .btn.shape')].filter((one) => one.checkVisibility());
    return { all: tiles.length, bare: tiles.filter((one) => !one.querySelector('img[src*="/api/sketches/"]')).length };
  });

inBrowser('tiles of the settings', () => {
  const pages = openPages({ sketches: true });

  it('come to pictures of their own when they are opened, however long all others have had theirs', async () => {
    const { page, drawn } = await pages.visit({ stepMs: 0 });
    await page.locator('#prompt').fill('a red house --seed 7');
    await openSettings(page);
    const seen = async (part: string, least: number) => {
      await expect.poll(() => tilesIn(page, part), { timeout: 15_000, message: part }).toMatchObject({ bare: 0 });
      expect((await tilesIn(page, part)).all, part).toBeGreaterThanOrEqual(least);
    };
    await seen('.of-shape', 5);
    await seen('#side', 8);
    const rested = drawn().length;
    await page.waitForTimeout(2_000); // longer than between two questions: nothing is asked for any more
    expect(drawn().length).toBe(rested);
    for (const [name, least] of [
      ['sampler', 3],
      ['model', 2],
      ['adapters', 3],
    ] as const) {
      await page.locator(`.of-${name} .picked`).click();
      await seen(`.of-${name}`, least);
    }
    // Each sampler has drawn the sentence of the prompt, with the same seed.
    const bySampler = drawn().filter(({ spec }) => spec.parametersPrompt === 'a red house');
    expect(new Set(bySampler.map(({ spec }) => spec.sampler)).size).toBeGreaterThanOrEqual(2);
    expect(new Set(bySampler.map(({ spec }) => spec.seed))).toEqual(new Set([7]));
    await page.locator('#make').click();
    await stagePicture(page).waitFor();
    await page.locator('#prompt').fill('a blue boat --seed 7');
    await seen('.of-sampler', 3);
  }, 60_000);

  it('come to their pictures after an answer and a picture that were lost', async () => {
    const { page } = await pages.visit({ stepMs: 0 });
    for (const address of ['**/api/sketches', '**/api/sketches/*.png'])
      await page.route(address, (route) => route.abort(), { times: 1 });
    await page.locator('#prompt').fill('a red house --seed 3');
    await openSettings(page);
    await page.locator('.of-sampler .picked').click();
    await expect.poll(() => tilesIn(page, '#side'), { timeout: 20_000 }).toMatchObject({ bare: 0 });
  }, 60_000);
});
