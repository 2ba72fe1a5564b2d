import { expect, it } from 'vitest';
import { inBrowser, openPages, stagePicture } from '#test/bot/studio/page/pages.ts';

const pages = openPages();

inBrowser('live mode', () => {
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
