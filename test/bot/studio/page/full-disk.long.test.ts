import { afterAll, describe, expect, it } from 'vitest';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages } from '#test/bot/studio/page/pages.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { mountSmallDisk } from '#test/fakes/small-disk.ts';

const disk = mountSmallDisk(24, scratchFolder());
if (!disk) process.stderr.write('Nothing can be mounted here: a full disk is not tried in a browser\n');
// Before the studio's own, so that it runs after it.
afterAll(() => disk?.unmount());

describe.skipIf(!disk)('with the studio’s folder on a small disk', () => {
  inBrowser('that is full', () => {
    const pages = openPages({ folder: disk?.folder ?? '' });

    it('says so in one sentence, keeps the words, still shows what there is, and goes on when there is room', async () => {
      const { page } = await pages.visit();
      const prompt = page.locator('#prompt');
      await prompt.fill('a red house');
      await page.locator('#make').click();
      await page.locator('.tile.done').waitFor();
      disk!.fill();
      const words = 'a castle that took long to think of';
      await prompt.fill(words);
      await page.locator('#make').click();
      const said = page.getByText(/disk is full/).filter({ visible: true });
      await expect.poll(() => said.count()).toBe(1);
      expect(await prompt.inputValue()).toBe(words);
      expect(await findingsOf(page, '.foot')).toEqual([]);
      await page.getByRole('link', { name: 'Gallery' }).click();
      await page.locator('[data-work]').filter({ hasText: 'A red house' }).waitFor();
      await page.getByRole('link', { name: 'Draw' }).click();
      disk!.empty();
      await page.locator('#make').click();
      await expect.poll(() => page.locator('.tile.done').count()).toBe(2);
      expect(await said.count()).toBe(0);
    });
  });
});
