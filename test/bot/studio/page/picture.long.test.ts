import { expect, it } from 'vitest';
import { inBrowser, openPages, openSettings, stagePicture } from '#test/bot/studio/page/pages.ts';

const pages = openPages();

inBrowser('a picture', () => {
  it('is rerolled, edited into a child and downloaded; deleted and cancelled ones come back', async () => {
    const { page, workplace, drawn } = await pages.visit();
    const tool = (name: string) => page.locator('.tools').getByRole('button', { name });
    await page.locator('.idea').first().click();
    await stagePicture(page).waitFor();
    await tool('Again').click();
    await expect.poll(() => page.locator('.tile.done').count()).toBe(2);
    const download = page.waitForEvent('download');
    await tool('Save').click();
    expect((await download).suggestedFilename()).toMatch(/^easel-\d+\.png$/);
    await page.locator('.menu summary').click();
    await tool('Change its words').click();
    await page.locator('#prompt').fill('a blue house');
    await page.locator('#make').click();
    await expect.poll(() => page.locator('.tile.done').count()).toBe(3);
    const recent = () => workplace.jobs.recent({ platform: 'studio', limit: 9 });
    const [newest] = await recent();
    expect(newest!.job).toMatchObject({ parentId: expect.any(String), settled: { order: { prompt: 'a blue house' } } });
    // Where it comes from stands on its plate, and from there what came of that one.
    const kin = (name: string) => page.getByRole('group', { name }).getByRole('button');
    await kin('Made from').click();
    await expect.poll(() => kin('What came of it').getAttribute('title')).toContain('a blue house');
    expect(await kin('Made from').count()).toBe(1);
    await kin('What came of it').click();
    await expect.poll(() => page.locator('#caption .words').textContent()).toBe('A blue house');

    await page.locator('.menu summary').click();
    await tool('Delete').click();
    await expect.poll(() => page.locator('.tile').count()).toBe(2);
    expect(await page.locator('.status').textContent()).toBe('Deleted');
    expect(await page.locator('.tools .tool').count()).toBe(0);
    expect(await recent()).toHaveLength(2);
    await page.locator('.toast').getByRole('button', { name: 'Put it back' }).click();
    await expect.poll(() => page.locator('.tile').count()).toBe(3);
    await page.locator('#make').focus();
    const regret = Promise.withResolvers<void>();
    await page.route('**/delete', async (route) => {
      await regret.promise;
      await route.continue();
    });
    const back = page.waitForResponse('**/take-back');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+z'); // before the studio has answered: it counts all the same
    regret.resolve();
    await back;
    await page.unroute('**/delete');
    await expect.poll(() => page.locator('.tile').count()).toBe(3);
    expect(await recent()).toHaveLength(3);
    expect(drawn()).toHaveLength(3);
  });

  it('of four is shown as four, large on a press or with the keyboard; small ones pixel by pixel', async () => {
    const { page } = await pages.visit();
    await page.locator('#prompt').fill('a red house');
    await openSettings(page);
    await page.getByRole('button', { name: '4 pictures' }).click();
    await page.locator('#make').click();
    await page.locator('.layer.grid.n4').waitFor();
    await page.locator('.layer.grid img').nth(2).click();
    await expect.poll(() => page.locator('#zoom img').getAttribute('src')).toMatch(/pictures\/2\.png$/);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#zoom img').getAttribute('src')).toMatch(/pictures\/3\.png$/);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '1 picture', exact: true }).click();
    await page.locator('#make').click();
    await page.locator('.layer.grid.n1').waitFor();
    await page.locator('.enlarge').focus();
    await page.keyboard.press('Enter');
    await page.locator('#zoom[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1440, height: 1000 });
    await expect.poll(() => stagePicture(page).evaluate((one) => one.clientWidth)).toBe(384);
    expect(await stagePicture(page).evaluate((one) => getComputedStyle(one).imageRendering)).toBe('pixelated');
  });
});
