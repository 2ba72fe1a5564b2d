import { expect, it } from 'vitest';
import { Failure } from '#shared/failure.ts';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { ALL_ROOMS, inEachDialog } from '#test/bot/studio/page/dialogs.ts';
import { inBrowser, openPages, openSettings } from '#test/bot/studio/page/pages.ts';

const pages = openPages({
  ...ALL_ROOMS,
  script: ({ task, ...tasks }) =>
    task === 'draw' && 'draw' in tasks && tasks.draw.parametersPrompt.includes('broken')
      ? { kind: 'break', atStep: 1, failure: new Failure('invalid', 'This picture cannot be drawn') }
      : null,
});

inBrowser('the page as a whole', () => {
  it('has nothing that axe finds, in either theme: empty, being drawn, drawn, failed, and in every dialog', async () => {
    const { page, renderer } = await pages.visit();
    const found: (readonly string[])[] = [await findingsOf(page)];
    const prompt = page.locator('#prompt');
    const look = async (name: string, part?: string) => {
      await page.locator(name).first().waitFor();
      found.push(await findingsOf(page, part));
    };
    await prompt.fill('a broken (house --st');
    await look('#problems li', '.composer');
    await page.keyboard.press('Escape');
    await prompt.fill('a {red, blue} house');
    await page.keyboard.press('Enter');
    await look('#plan:not(:empty)', '.composer');
    await prompt.fill('a broken house');
    await page.keyboard.press('Enter');
    await look('.tile.failed', '.stage');
    await prompt.fill('a red house --count 4');
    await page.locator('#make').click();
    await look('.layer.grid.n4', 'main');
    await inEachDialog(page, (dialog) => look(`${dialog}[open]`, dialog));
    await page.getByRole('link', { name: 'Gallery' }).click();
    await look('.work', 'main');
    await page.getByRole('link', { name: 'Draw' }).click();
    await openSettings(page);
    await look('.of-seed', '#side');
    await page.locator('.menu summary').click();
    await page.locator('.tools').getByRole('button', { name: 'Delete' }).click();
    await look('.toast', '.composer');
    renderer.setStepMs(400);
    await prompt.fill('a red house');
    await page.locator('#make').click();
    await look('.layer.soft', '.stage');
    // Who wants less motion is shown none while previews come, either.
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    expect(found).toEqual(Array(found.length).fill([]));
  }, 60_000);
});
