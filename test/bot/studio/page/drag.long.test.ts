import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { withExifText } from '#bot/image/exif-text.ts';
import { inBrowser, openPages, openSettings, stagePicture } from '#test/bot/studio/page/pages.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';
import { PREPROCESSING } from '#test/fakes/larger-picture.ts';
import { pngWithText } from '#test/fakes/png-with-text.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const [demo] = DEMO_DESCRIPTION.models!;
const controlNetworks = [{ name: 'canny-net', kind: 'controlnet', licence: '' }];

const pages = openPages({
  description: {
    ...DEMO_DESCRIPTION,
    models: [{ ...demo!, controlNetworks }],
    tasks: ['draw', 'preprocess'],
    preprocessors: [{ method: 'canny', model: '', licence: '' }],
  },
  results: PREPROCESSING.results!,
});

const INFOTEXT =
  'a (red:1.2) house\nNegative prompt: clouds\nSteps: 12, Sampler: DPM++ 2M, CFG scale: 3.5, Seed: 42, Size: 192x128';

/** How often a file is dragged before it counts as not taken: a browser without a window loses events now and then. */
const DRAGS_MAX = 4;

/** Drags a file from outside of the browser and lets it go in the middle of this place, as a hand does. */
async function dropFile(page: Page, file: string, at: Locator): Promise<void> {
  const input = await page.context().newCDPSession(page);
  await at.hover({ trial: true }); // no longer moves, as what was just opened does
  const { x, y } = await middleOf(at);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  const send = (type: 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel') =>
    input.send('Input.dispatchDragEvent', { type, x, y, data });
  let isTaken = false;
  for (let drag = 1; !isTaken; drag++) {
    await send('dragEnter');
    await send('dragOver');
    const isSeen = await becomes(page, true);
    if (isSeen) await send('drop');
    isTaken = isSeen && (await becomes(page, false));
    if (!isTaken) await send('dragCancel');
    expect(isTaken || drag < DRAGS_MAX, `${file} is taken`).toBe(true);
  }
  await input.detach();
}

/** Whether the page shows within a while that something is held over it, or no longer does. */
function becomes(page: Page, isOver: boolean): Promise<boolean> {
  const shows = (wanted: boolean) => document.body.classList.contains('dropping') === wanted;
  return page.waitForFunction(shows, isOver, { timeout: 4_000 }).then(
    () => true,
    () => false,
  );
}

async function middleOf(place: Locator): Promise<{ readonly x: number; readonly y: number }> {
  await place.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await place.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

/** Presses the mouse on one thing, moves over others, and lets go over the last. */
async function drag(page: Page, from: Locator, ...over: readonly Locator[]): Promise<void> {
  const start = await middleOf(from);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 12, start.y + 12, { steps: 3 });
  for (const place of over) {
    await place.waitFor();
    const { x, y } = await middleOf(place);
    await page.mouse.move(x, y, { steps: 4 });
  }
  await page.mouse.up();
}

inBrowser('dragged with the mouse', () => {
  const folder = scratchFolder();
  const fileOf = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: '#3a7' } });

  it('files bring the start picture, the control picture, and settings out of PNG, JPEG and WebP', async () => {
    const { page, errors } = await pages.visit();
    const prompt = page.locator('#prompt');
    const [png, jpeg, webp] = await Promise.all([
      picture.png().toBuffer(),
      picture.jpeg().toBuffer(),
      picture.webp().toBuffer(),
    ]);
    const written = {
      'settings.png': pngWithText(png, 'parameters', INFOTEXT),
      'settings.jpg': withExifText(jpeg, INFOTEXT),
      'settings.webp': withExifText(webp, INFOTEXT),
    };
    for (const [name, bytes] of Object.entries(written)) {
      await prompt.fill('');
      await dropFile(page, fileOf(name, bytes), page.locator('#stage'));
      await expect.poll(() => prompt.inputValue(), { message: name }).toContain('a (red:1.2) house --sampler DPM++-2M');
      expect(await page.locator('#given img').count(), name).toBe(0);
    }
    await prompt.fill('a red house');
    await dropFile(page, fileOf('plain.png', png), page.locator('#stage'));
    await page.locator('#given img').waitFor();
    expect(await prompt.inputValue()).toBe('a red house');

    await openSettings(page);
    const follow = page.locator('.of-follow');
    await dropFile(page, fileOf('edges.png', png), follow.locator('.slot-picture').first());
    await follow.locator('img').first().waitFor();
    expect(await page.locator('#given img').count()).toBe(1); // it went into the slot alone

    await page.getByRole('link', { name: 'Gallery' }).click();
    await dropFile(page, fileOf('again.png', written['settings.png']), page.locator('#room-gallery'));
    await expect.poll(() => prompt.inputValue()).toContain('--sampler DPM++-2M');
    expect(await page.locator('#room-draw').isVisible()).toBe(true); // where it shows
    expect(errors).toEqual([]);
  }, 120_000);

  it('a picture of the gallery and one beside the easel become the start picture and a control picture', async () => {
    const { page, drawn, errors } = await pages.visit();
    const prompt = page.locator('#prompt');
    await prompt.fill('a red house');
    await page.locator('#make').click();
    await stagePicture(page).waitFor();
    await prompt.fill('a blue boat');
    await page.getByRole('link', { name: 'Gallery' }).click();
    const work = page.locator('.work img').first();
    await drag(page, work, page.locator('.chosen-bar, .day').first());
    expect(await page.locator('#room-gallery').isVisible()).toBe(true); // let go where it hangs, nothing happens
    await drag(page, work, page.getByRole('link', { name: 'Draw' }), page.locator('#stage'));
    await page.locator('#given img').waitFor();
    expect(await prompt.inputValue()).toBe('a blue boat');
    await openSettings(page);
    const follow = page.locator('.of-follow');
    await drag(page, page.locator('.tile img').first(), follow.locator('.slot-picture').first());
    await follow.locator('img').first().waitFor();
    await page.locator('#make').click();
    await expect.poll(() => drawn().at(-1)?.spec.parametersPrompt).toBe('a blue boat');
    expect(errors).toEqual([]);
  }, 60_000);
});

inBrowser('pasted from the clipboard', () => {
  it('a picture is what the draft starts from, in the prompt and wherever nobody writes; into a field goes text', async () => {
    const { page, drawn, workplace, errors } = await pages.visit();
    const prompt = page.locator('#prompt');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const picture = sharp({ create: { width: 96, height: 64, channels: 3, background: '#3a7' } });
    const copy = (png: string) =>
      page.evaluate(async (png) => {
        const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
        const blob = new Blob([bytes], { type: 'image/png' });
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
      }, png);
    await copy((await picture.png().toBuffer()).toString('base64'));
    await prompt.fill('a red house');
    await page.keyboard.press('Control+v');
    await page.locator('#given img').waitFor();
    expect(await prompt.inputValue()).toBe('a red house');
    await page.locator('#make').click();
    await stagePicture(page).waitFor();
    const [made] = await workplace.jobs.recent({ platform: 'studio', limit: 1 });
    expect(made!.job.settled.order.start).toMatchObject({ width: 96, height: 64 });
    expect(drawn()).toHaveLength(1);

    await page.locator('#given').getByRole('button', { name: 'Without it' }).click();
    const isGiven = () => page.locator('#given img').isVisible();
    await expect.poll(isGiven).toBe(false);
    await page.getByRole('link', { name: 'Gallery' }).click();
    await page.locator('#search').focus();
    await page.keyboard.press('Control+v');
    expect(await isGiven()).toBe(false);
    await page.locator('#search').blur();
    await page.keyboard.press('Control+v');
    await page.locator('#given img').waitFor();
    expect(await page.locator('#room-draw').isVisible()).toBe(true);

    await page.evaluate((text) => navigator.clipboard.writeText(text), INFOTEXT);
    await prompt.fill('');
    await page.keyboard.press('Control+v');
    await expect.poll(() => prompt.inputValue()).toContain('a (red:1.2) house --sampler DPM++-2M');
    expect(errors).toEqual([]);
  }, 60_000);
});
