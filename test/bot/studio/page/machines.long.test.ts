import { expect, it } from 'vitest';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages, PHONE } from '#test/bot/studio/page/pages.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';

const GIGABYTE = 1e9;
const SD15 = {
  name: 'sd15',
  title: 'Stable Diffusion 1.5',
  bytes: 2.3 * GIGABYTE,
  licence: 'OpenRAIL-M',
  licenceLink: 'https://example.org/licence',
};
/** What the renderer has brought; the next pull goes on from there. */
let here = 0.4 * GIGABYTE;

inBrowser('machines and models', () => {
  const pages = openPages({
    description: { ...DEMO_DESCRIPTION, pullable: [SD15] },
    async *pull(_request, signal) {
      yield { event: 'pulling', pulling: { bytesHere: here, bytesAll: SD15.bytes } };
      here += 0.5 * GIGABYTE;
      yield { event: 'pulling', pulling: { bytesHere: here, bytesAll: SD15.bytes } };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });

  it('brings Stable Diffusion with one button that says how much it is, how far, and goes on after a stop', async () => {
    const { page, errors } = await pages.visit();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Settings' }).click();
    const card = page.locator('#hints .get-model');
    expect(await card.textContent()).toBe('Get Stable Diffusion 1.5about 2.3 GB, Licence: OpenRAIL-M');
    const button = card.getByRole('button');
    await button.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => card.locator('[role=status]').textContent()).toBe('0.90 of 2.30 GB');
    expect(await findingsOf(page, '#hints')).toEqual([]);
    await page.keyboard.press('Enter'); // the focus stayed: now it stops
    await expect
      .poll(() => card.locator('[role=status]').textContent())
      .toBe('Stopped. 0.90 of 2.30 GB are here and stay.');
    await page.keyboard.press('Enter');
    await expect.poll(() => card.locator('[role=status]').textContent()).toBe('1.40 of 2.30 GB');
    await page.keyboard.press('Enter');
    expect(errors).toEqual([]);
  });

  it('lets a machine draw no more, says so of what waits, and gives it pictures again', async () => {
    const { page } = await pages.visit();
    await page.locator('#open-machines').click();
    const lane = page.locator('article.renderer');
    const drain = lane.getByRole('button', { name: 'Give it nothing more: this machine' });
    await drain.click();
    await lane.getByRole('button', { name: 'Give it pictures again: this machine' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#prompt').fill('a red house');
    await page.locator('#make').click();
    await page.locator('#open-machines').click();
    await expect
      .poll(() => page.locator('.waiting .why').textContent())
      .toContain('the renderer takes nothing more for now');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(PHONE);
    expect(await findingsOf(page, '#machines-dialog')).toEqual([]);
    await lane.getByRole('button', { name: 'Give it pictures again: this machine' }).click();
    await expect.poll(() => page.locator('.waiting li').count()).toBe(0);
  });

  it('shows what a style draws before it is saved, what it was, and that another tab has changed it', async () => {
    const { page, drawn, ask } = await pages.visit();
    const run = (call: string, input: object) => ask('POST', `/api/commands/style/${call}`, { input });
    await run('create', { name: 'ink', template: 'ink drawing of {prompt}' });
    await page.reload();
    await page.locator('[data-style="ink"]').click();
    await page.locator('#prompt').fill('a boat');
    await page.locator('#edit-style').click();
    const dialog = page.locator('#style-dialog');
    await dialog.getByLabel('Template').fill('pale ink of {prompt}');
    await dialog.locator('.style-preview img').waitFor();
    await expect.poll(() => drawn().at(-1)?.spec.parametersPrompt).toBe('pale ink of a boat');
    await run('edit', { name: 'ink', template: 'black ink of {prompt}' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(() => dialog.locator('.trouble').textContent())
      .toContain('changed elsewhere since you opened it');
    expect(await dialog.getByLabel('Template').inputValue()).toBe('pale ink of {prompt}'); // nothing typed is lost
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('#edit-style').click();
    await dialog.getByText('What it was').click();
    expect(await findingsOf(page, '#style-dialog')).toEqual([]);
    await dialog
      .getByRole('button', { name: /Make it this again/ })
      .last()
      .click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('#edit-style').click();
    await dialog.waitFor(); // until then it is the one before that can be read
    expect(await dialog.getByLabel('Template').inputValue()).toBe('ink drawing of {prompt}');
  });
});
