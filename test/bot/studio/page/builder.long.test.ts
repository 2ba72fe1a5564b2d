import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { SENTENCE_SLOTS } from '#bot/presets/sentence-slots.ts';
import { inBrowser, openPages } from '#test/bot/studio/page/pages.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';

/** A model that does not say which words it knows: every tile is shown. */
const [demo] = DEMO_DESCRIPTION.models!;

const SENTENCE = 'an old blue house in a meadow, cloudy';

inBrowser('the builder of sentences', () => {
  const pages = openPages({ sketches: true, description: { ...DEMO_DESCRIPTION, models: [{ ...demo!, words: [] }] } });

  it('shows on each tile the sentence that stands in the prompt, with the one word of the tile changed', async () => {
    const { page, drawn } = await pages.visit({ stepMs: 0 });
    const asked: string[][] = [];
    page.on('request', (request) => {
      if (!request.url().endsWith('/api/sketches')) return;
      const { input } = request.postDataJSON() as { input: readonly { prompt: string }[] };
      asked.push(input.map(({ prompt }) => prompt));
    });
    await page.locator('#prompt').fill(SENTENCE);
    await page.locator('[data-slot="what"] > button').click();
    const words = { what: 'house', where: 'in a meadow', when: 'cloudy' } as const;
    for (const [name, word] of Object.entries(words)) {
      const options = await shownOptions(page, name);
      expect(options).toEqual(SENTENCE_SLOTS.find((slot) => slot.name === name)!.options.slice(0, 12 + 36));
      const sentences = options.map((option) => SENTENCE.replace(word, option));
      await expect.poll(() => asked.flat()).toEqual(expect.arrayContaining(sentences));
      const pictures = page.locator(`[data-slot="${name}"] .choice:visible img[src^="/api/sketches/"]`);
      await expect.poll(() => pictures.count(), { timeout: 30_000 }).toBe(options.length);
      const told = drawn().map(({ spec }) => spec.parametersPrompt);
      expect(told).toEqual(expect.arrayContaining(sentences));
      expect(new Set(await pictures.evaluateAll((all) => all.map((one) => one.getAttribute('src')))).size).toBe(
        options.length,
      );
    }
    expect(new Set(drawn().map(({ spec }) => spec.seed)).size).toBe(1); // only the word is to differ
    const before = await page.locator('[data-slot="what"] [data-option="castle"] img').getAttribute('src');
    await page.locator('[data-slot="when"] [data-option="cloudy"]').click();
    await page.locator('#prompt').fill(SENTENCE.replace('blue', 'red'));
    const castle = page.locator('[data-slot="what"] [data-option="castle"] img');
    await expect.poll(() => castle.getAttribute('src'), { timeout: 30_000 }).not.toBe(before);
  }, 120_000);

  it('shows more tiles each time that more are asked for, until all are there', async () => {
    const { page } = await pages.visit({ stepMs: 0 });
    const all = SENTENCE_SLOTS.find(({ name }) => name === 'what')!.options;
    const more = page.locator('[data-slot="what"] > button');
    const counts: number[] = [(await shownOptions(page, 'what')).length];
    while (await more.isVisible()) {
      await more.click();
      counts.push((await shownOptions(page, 'what')).length);
      expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.option)).toBe(
        all[counts.at(-2)!],
      );
    }
    expect(counts).toEqual([12, 48, 84, 120, 156, 192, all.length]);
    expect(await page.locator('[data-slot="colour"] > button').isVisible()).toBe(false);
  });
});

/** The words of this slot that can be seen, in their order. */
function shownOptions(page: Page, slot: string): Promise<readonly string[]> {
  return page
    .locator(`[data-slot="${slot}"] .choice:visible`)
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-option')!));
}
