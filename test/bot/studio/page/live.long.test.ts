import { expect, it } from 'vitest';
import { inBrowser, openPages, openSettings, stagePicture } from '#test/bot/studio/page/pages.ts';

const pages = openPages();

inBrowser('live mode', () => {
  it('draws while one types, cancels what was typed over, keeps the seed meanwhile and litters nothing', async () => {
    const { page, drawn, workplace, errors } = await pages.visit({ stepMs: 60 });
    await page.locator('#live').click();
    await page.locator('#prompt').pressSequentially('a red house by the sea', { delay: 60 });
    await expect.poll(() => page.locator('#live-speed').textContent()).toMatch(/^\d+ ms$/);
    await stagePicture(page).waitFor();
    await expect.poll(() => drawn().at(-1)!.state).toBe('finished');
    const states = drawn().map(({ state }) => state);
    expect(states.filter((state) => state === 'cancelled').length).toBeGreaterThan(1);
    expect(new Set(drawn().map(({ spec }) => spec.seed)).size).toBe(1);
    expect(await page.locator('.tile').count()).toBe(0);
    const recent = () => workplace.jobs.recent({ platform: 'studio', limit: 10 });
    expect((await recent()).length).toBeLessThanOrEqual(2);
    await page.locator('#live').click();
    await expect.poll(recent).toHaveLength(0);
    await openSettings(page);
    expect(await page.locator('.of-seed input').inputValue()).toBe('');
    expect(errors).toEqual([]);
  });
});
