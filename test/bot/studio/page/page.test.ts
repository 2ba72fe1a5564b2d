import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { startStudio } from '#bot/studio/server/studio.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { type OpenStudio, openStudio } from '#test/bot/studio/server/studio-fixture.ts';
import { findChromium, launchChromium } from '#test/fakes/discord-page/chromium.ts';
import type { FakeRendererOptions } from '#test/fakes/renderer.ts';

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const hasBrowser = findChromium() !== null;
if (!hasBrowser) process.stderr.write('No Chromium: the studio is not tried in a browser\n');

let browser: Browser;
beforeAll(async () => {
  if (hasBrowser) browser = await launchChromium();
});
afterAll(() => browser?.close());

interface Opened extends OpenStudio {
  readonly page: Page;
  /** Whatever went wrong in the page; a test that ends with anything here has found a defect. */
  readonly errors: readonly string[];
}

/** A page of its own browser profile, ready to be written in. */
async function open(options: FakeRendererOptions = {}): Promise<Opened> {
  const place = await openStudio({ stepMs: 30, ...options });
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  onTestFinished(() => context.close());
  await page.goto(place.studio.address);
  await page.locator('#styles .chip').nth(3).waitFor();
  return { ...place, page, errors };
}

const stagePicture = (page: Page) => page.locator('.layer.grid img').last();

describe.skipIf(!hasBrowser)('the prompt', () => {
  it('shows weights while they are typed, says what is odd and counts tokens', async () => {
    const { page, errors } = await open();
    await page.locator('#prompt').pressSequentially('a (red:1.4) [old] house (by --steps 6');
    expect(await page.locator('.paint .heavy.text').allTextContents()).toEqual(['red', 'by']);
    expect(await page.locator('.paint .light.text').allTextContents()).toEqual(['old']);
    expect(await page.locator('.paint .flag-value').textContent()).toBe('6');
    expect(await page.locator('.paint .odd').textContent()).toBe('(');
    expect(await page.locator('#problems').textContent()).toContain('never closed');
    await expect.poll(() => page.locator('#tokens').textContent()).toBe('5 of 75 tokens');
    expect(errors).toEqual([]);
  });

  it('lies exactly over its painted copy, over several lines too', async () => {
    const { page } = await open();
    await page.locator('#prompt').fill('a (very:1.3) long prompt about a [small] house '.repeat(9));
    const [field, paint] = await page.evaluate(() => {
      const field = document.querySelector('#prompt') as HTMLTextAreaElement;
      const paint = document.querySelector('#paint')!;
      return [field, paint].map((one) => ({ width: one.clientWidth, height: one.scrollHeight }));
    });
    expect(field).toEqual(paint);
  });

  it('changes weights with Ctrl and arrows', async () => {
    const { page } = await open();
    await page.locator('#prompt').pressSequentially('a red');
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('Control+ArrowUp');
    expect(await page.locator('#prompt').inputValue()).toBe('a (red:1.2)');
    await page.keyboard.press('Control+z');
    expect(await page.locator('#prompt').inputValue()).toBe('a (red:1.1)');
  });

  it('survives a reload', async () => {
    const { page } = await open();
    await page.locator('#prompt').fill('a red house');
    await page.locator('[data-style="watercolor"]').click();
    await page.reload();
    await expect.poll(() => page.locator('#prompt').inputValue()).toBe('a red house');
    await expect.poll(() => page.locator('[aria-checked="true"].chip').textContent()).toBe('watercolor');
  });
});

describe.skipIf(!hasBrowser)('a picture', () => {
  it('comes out of the noise: queued, steps with previews, picture, gallery', async () => {
    const { page, renderer, errors } = await open({ stepMs: 250 });
    await page.locator('#prompt').fill('a (red:1.4) house');
    await page.keyboard.press('Enter');
    await page.locator('.bar:not([hidden])').waitFor();
    expect(await page.locator('.noise').evaluate((noise) => Number(getComputedStyle(noise).opacity))).toBeGreaterThan(
      0,
    );
    await page.locator('.layer.soft').first().waitFor();
    await expect.poll(() => page.locator('.status').textContent()).toMatch(/Step \d of 4/);
    await expect
      .poll(() => stagePicture(page).evaluate((picture) => (picture as HTMLImageElement).naturalWidth))
      .toBe(128);
    expect(await page.locator('.status').textContent()).toMatch(/^Drawn in/);
    expect(await page.locator('.tile').count()).toBe(1);
    expect(renderer.renders[0]!.spec.prompt!.chunks[0]!.spans).toContainEqual({
      text: 'red',
      weight: expect.closeTo(1.4),
    });
    expect(errors).toEqual([]);
  });

  it('is rerolled, edited into a child, downloaded and deleted', async () => {
    const { page, workplace } = await open();
    await page.locator('.idea').first().click();
    await stagePicture(page).waitFor();
    await page.locator('.tools').getByRole('button', { name: 'Reroll' }).click();
    await expect.poll(() => page.locator('.tile.done').count()).toBe(2);
    const download = page.waitForEvent('download');
    await page.locator('.tools').getByRole('button', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toMatch(/^easel-\d+\.png$/);
    await page.locator('.tools').getByRole('button', { name: 'Edit' }).click();
    await page.locator('#prompt').fill('a blue house');
    await page.locator('#make').click();
    await expect.poll(() => page.locator('.tile.done').count()).toBe(3);
    const [newest] = await workplace.jobs.recent({ platform: 'studio', limit: 1 });
    expect(newest!.job).toMatchObject({ parentId: expect.any(String), settled: { order: { prompt: 'a blue house' } } });
    await page.locator('.tools').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => page.locator('.tile').count()).toBe(2);
  });

  it('is cancelled while it is drawn', async () => {
    const { page, renderer } = await open({ stepMs: 2_000 });
    await page.locator('#prompt').fill('a red house');
    await page.keyboard.press('Enter');
    await page.locator('.tile.rendering').waitFor();
    await page.locator('.tools').getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => page.locator('.tile').count()).toBe(0);
    await expect.poll(() => renderer.renders[0]!.state).toBe('cancelled');
  });

  it('of four is shown as four, each of them large on a click', async () => {
    const { page } = await open();
    await page.locator('#prompt').fill('a red house');
    await page.getByRole('button', { name: '4 pictures' }).click();
    await page.locator('#make').click();
    await page.locator('.layer.grid.n4').waitFor();
    await page.locator('.layer.grid img').nth(2).click();
    await expect.poll(() => page.locator('#zoom img').getAttribute('src')).toMatch(/pictures\/2\.png$/);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#zoom img').getAttribute('src')).toMatch(/pictures\/3\.png$/);
  });

  it('that cannot be drawn is refused in words', async () => {
    const { page } = await open();
    await page.locator('#prompt').fill('a house --width 513');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.toast').textContent()).toMatch(/multiple of 8, given 513/);
  });
});

describe.skipIf(!hasBrowser)('live mode', () => {
  it('draws while one types, cancels what was typed over, keeps the seed and litters nothing', async () => {
    const { page, renderer, workplace, errors } = await open({ stepMs: 60 });
    await page.locator('#live').click();
    await page.locator('#prompt').pressSequentially('a red house by the sea', { delay: 60 });
    await expect.poll(() => page.locator('#live-speed').textContent()).toMatch(/^\d+ ms$/);
    await stagePicture(page).waitFor();
    const states = renderer.renders.map(({ state }) => state);
    expect(states.filter((state) => state === 'cancelled').length).toBeGreaterThan(1);
    expect(states.at(-1)).toBe('finished');
    expect(new Set(renderer.renders.map(({ spec }) => spec.seed)).size).toBe(1);
    expect(await page.locator('.tile').count()).toBe(0);
    expect((await workplace.jobs.recent({ platform: 'studio', limit: 10 })).length).toBeLessThanOrEqual(2);
    await page.locator('#live').click();
    await expect.poll(() => workplace.jobs.recent({ platform: 'studio', limit: 10 })).toHaveLength(0);
    expect(errors).toEqual([]);
  });

  it('keeps what one likes: Enter makes the same picture for the gallery', async () => {
    const { page, renderer } = await open();
    await page.locator('#live').click();
    await page.locator('#prompt').fill('a red house');
    await stagePicture(page).waitFor();
    await page.locator('#prompt').press('Enter');
    await page.locator('.tile.done').waitFor();
    const [live, kept] = renderer.renders.slice(-2).map(({ spec }) => spec);
    expect({ ...kept, previews: null }).toEqual({ ...live, previews: null });
  });
});

describe.skipIf(!hasBrowser)('styles', () => {
  it('are created in the dialog with the sentences of the presets, then used and deleted', async () => {
    const { page, renderer } = await open();
    await page.locator('#new-style').click();
    await page.getByLabel('Name').fill('Gouache');
    await page.getByLabel('Template').fill('{prompt} {prompt}');
    await page.getByRole('button', { name: 'Create style' }).click();
    await expect.poll(() => page.locator('#style-dialog .trouble').textContent()).toMatch(/may stand in it once/);
    await page.getByLabel('Template').fill('gouache of {prompt}');
    await page.getByRole('button', { name: 'Create style' }).click();
    await expect.poll(() => page.locator('[aria-checked="true"].chip').textContent()).toBe('gouache');
    await page.locator('#prompt').fill('a cat');
    await page.keyboard.press('Enter');
    await expect.poll(() => renderer.renders.at(-1)?.spec.parametersPrompt).toBe('gouache of a cat');
    await page.locator('#edit-style').click();
    await page.locator('#style-dialog').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => page.locator('[data-style="gouache"]').count()).toBe(0);
  });
});

describe.skipIf(!hasBrowser)('commands', () => {
  it('are listed with the keys, asked for with a form of their options, and answered in place', async () => {
    const { page, errors } = await open();
    await page.keyboard.press('?');
    await page.locator('#keys-dialog').getByRole('button', { name: '/style create' }).click();
    const dialog = page.locator('#command-dialog');
    await dialog.getByLabel('name *').fill('ink');
    await dialog.getByLabel('steps').fill('0');
    await dialog.getByRole('button', { name: '/style create' }).click();
    await expect.poll(() => dialog.locator('.trouble').textContent()).toMatch(/steps.*given 0/);
    await dialog.getByLabel('steps').fill('5');
    await dialog.getByRole('button', { name: '/style create' }).click();
    await expect.poll(() => dialog.locator('h2').textContent()).toBe('Style ink');
    expect(await dialog.locator('.answer').textContent()).toContain('5 steps');
    await page.locator('[data-style="ink"]').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('q');
    await expect.poll(() => dialog.locator('h2').textContent()).toBe('The queue');
    expect(errors.filter((error) => !error.includes('400'))).toEqual([]);
  });

  it('that were regretted are undone', async () => {
    const { page } = await open();
    await page.locator('#new-style').click();
    await page.getByLabel('Name').fill('ink');
    await page.getByRole('button', { name: 'Create style' }).click();
    await page.locator('#edit-style').click();
    await page.locator('#style-dialog').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => page.locator('[data-style="ink"]').count()).toBe(0);
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await page.locator('[data-style="ink"]').waitFor();
  });
});

describe.skipIf(!hasBrowser)('the page as a whole', () => {
  it('invites, tells about the demonstration model and Discord, and shows the renderer', async () => {
    const { page, renderer } = await open();
    expect(await page.locator('h1').textContent()).toBe('What should come out of the noise?');
    expect(await page.locator('#hints').textContent()).toMatch(/demonstration model.*DISCORD_TOKEN/s);
    expect(await page.locator('.renderer.ready').textContent()).toContain('this machine');
    await renderer.vanish();
    await page.locator('.renderer.down .reason').waitFor();
  });

  it('needs no sideways scrolling, on a phone and in a window, and names every control', async () => {
    const { page } = await open();
    const overflow = async (viewport: typeof WIDE) => {
      await page.setViewportSize(viewport);
      return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    };
    expect([await overflow(PHONE), await overflow(WIDE)]).toEqual([0, 0]);
    await page.locator('#prompt').fill('Donaudampfschifffahrt'.repeat(12));
    await page.locator('#make').click();
    await stagePicture(page).waitFor();
    expect([await overflow(PHONE), await overflow(WIDE)]).toEqual([0, 0]);
    expect(await page.evaluate(controlsWithoutName)).toEqual([]);
  });

  it('finds the studio again after it was away', async () => {
    const { page, studio, workplace } = await open();
    await studio.close();
    await expect.poll(() => page.locator('#connection').textContent()).toMatch(/does not answer/);
    const { jobs, cluster, presets, intake } = workplace;
    await jobs.submit({ requestKey: 'away', place: STUDIO_PLACE, member: STUDIO_MEMBER, order: { prompt: 'a house' } });
    const port = Number(new URL(studio.address).port);
    const doors = { jobs, cluster, presets, intake, log: silentLog, clock: systemClock };
    const again = await startStudio({ ...doors, host: '127.0.0.1', port });
    onTestFinished(() => again.close());
    await expect.poll(() => page.locator('#connection').textContent(), { timeout: 10_000 }).toBe('');
    await page.locator('.tile.done').waitFor();
  });
});

function controlsWithoutName(): string[] {
  return [...document.querySelectorAll<HTMLElement>('button, input, textarea, select')]
    .filter((one) => !one.closest('[hidden]'))
    .filter((one) => !(one.ariaLabel || one.innerText.trim() || (one as HTMLInputElement).labels?.length))
    .map((one) => one.outerHTML);
}
