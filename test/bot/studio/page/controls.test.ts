import sharp from 'sharp';
import { expect, it } from 'vitest';
import { READY_MADE_SERVER } from '#bot/ports/preset-pictures.ts';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages, openSettings, stagePicture } from '#test/bot/studio/page/pages.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';

const pages = openPages({
  description: { ...DEMO_DESCRIPTION, upscalers: [{ name: 'ultra', scale: 4, licence: '' }] },
});

inBrowser('the controls', () => {
  it('follow what the prompt says, and change it there', async () => {
    const { page, drawn } = await pages.visit();
    const prompt = page.locator('#prompt');
    await openSettings(page);
    await page.getByRole('button', { name: '2 pictures' }).click();
    await prompt.fill('a red house --style fine --steps 6 --guidance 2 --seed 1039159221 --count 3 --ar 3:2');
    await expect.poll(() => page.locator('#styles [aria-checked="true"]').textContent()).toBe('fine');
    const shown = async (name: string) => (await page.locator(`.of-${name} .name`).textContent())!;
    expect(await shown('steps')).toContain('set in the prompt6');
    expect(await shown('guidance')).toContain('set in the prompt2');
    expect(await shown('shape')).toContain('set in the prompt3:2');
    const seed = page.locator('.of-seed input');
    expect(await seed.inputValue()).toBe('1039159221');
    expect(await seed.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    expect(await page.locator('.of-pictures [aria-pressed="true"]').textContent()).toBe('3');
    await page.locator('[data-style="watercolor"]').click();
    await page.getByRole('button', { name: '1 picture', exact: true }).click();
    await page.locator('.of-steps .value').click();
    expect(await prompt.inputValue()).toBe(
      'a red house --style watercolor --guidance 2 --seed 1039159221 --count 1 --ar 3:2',
    );
    await page.locator('#make').click();
    await stagePicture(page).waitFor();
    expect(drawn()[0]!.spec).toMatchObject({ seed: 1039159221, count: 1, guidance: 2 });
  });

  it('offer steps only as far as the sampler goes, and show what would be taken', async () => {
    const { page } = await pages.visit();
    await openSettings(page);
    const steps = page.locator('.of-steps input');
    await page.locator('#prompt').fill('a red house --sampler lcm');
    await expect.poll(() => steps.getAttribute('max')).toBe('50');
    await page.locator('#prompt').fill('a red house --sampler dpmpp_2m');
    await expect.poll(() => steps.getAttribute('max')).toBe('150');
    await page.locator('[data-style="plain"]').click();
    await expect.poll(() => page.locator('.of-steps .value').textContent()).toBe('auto · 20');
  });

  it('show the model and what fits it, with the strength and the words of each adapter', async () => {
    const { page } = await pages.visit();
    const prompt = page.locator('#prompt');
    await openSettings(page);
    await prompt.fill('a red house --seed 7');
    await expect.poll(() => page.locator('.of-model .picked b').textContent()).toBe('demo');
    const adapters = page.locator('.of-adapters');
    await adapters.locator('.picked').click();
    expect(await adapters.getByRole('radio').allTextContents()).toEqual(['lcm', 'blueprint']);
    await adapters.getByRole('radio', { name: 'blueprint' }).click();
    await adapters.getByRole('radio', { name: 'lcm' }).click();
    const both = 'a red house, white lines <lora:blueprint:1> <lora:lcm:1> --seed 7';
    expect(await prompt.inputValue()).toBe(both);
    expect(await adapters.locator('.used-adapter small').first().textContent()).toBe('adds the words “white lines”');
    await page.getByLabel('How much of blueprint').fill('0.6');
    expect(await prompt.inputValue()).toBe(both.replace('blueprint:1', 'blueprint:0.6'));
    await page.getByRole('button', { name: 'Without lcm' }).click();
    expect(await prompt.inputValue()).toBe('a red house, white lines <lora:blueprint:0.6> --seed 7');
    await page.locator('.of-model .picked').click();
    await page.locator('.of-model').getByRole('radio', { name: 'demo' }).click();
    expect(await prompt.inputValue()).toContain('--seed 7 --model demo');
    await page.locator('.of-sampler .picked').click();
    await page.locator('.of-sampler').getByRole('radio', { name: 'lcm' }).click();
    await page.keyboard.press('ArrowRight');
    expect(await prompt.inputValue()).toContain('--sampler dpmpp_2m');
    expect(await findingsOf(page, '#side')).toEqual([]);
  });

  it('offer a second pass, and a network that enlarges between the passes where a renderer has one', async () => {
    const { page, drawn } = await pages.visit();
    const prompt = page.locator('#prompt');
    await openSettings(page);
    await prompt.fill('a red house');
    const by = page.getByLabel('Enlarged between the passes by');
    expect(await by.isVisible()).toBe(false);
    await page.locator('.of-second-pass').getByRole('button', { name: '1.5' }).click();
    await by.selectOption('ultra');
    expect(await prompt.inputValue()).toBe('a red house --hires 1.5 --hires-by ultra');
    await page.locator('#make').click();
    await expect.poll(() => drawn().at(-1)?.spec.hires).toMatchObject({ scale: 1.5, upscaler: 'ultra' });
    await prompt.fill('a red house --hires 3 --hires-by latent');
    await expect.poll(() => page.locator('.of-second-pass output').textContent()).toBe('3 ×');
    expect(await by.inputValue()).toBe('latent');
    await page.locator('.of-second-pass').getByRole('button', { name: 'None' }).click();
    expect(await prompt.inputValue()).toBe('a red house');
  });
});

inBrowser('styles', () => {
  it('are hatched until this machine has drawn them, and show that picture from then on', async () => {
    const data = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
      .webp()
      .toBuffer();
    const { page, workplace } = await pages.visit();
    const tile = page.locator('[data-style="blueprint"]');
    expect(await tile.locator('.hatch').count()).toBe(1);
    await workplace.storage.presetPictures.put(READY_MADE_SERVER, { name: 'blueprint', look: 'now', data });
    await page.reload();
    await tile.locator('img[src="/api/styles/blueprint/picture?look=now"]').waitFor();
    expect(await page.locator('[data-style="storybook"] .hatch').count()).toBe(1);
  });

  it('are created in the dialog with the sentences of the presets, used, deleted, and taken back', async () => {
    const { page, drawn } = await pages.visit();
    await page.locator('#new-style').click();
    await page.getByLabel('Name').fill('Gouache');
    await page.getByLabel('Template').fill('{prompt} {prompt}');
    await page.getByRole('button', { name: 'Create style' }).click();
    await expect.poll(() => page.locator('#style-dialog .trouble').textContent()).toMatch(/may stand in it once/);
    await page.getByLabel('Template').fill('gouache of {prompt}');
    await page.getByRole('button', { name: 'Create style' }).click();
    await expect.poll(() => page.locator('#styles [aria-checked="true"]').textContent()).toBe('gouache');
    await page.locator('#prompt').fill('a cat');
    await page.keyboard.press('Enter');
    await expect.poll(() => drawn().at(-1)?.spec.parametersPrompt).toBe('gouache of a cat');
    await page.locator('#edit-style').click();
    await page.locator('#style-dialog').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => page.locator('[data-style="gouache"]').count()).toBe(0);
    await page.locator('.toast').getByRole('button', { name: 'Put it back' }).click();
    await page.locator('[data-style="gouache"]').waitFor();
  });
});

inBrowser('commands', () => {
  it('are listed with the keys, asked for with a form of their options, and answered in place', async () => {
    const { page, errors } = await pages.visit();
    await page.keyboard.press('?');
    await page.locator('#keys-dialog').getByRole('button', { name: '/style create' }).click();
    const dialog = page.locator('#command-dialog');
    await dialog.getByLabel('name *').fill('ink');
    await dialog.getByLabel(/^steps/).fill('0');
    await dialog.getByRole('button', { name: '/style create' }).click();
    await expect.poll(() => dialog.locator('.trouble').textContent()).toMatch(/steps.*given 0/);
    await dialog.getByLabel(/^steps/).fill('5');
    await dialog.getByRole('button', { name: '/style create' }).click();
    await expect.poll(() => dialog.locator('h2').textContent()).toBe('Style ink');
    expect(await dialog.locator('.answer').textContent()).toContain('5 steps');
    await page.locator('[data-style="ink"]').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('q');
    await expect.poll(() => dialog.locator('h2').textContent()).toBe('The queue');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.locator('#open-help').click();
    await expect.poll(() => dialog.locator('.answer').textContent()).toMatch(/\(red:1\.4\).*\/queue/s);
    expect(errors.filter((error) => !error.includes('400'))).toEqual([]);
  });

  it('look at the picture on the easel, and answer whoever went on with something else in one line', async () => {
    const { page } = await pages.visit({ stepMs: 0 });
    await page.locator('#prompt').fill('a red house');
    await page.keyboard.press('Enter');
    await stagePicture(page).waitFor();
    await page.keyboard.press('Escape');
    const dialog = page.locator('#command-dialog');
    const verify = async () => {
      await page.keyboard.press('?');
      await page.locator('#keys-dialog').getByRole('button', { name: '/verify' }).click();
      await dialog.getByRole('button', { name: 'The one on the easel' }).click();
      await dialog.locator('.given-picture').waitFor();
      await dialog.getByRole('button', { name: '/verify' }).click();
    };
    await verify();
    await dialog.locator('.answer').waitFor();
    const said = (await dialog.locator('h2').textContent())!;
    expect(await dialog.locator('.answer').textContent()).toContain('none in the file, so it cannot be drawn again');
    await page.keyboard.press('Escape');
    const closed = Promise.withResolvers<void>();
    await page.route('**/api/commands/verify', (route) => closed.promise.then(() => route.continue()));
    await verify();
    expect(await dialog.getByRole('button', { name: '/verify' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    closed.resolve();
    await expect.poll(() => page.locator('.toast').textContent()).toContain(said);
    expect(await dialog.evaluate((one) => (one as HTMLDialogElement).open)).toBe(false);
  });
});
