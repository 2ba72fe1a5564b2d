import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages, WIDE } from '#test/bot/studio/page/pages.ts';
import { drawSentences } from '#test/bot/studio/page/sentences.ts';
import { namesInZip } from '#test/fakes/zip-names.ts';

const pages = openPages();

inBrowser('the gallery', () => {
  it('holds only what is in sight, stars, compares two, and takes several away and back', async () => {
    const { page, workplace, ask, errors } = await pages.visit({ stepMs: 0, viewport: { width: 1000, height: 440 } });
    await drawSentences(
      workplace,
      Array.from({ length: 26 }, (_, index) => `a house ${index}`),
    );
    await page.getByRole('link', { name: 'Gallery' }).click();
    await expect.poll(() => page.locator('.day').textContent()).toBe('26 pictures');
    // How many there are is said before the first of them is shown.
    await page.locator('[data-work]').filter({ hasText: 'A house 25' }).waitFor();
    const elements = await page.locator('.work').elementHandles();
    expect(elements.length).toBeLessThan(26);
    await page.locator('[data-work]').first().focus();
    await page.locator('.scroller').evaluate((one) => one.scrollTo(0, one.scrollHeight));
    await page.locator('[data-work]').filter({ hasText: 'A house 0' }).waitFor();
    await page.locator('.scroller').evaluate((one) => one.scrollTo(0, 0));
    await expect.poll(() => page.locator('[data-work]').filter({ hasText: 'A house 25' }).count()).toBe(1);
    // The same elements show other pictures, in the order in which they are read, and the focus is where it was.
    const read = () => page.locator('[data-work]').allInnerTexts();
    await expect.poll(read).toEqual(Array.from({ length: elements.length }, (_, index) => `A house ${25 - index}`));
    const kept = await Promise.all(elements.map((one) => one.evaluate(({ isConnected }) => isConnected)));
    expect(kept).not.toContain(false);
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('A house 25');
    // Once the studio has answered what was asked of it on the way.
    await expect.poll(() => page.evaluate(workOfScrolling)).toEqual({ touched: 0, blurs: [] });

    const work = (index: number) => page.locator('[data-work]').filter({ hasText: `A house ${index}` });
    await work(25).click();
    await work(24).click();
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect
      .poll(() => page.locator('.comparison-view .differs').allTextContents())
      .toEqual([...['a house 25', 'a house 24', '25', '24']]);
    for (const way of ['Side by side', 'Flicker']) await page.getByRole('button', { name: way }).click();
    await page.getByRole('button', { name: 'Show the other one' }).click();
    expect(await page.locator('.two img').last().isVisible()).toBe(false);
    expect(await findingsOf(page, '.comparison-view')).toEqual([]);
    await page.locator('.chosen-bar').getByRole('button', { name: 'Star' }).click();
    await expect.poll(async () => (await ask<string[]>('GET', '/api/stars')).body).toHaveLength(2);
    await page.getByRole('button', { name: 'Starred' }).click();
    await expect.poll(() => page.locator('.work').count()).toBe(2);
    await page.locator('.chosen-bar').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => workplace.jobs.recent({ platform: 'studio', limit: 99 })).toHaveLength(24);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('.work').count()).toBe(2);
    await work(25).dblclick();
    await expect.poll(() => page.locator('#caption .words').textContent()).toBe('A house 25');
    await page.getByRole('link', { name: 'Gallery' }).click();
    await work(24).click();
    await page.locator('.chosen-bar').getByRole('button', { name: 'Change' }).click();
    await page.locator('#change .marks').waitFor();
    expect(errors).toEqual([]);
  });

  it('takes several along in one archive, and leads from a picture to the one it was made from and back', async () => {
    const { page, workplace, errors } = await pages.visit({ stepMs: 0 });
    await drawSentences(workplace, ['a red boat', 'a blue car']);
    const [, parent] = await workplace.jobs.recent({ platform: 'studio', limit: 2 });
    const child = { parentId: parent!.job.id, order: { prompt: 'a green boat', steps: 1, seed: 7 } };
    await workplace.jobs.submit({ ...child, requestKey: 'child', place: STUDIO_PLACE, member: STUDIO_MEMBER });
    await page.getByRole('link', { name: 'Gallery' }).click();
    const work = (name: string) => page.locator('[data-work]').filter({ hasText: name });
    const bar = page.locator('.chosen-bar');
    await work('A red boat').click();
    await work('A blue car').click();
    const archive = page.waitForEvent('download');
    await bar.getByRole('button', { name: 'Save' }).click();
    expect((await archive).suggestedFilename()).toBe('easel-pictures.zip');
    const zip = await readFile(await (await archive).path());
    expect(namesInZip(zip)).toEqual(['a-red-boat-0.png', 'a-blue-car-1.png']);
    await bar.getByRole('button', { name: 'Choose none' }).click();
    const alone = page.waitForEvent('download');
    await work('A red boat').click();
    await bar.getByRole('button', { name: 'Save' }).click();
    expect((await alone).suggestedFilename()).toMatch(/^easel-.*\.png$/);
    await bar.getByRole('button', { name: 'Choose none' }).click();
    await work('A green boat').dblclick();
    const [from, made] = ['Made from', 'What came of it'].map((name) =>
      page.getByRole('group', { name }).getByRole('button'),
    );
    await from!.click();
    await expect.poll(() => page.locator('#caption .words').textContent()).toBe('A red boat');
    await made!.click();
    await expect.poll(() => page.locator('#caption .words').textContent()).toBe('A green boat');
    await page.getByRole('link', { name: 'Gallery' }).click();
    await page.locator('#search').fill('boat');
    await expect.poll(() => page.locator('[data-work]').allInnerTexts()).toEqual(['A green boat', 'A red boat']);
    expect(errors).toEqual([]);
  });
});

inBrowser('recent pictures', () => {
  it('has one place for Tab among recent pictures, goes through them where they can be seen, and finds words', async () => {
    const { page, workplace } = await pages.visit({ stepMs: 0 });
    const { jobs } = workplace;
    const order = (index: number) => ({ prompt: index === 3 ? 'a blue boat' : `a house ${index}`, steps: 1, seed: 1 });
    for (let index = 0; index < 14; index++) {
      const place = { requestKey: `many-${index}-${Math.random()}`, place: STUDIO_PLACE, member: STUDIO_MEMBER };
      await jobs.submit({ ...place, order: order(index) });
    }
    await expect.poll(() => page.locator('.tile.done').count(), { timeout: 10_000 }).toBe(14);
    expect(await page.locator('.tile[tabindex="0"]').count()).toBe(1);
    await page.locator('.tile').first().focus();
    for (let move = 0; move < 13; move++) await page.keyboard.press('ArrowRight');
    const last = page.locator('.tile').last();
    expect(await last.evaluate((one) => one === document.activeElement)).toBe(true);
    await expect.poll(async () => (await last.boundingBox())!.y).toBeLessThan(WIDE.height);
    await page.getByRole('link', { name: 'Gallery' }).click();
    await page.locator('#search').fill('BOAT blue');
    await expect.poll(() => page.locator('.work').count()).toBe(1);
    await page.locator('#search').fill('nothing like it');
    await expect
      .poll(() => page.locator('#room-gallery .empty').textContent())
      .toBe('No picture here has these words.');
  });
});

/** What a frame of scrolling does while the same rows are in sight, and shadows that are blurred anew for each work. */
async function workOfScrolling() {
  const scroller = document.querySelector('.scroller')!;
  scroller.scrollTo(0, 0);
  await new Promise(requestAnimationFrame);
  const seen = new MutationObserver(() => {});
  seen.observe(scroller, { subtree: true, childList: true, attributes: true, characterData: true });
  for (let frame = 0; frame < 3; frame++) {
    scroller.scrollBy(0, 8);
    await new Promise(requestAnimationFrame);
  }
  const mats = [...scroller.querySelectorAll('.mat')].map((mat) => getComputedStyle(mat).boxShadow);
  return { touched: seen.takeRecords().length, blurs: mats.filter((shadow) => /\d+px \d+px [1-9]\d*px/.test(shadow)) };
}
