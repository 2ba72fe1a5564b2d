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

  it('shows pictures while one types, also where the first preview takes long', async () => {
    const { page, drawn } = await pages.visit({ stepMs: 700 });
    await page.locator('#live').click();
    const prompt = page.locator('#prompt');
    const typing = (async () => {
      for (let key = 0; key < 40 && (await page.locator('.layer.soft[src^="data:"]').count()) === 0; key++)
        await prompt.pressSequentially('a', { delay: 50 });
      return page.locator('.layer.soft[src^="data:"]').count();
    })();
    expect(await typing).toBeGreaterThan(0);
    expect(drawn()[0]!.stepsDone).toBeGreaterThan(0);
    await page.locator('#live').click();
  });

  it('shows previews between the words and the edge of a phone whose keyboard is open', async () => {
    const { page } = await pages.visit({ stepMs: 120, viewport: { width: 390, height: 460 } });
    await page.locator('#live').click();
    const prompt = page.locator('#prompt');
    await prompt.fill('a red house');
    const preview = page.locator('.layer.soft[src^="data:"]').first();
    await preview.waitFor();
    const [shown, words] = [(await preview.boundingBox())!, (await prompt.boundingBox())!];
    expect(shown.height).toBeGreaterThan(64);
    expect([shown.y >= 0, shown.y + shown.height <= words.y, words.y + words.height <= 460]).toEqual([
      true,
      true,
      true,
    ]);
    await page.locator('#live').click();
  });

  it('keeps what one likes: Enter makes the same picture for the gallery', async () => {
    const { page, drawn } = await pages.visit();
    await page.locator('#live').click();
    await page.locator('#prompt').fill('a red house');
    await stagePicture(page).waitFor();
    await page.locator('#prompt').press('Enter');
    await page.locator('.tile.done').waitFor();
    const [live, kept] = drawn()
      .slice(-2)
      .map(({ spec }) => spec);
    expect({ ...kept, previews: null }).toEqual({ ...live, previews: null });
  });
});
