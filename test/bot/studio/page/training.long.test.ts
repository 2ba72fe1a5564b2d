import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages, PHONE, WIDE } from '#test/bot/studio/page/pages.ts';
import { unfit } from '#test/bot/studio/page/unfit.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';
import { TRAINED_FILE, trainedResults } from '#test/fakes/trained-file.ts';

const LONG = { timeout: 60_000 };

/** A file as somebody chooses it. */
const fileOf = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

const picture = (background: string) =>
  sharp({ create: { width: 80, height: 64, channels: 3, background } })
    .png()
    .toBuffer();

const room = (page: Page) => page.locator('#room-train');
const choose = (page: Page, files: readonly ReturnType<typeof fileOf>[]) =>
  room(page)
    .locator('input[type=file]')
    .setInputFiles([...files]);

inBrowser('the page where models are trained', () => {
  const pages = openPages({
    description: {
      ...{ ...DEMO_DESCRIPTION, tasks: ['draw', 'train'] },
      draws: ['own_adapters', 'train_text', 'precision', 'random_crop'],
    },
    results: trainedResults,
  });

  it(
    'trains on dropped pictures, shows losses and samples, keeps what was stopped, exports and deletes',
    LONG,
    async () => {
      const { page, errors, drawn } = await pages.visit({ stepMs: 60 });
      await page.locator('#prompt').fill('a mug --steps 2'); // what a training takes is reckoned from what drawings took
      await page.locator('#make').click();
      await expect.poll(() => page.locator('.status').innerText()).toContain('Drawn in');
      await page.getByRole('link', { name: 'Train' }).click();
      const place = room(page);
      await place.getByText('Nothing yet').waitFor();
      await place.getByLabel('What it is').selectOption('subject');
      await place.getByLabel('Name in prompts').fill('Mug-One');
      await place.getByLabel('Kind of thing').fill('mug');
      await place.getByLabel('Steps').fill('400');
      expect(await place.getByLabel('Model').locator('option').allTextContents()).toEqual(['demo']);
      await place.getByLabel('Precision').selectOption('float16');
      await place.getByLabel('Train text encoders, too').check();
      await place.getByLabel('Crop at random').check();
      const red = await picture('#a03020');
      await choose(page, [
        fileOf('red.png', red),
        fileOf('again.png', red),
        fileOf('broken.png', Buffer.from('no picture')),
        fileOf('blue.png', await picture('#2030a0')),
        fileOf('blue.txt', Buffer.from('a blue mug on a table\n')),
        fileOf('alone.txt', Buffer.from('of nothing')),
      ]);
      await expect
        .poll(() => place.locator('.train-refused li').allTextContents())
        .toEqual([
          'again.png: the same picture is there already',
          expect.stringMatching(/^broken.png: it cannot be decoded/),
          'alone.txt: there is no picture of that name',
        ]);
      expect(await place.locator('.train-pictures figure').count()).toBe(2);
      expect(await place.getByLabel('Caption of picture 2').inputValue()).toBe('a blue mug on a table');
      await place.getByLabel('Caption of picture 1').fill('a red mug');
      await place.getByRole('button', { name: 'What it takes' }).click();
      await place.getByText(/400 steps with demo, about \d+ s; drawing goes first · 2 pictures are few/).waitFor();
      expect(await findingsOf(page, '#room-train')).toEqual([]);
      const start = place.getByRole('button', { name: 'Start' });
      expect(await start.isDisabled()).toBe(true);
      await place.getByLabel('I may use these pictures').check();
      await start.click();

      const row = place.locator('.trained');
      await expect.poll(() => row.locator('img').count(), { timeout: 15_000 }).toBe(2);
      expect(await start.isDisabled()).toBe(true);
      expect(await place.locator('.train-pictures figure').count()).toBe(0);
      expect(await row.textContent()).toMatch(/mug-one.*a thing.*Step \d+ of 400/);
      await expect.poll(() => row.locator('.loss .thin').getAttribute('d')).toMatch(/^M.*L/);
      for (const image of await row.locator('img').all())
        expect(await image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);
      expect(await row.locator('.samples figcaption').allTextContents()).toEqual([
        'before',
        'step 50',
        'step 100, to come',
      ]);
      const named = await row.locator('.loss text').allTextContents();
      expect(named.slice(-5)).toEqual(['0', '100', '200', '300', '400 steps']);
      expect(await row.locator('.loss .sampled').count()).toBe(1);
      await row.getByText('Each step hides a picture under noise').waitFor();
      expect(await row.locator('.how dd').allTextContents()).toEqual([
        ...['demo', '4', '0.060 s a step', '1.5e-3 at most', expect.stringMatching(/^\d+$/), '2', 'float16', '✓', '✓'],
      ]);
      const { train } = drawn().at(-1)!.request as {
        train: { pictures: readonly { caption: string }[]; trainText: boolean; precision: string; randomCrop: boolean };
      };
      expect([train.trainText, train.precision, train.randomCrop]).toEqual([true, 'float16', true]);
      expect(train.pictures.map(({ caption }) => caption)).toEqual([
        'a mug-one mug, a red mug',
        'a mug-one mug, a blue mug on a table',
      ]);
      expect(await findingsOf(page, '#room-train')).toEqual([]);
      await row.getByRole('button', { name: 'Pause' }).click();
      await place.getByText('mug-one rests after this step').waitFor();
      await row.getByText(/Step \d+ of 400, paused/).waitFor();
      await page.locator('.trained .how').waitFor();
      // The step that ran when it was asked to rest is done by then.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const { stepsDone: held } = drawn().at(-1)!;
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(drawn().at(-1)!.stepsDone).toBe(held);
      expect(await findingsOf(page, '#room-train')).toEqual([]);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/train-running.png`, fullPage: true });
      // It can be tried as it was at its last sample, and what is typed there stays while the row changes.
      await row.getByText(/^Try it as it was at step (50|100|150|200|250|300|350)$/).waitFor();
      await row.getByLabel('Prompt to try').fill('a mug-one at night');
      await row.getByRole('button', { name: 'Go on' }).click();
      await expect.poll(() => drawn().at(-1)!.stepsDone).toBeGreaterThan(held);
      await row.getByRole('button', { name: 'Pause' }).waitFor();
      expect(await row.getByLabel('Prompt to try').inputValue()).toBe('a mug-one at night');
      await row.getByRole('button', { name: 'Stop and keep the best' }).click();
      await place.getByText('mug-one ends after this step, with the best of it').waitFor();
      await row.getByText('In a prompt: mug-one <lora:mug-one:1>').waitFor();
      expect(drawn().at(-1)!.stepsDone).toBeLessThan(400);
      for (const style of ['peft', 'kohya']) {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          row.getByRole('link', { name: `Export (${style})` }).click(),
        ]);
        const file = await readFile(await download.path());
        expect(download.suggestedFilename()).toBe('mug-one.safetensors');
        expect(file.subarray(-16).equals(TRAINED_FILE.subarray(-16)) || style === 'kohya').toBe(true);
        expect([style, file.includes('.lora_A.weight'), file.includes('lora_unet_')]).toEqual([
          style,
          style === 'peft',
          style === 'kohya',
        ]);
      }
      expect(await findingsOf(page, '#room-train')).toEqual([]);
      await row.locator('.loss .thick').waitFor(); // it is seen after the end, too
      expect(await row.locator('.samples figcaption').first().textContent()).toBe('before');
      const prompt = row.getByLabel('Prompt to try');
      expect(await prompt.inputValue()).toBe('a mug-one at night');
      await prompt.fill('a mug-one in the snow <lora:mug-one:1>');
      await row.getByRole('button', { name: 'Make' }).click();
      await expect.poll(() => page.locator('#prompt').inputValue()).toBe('a mug-one in the snow <lora:mug-one:1>');
      await expect
        .poll(() =>
          drawn()
            .at(-1)!
            .spec.ownAdapters?.map(({ name }) => name),
        )
        .toEqual(['mug-one']);
      await page.getByRole('link', { name: 'Train' }).click();
      await place.getByLabel('I may use these pictures').check();
      await row.getByRole('button', { name: 'Change for the next run' }).click();
      await place.getByText('Settings and pictures of mug-one stand in the form').waitFor();
      expect(await place.getByLabel('What it is').inputValue()).toBe('subject');
      expect(await place.getByLabel('Name in prompts').inputValue()).toBe('mug-one-2');
      expect(await place.getByLabel('Kind of thing').inputValue()).toBe('mug');
      expect(await place.getByLabel('Steps').inputValue()).toBe('400');
      expect(await place.getByLabel('Precision').inputValue()).toBe('float16');
      expect(await place.getByLabel('Train text encoders, too').isChecked()).toBe(true);
      expect(await place.getByLabel('Caption of picture 1').inputValue()).toBe('a red mug');
      expect(await place.getByLabel('Caption of picture 2').inputValue()).toBe('a blue mug on a table');
      for (const image of await place.locator('.train-pictures img').all())
        await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);
      expect(await start.isDisabled()).toBe(true);
      expect(await findingsOf(page, '#room-train')).toEqual([]);
      for (const theme of process.env.SHOTS ? (['light', 'dark'] as const) : []) {
        await page.emulateMedia({ colorScheme: theme });
        await page.screenshot({ path: `${process.env.SHOTS}/train-again-${theme}.png`, fullPage: true });
      }
      await row.getByRole('button', { name: 'Delete' }).click();
      await place.getByText('mug-one is deleted').waitFor();
      await place.getByText('Nothing yet').waitFor();
      await place.getByRole('button', { name: 'Put it back' }).click();
      await row.getByText('In a prompt: mug-one <lora:mug-one:1>').waitFor();
      expect(await place.getByRole('button', { name: 'Put it back' }).count()).toBe(0);
      expect(errors).toEqual([]);
    },
  );

  it(
    'says what is wrong with a wish and keeps what was given, and asks again for a list it could not have',
    LONG,
    async () => {
      const { page } = await pages.visit();
      const place = room(page);
      let isThere = false;
      const sentence = 'No renderer has answered yet';
      await page.route('**/api/train', (route) =>
        isThere ? route.continue() : route.fulfill({ status: 503, json: { error: sentence } }),
      );
      await page.getByRole('link', { name: 'Train' }).click();
      await place.getByText(sentence).waitFor();
      isThere = true;
      await place.getByText('Nothing yet').waitFor();
      expect(await place.getByText(sentence).count()).toBe(0);
      await choose(page, [fileOf('red.png', await picture('#a03020'))]);
      await place.locator('.train-pictures figure').waitFor();
      await place.getByLabel('I may use these pictures').check();
      await place.getByRole('button', { name: 'Start' }).click();
      await place.getByText('Cannot use this name').waitFor();
      expect(await place.locator('.train-pictures figure').count()).toBe(1);
      expect(await place.getByLabel('I may use these pictures').isChecked()).toBe(true);
      await page.unroute('**/api/train');
      await page.route('**/api/train', async (route) => {
        const card = { name: 'wild', kind: 'style', word: 'wild', isDone: true, brokeOffAt: 2, step: 0, of: 0 };
        const rest = { losses: [], sampleSteps: [], isPaused: false, secondsLeft: null, how: null };
        await route.fulfill({ json: { canDescribe: false, models: ['demo'], trained: [{ ...card, ...rest }] } });
      });
      await page.getByRole('link', { name: 'Draw' }).click();
      await page.getByRole('link', { name: 'Train' }).click();
      await place.getByText('It is as it was before step 2').waitFor();
      await page.unroute('**/api/train');
    },
  );

  it('is sound and fits in German, in both themes, on a phone too', LONG, async () => {
    const { page: first, studio } = await pages.visit();
    await first.goto('about:blank');
    const context = await pages.browser.newContext({ locale: 'de', viewport: WIDE });
    const page = await context.newPage();
    await page.goto(`${studio.address}/#train`);
    const place = room(page);
    await place.getByText('Noch nichts').waitFor();
    await place.getByLabel('Name in Prompts').fill('mein-sehr-langer-name-fuer-einen');
    await place.getByLabel('Schritte').fill('2');
    const files = ['#111', '#555', '#999', '#ddd', '#f40'].map(picture);
    await choose(
      page,
      (await Promise.all(files)).map((file, i) => fileOf(`ein-langer-name-eines-bildes-${i}.png`, file)),
    );
    await expect.poll(() => place.locator('.train-pictures figure').count()).toBe(5);
    await place.getByRole('button', { name: 'Was es braucht' }).click();
    await place.getByText(/2 Schritte mit demo/).waitFor();
    await place.getByLabel('Ich darf diese Bilder verwenden').check();
    await place.getByRole('button', { name: 'Los' }).click();
    await place.getByText('fertig').waitFor();
    await choose(page, [fileOf('eins.png', await files[0]!), fileOf('kaputt.png', Buffer.from('kein Bild'))]);
    await place.locator('.train-refused li').waitFor();
    for (const viewport of [WIDE, { width: 1024, height: 800 }, PHONE, { width: 320, height: 640 }]) {
      await page.setViewportSize(viewport);
      expect(await page.evaluate(unfit), String(viewport.width)).toEqual([]);
      expect(await findingsOf(page), String(viewport.width)).toEqual([]);
      const wide = await place.evaluate((one) => one.scrollWidth - one.clientWidth);
      expect(wide, String(viewport.width)).toBeLessThanOrEqual(0);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/train-${viewport.width}.png` });
    }
    await context.close();
  });
});
