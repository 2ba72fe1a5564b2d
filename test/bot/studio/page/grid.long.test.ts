import { expect, it } from 'vitest';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages } from '#test/bot/studio/page/pages.ts';
import { unfit } from '#test/bot/studio/page/unfit.ts';

const pages = openPages();

inBrowser('the grid of settings', () => {
  it('says what it costs, draws each cell with one seed, and brings a cell back to the easel', async () => {
    const { page, drawn } = await pages.visit({ stepMs: 0 });
    await page.locator('#prompt').fill('a red house --style plain');
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByLabel('Across: values').fill('2, 3');
    await page.getByLabel('Down: values').fill('1, 4, 7');
    expect(await page.locator('.cost').textContent()).toMatch(/^6 pictures, 15 steps\./);
    await page.getByRole('button', { name: 'Draw the grid' }).click();
    await expect.poll(() => page.locator('.cell img[src*="/pictures/"]').count()).toBe(6);
    const specs = drawn().map(({ spec }) => `${spec.steps} ${spec.guidance}`);
    expect(specs.toSorted()).toEqual(['2 1', '2 4', '2 7', '3 1', '3 4', '3 7']);
    expect(new Set(drawn().map(({ spec }) => spec.seed)).size).toBe(1);
    const sheet = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the sheet' }).click();
    expect((await sheet).suggestedFilename()).toBe('easel-grid.png');
    await page.getByRole('button', { name: '1, 3', exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.locator('.grid-panel .facts').textContent()).toMatch(/^3 steps, guidance 4, seed /);
    await page.keyboard.press(' ');
    await page.locator('.grid-panel .is-starred').waitFor();
    expect(await findingsOf(page, '#room-compare')).toEqual([]);
    expect(await page.evaluate(unfit)).toEqual([]);
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    const differing = page.locator('#room-compare .comparison-view .differs');
    await expect.poll(() => differing.allTextContents()).toEqual(['4', '7']);
    await page.keyboard.press('ArrowUp'); // it goes on with whichever is chosen
    await expect.poll(() => differing.count()).toBe(0);
    expect(await findingsOf(page, '#room-compare')).toEqual([]);
    await page.keyboard.press('c');
    await page.locator('.grid-panel').waitFor();
    await page.getByRole('button', { name: 'Use these settings' }).click();
    await page.locator('#stage').waitFor();
    await page.getByRole('button', { name: 'Settings' }).click();
    await expect.poll(() => page.locator('.of-guidance .value').textContent()).toBe('4');
  });
});
