import { expect, it } from 'vitest';
import { inBrowser, openPages } from '#test/bot/studio/page/pages.ts';
import { drawSentences } from '#test/bot/studio/page/sentences.ts';

const pages = openPages();

inBrowser('the gallery', () => {
  it('shows rerolls of one sentence as one, opens them, and shows each by itself where groups are off', async () => {
    const { page, workplace } = await pages.visit({ stepMs: 0 });
    await drawSentences(workplace, ['a red boat', 'a red boat', 'a red boat', 'a blue car']);
    await page.getByRole('link', { name: 'Gallery' }).click();
    const works = page.locator('[data-work]');
    const groups = page.getByRole('button', { name: 'Groups' });
    await expect.poll(() => works.allInnerTexts()).toEqual(['A blue car', 'A red boat']);
    expect(await groups.getAttribute('aria-pressed')).toBe('true');
    await groups.click();
    await expect.poll(() => works.allInnerTexts()).toEqual(['A blue car', ...Array(3).fill('A red boat')]);
    await groups.click();
    await expect.poll(() => works.count()).toBe(2);
    await page.getByRole('button', { name: '3 from one sentence' }).click();
    await expect.poll(() => works.allInnerTexts()).toEqual(Array(3).fill('A red boat'));
    expect(await groups.getAttribute('aria-pressed')).toBe('false');
  });
});
