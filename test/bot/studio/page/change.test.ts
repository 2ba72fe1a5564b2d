import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, markPart, openPages, openSettings, stagePicture } from '#test/bot/studio/page/pages.ts';
import { DEMO_DESCRIPTION, type OpenStudio } from '#test/bot/studio/server/studio-fixture.ts';
import { ANIMATING, filmEvents, PREPROCESSING } from '#test/fakes/larger-picture.ts';
import { SEEING } from '#test/fakes/seen-picture.ts';
import { tinyFilm } from '#test/fakes/tiny-film.ts';

const [demo] = DEMO_DESCRIPTION.models!;
const METHODS = ['canny', 'invert', 'inpaint'].map((method) => ({ method, model: '', licence: '' }));
const PICTURES = {
  imageAdapters: [{ name: 'plus', kind: 'plus', licence: '' }],
  controlNetworks: ['canny-net', 'inpaint-net'].map((name) => ({ name, kind: 'controlnet', licence: '' })),
};

const film = await tinyFilm({
  width: 64,
  height: 64,
  colours: [
    [200, 30, 10],
    [10, 30, 200],
  ],
});

const pages = openPages({
  description: {
    ...SEEING.description,
    ...DEMO_DESCRIPTION,
    models: [{ ...demo!, ...PICTURES }],
    tasks: ['draw', 'describe', 'segment', 'preprocess', 'animate'],
    animators: ANIMATING.description!.animators!,
    preprocessors: METHODS,
  },
  results: (request) =>
    request.task === 'animate'
      ? filmEvents(request.animate, film)
      : (request.task === 'preprocess' ? PREPROCESSING : SEEING).results!(request),
});

inBrowser('a picture to start from', () => {
  it('is dropped, kept over its job, changed with a brush and round it, varied, and left out again', async () => {
    const { page, workplace, errors } = await pages.visit();
    await page.locator('#prompt').fill('a red house');
    await dropPicture(page);
    await page.locator('#given img').waitFor();
    expect(await page.locator('#make').innerText()).toMatch(/^Make/);
    await page.locator('#make').click();
    await stagePicture(page).waitFor();
    expect((await newest(workplace)).start).toMatchObject({ width: 64, height: 64 });

    await page.locator('.tool[data-action="change"]').click();
    await page.locator('.marks').waitFor();
    await markPart(page);
    expect(await page.locator('#given .tag').innerText()).toContain('pixel for pixel');
    const strength = page.locator('.of-strength output');
    expect(await strength.innerText()).toBe('all of it');
    await page.getByLabel('Keep the rest exactly').uncheck();
    expect(await page.locator('#prompt').inputValue()).toBe('a red house --keep off');
    expect(await page.locator('#given .tag').innerText()).not.toContain('pixel for pixel');
    await page.getByLabel('Keep the rest exactly').check();
    await page.getByRole('button', { name: 'Draw what is blue' }).click();
    await expect.poll(async () => (await newest(workplace)).start?.mask?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await page.locator('#stage').isVisible()).toBe(true);

    await page.locator('#given').getByRole('button', { name: 'Change' }).click();
    await page.keyboard.press('Control+z');
    await page.locator('[data-tool="region"]').click();
    await page.locator('.marks').click({ position: { x: 30, y: 40 } });
    await expect.poll(() => page.locator('#given .tag').innerText()).toContain('pixel for pixel');
    await page.keyboard.press('Control+z');
    expect(await page.locator('#given .tag').innerText()).toBe('It starts from this picture.');
    await page.locator('.knob.at-right').focus();
    for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowRight');
    expect(await page.locator('.length.whole').innerText()).toBe('160 × 128');
    await openSettings(page);
    const method = page.locator('.of-follow select').first();
    await method.selectOption('inpaint');
    await page.locator('#make').click();
    await expect.poll(async () => (await newest(workplace)).start?.margins).toMatchObject({ right: 0.25, left: 0 });
    expect((await newest(workplace)).control).toEqual([{ network: 'inpaint-net' }]);
    await method.selectOption('');
    await stagePicture(page).waitFor();
    await page.locator('#given').getByRole('button', { name: 'Change' }).click();
    await expect.poll(() => page.locator('.try').count()).toBeGreaterThan(1); // what was made of this picture so far
    await page.getByRole('button', { name: '4 tries' }).click();
    await expect.poll(async () => (await newest(workplace)).count).toBe(4);
    await page.locator('#given').getByRole('button', { name: 'Without it' }).click();
    await stagePicture(page).waitFor();
    await page.locator('.tool[data-action="vary"]').click();
    await expect.poll(async () => (await newest(workplace)).start?.strength).toBe(0.35);
    expect(errors).toEqual([]);
  });
});

async function newest({ jobs }: OpenStudio['workplace']) {
  const [view] = await jobs.recent({ platform: 'studio', limit: 1 });
  return view!.job.settled.order;
}

/** As somebody does who pulls a file over the page. */
async function dropPicture(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 64);
    canvas.getContext('2d')!.fillRect(8, 8, 30, 30);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([await canvas.convertToBlob()], 'mine.png', { type: 'image/png' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
}

inBrowser('pictures beside the words', () => {
  it('are followed, seen as they are read before anything is drawn, and be what the next one is like', async () => {
    const { page, workplace, errors } = await pages.visit();
    await page.locator('#prompt').fill('a red house');
    await page.keyboard.press('Enter');
    await stagePicture(page).waitFor();
    await openSettings(page);
    const follow = page.locator('.of-follow');
    await follow.getByRole('button', { name: 'The one on the easel' }).click();
    await follow.locator('img').waitFor();
    expect(await follow.locator('select').first().inputValue()).toBe('canny');
    const [first, second] = [follow.locator('.control-unit').first(), follow.locator('.control-unit').nth(1)];
    await first.locator('select').last().selectOption('canny-net');
    await expect.poll(() => page.locator('.tile').count()).toBe(1); // what made the control picture is put away
    await first.getByLabel('How closely').fill('0.6');
    await first.getByLabel('Ends at').fill('0.5');
    await second.locator('select').first().selectOption('');
    await second.getByRole('button', { name: 'The one on the easel' }).click();
    await second.locator('img').waitFor();
    await second.locator('select').last().selectOption('canny-net');
    const like = page.locator('.of-like');
    await like.getByRole('button', { name: 'The one on the easel' }).last().click();
    await like.locator('img').waitFor();
    await like.getByRole('combobox', { name: 'area' }).selectOption('left');
    await page.locator('#make').click();
    await expect.poll(async () => (await newest(workplace)).control?.length).toBe(2);
    const { control, like: likes } = await newest(workplace);
    expect(likes).toEqual([{ image: expect.anything(), scope: 'style', area: 'left' }]);
    expect(control).toMatchObject([{ network: 'canny-net', weight: 0.6, to: 0.5 }, { network: 'canny-net' }]);
    expect(control![0]!.image!.sha256).not.toBe(likes![0]!.image.sha256);
    expect(control![1]!.image!.sha256).toBe(likes![0]!.image.sha256);
    expect(await findingsOf(page, '#side')).toEqual([]);
    for (let left = 2; left > 0; left--) await first.getByRole('button', { name: 'Take it away' }).click();
    await like.getByRole('button', { name: 'Take it away' }).click();
    await page.locator('#make').click();
    await expect.poll(async () => 'control' in (await newest(workplace))).toBe(false);
    expect(errors).toEqual([]);
  });
});

inBrowser('a picture that moves', () => {
  it('plays on the easel and large, stands still everywhere else, and for who wants less motion until it is played', async () => {
    const { page, errors } = await pages.visit({ stepMs: 0 });
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.locator('#prompt').fill('a red house');
    await page.keyboard.press('Enter');
    await stagePicture(page).waitFor();
    await page.locator('.tile').focus();
    await page.keyboard.press('a');
    const picture = page.getByAltText(/^a red house, moving \(seed \d+\)$/);
    const isStill = async (one = picture.last()) => (await one.getAttribute('src'))!.endsWith('?still');
    const stop = page.locator('.layer').getByRole('button', { name: 'Hold still' });
    await stop.waitFor();
    expect(await isStill()).toBe(false);
    expect(await findingsOf(page, '.stage')).toEqual([]);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await stop.click();
    expect(await isStill()).toBe(true);
    expect(await isStill(page.locator('.tile img').first())).toBe(true);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.reload();
    const play = page.locator('.layer').getByRole('button', { name: 'Play' });
    await play.waitFor();
    expect([await isStill(), await page.evaluate(() => document.getAnimations().length)]).toEqual([true, 0]);
    await play.focus();
    await page.keyboard.press('Enter');
    await stop.waitFor();
    expect(await isStill()).toBe(false);
    await page.locator('.enlarge').click();
    await page.locator('#zoom[open]').getByRole('button', { name: 'Play' }).click();
    expect(await isStill()).toBe(false);
    expect(await findingsOf(page, '#zoom')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Gallery' }).click();
    await page.locator('.work', { hasText: 'moving' }).waitFor();
    expect(await page.locator('.work img[src$="?still"]').count()).toBe(1);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(errors).toEqual([]);
  });
});
