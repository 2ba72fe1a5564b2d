import { expect, it } from 'vitest';
import { Failure } from '#shared/failure.ts';
import { submission } from '#test/bot/jobs/job-service-fixture.ts';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages, PHONE } from '#test/bot/studio/page/pages.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';
import { startFakeRenderer } from '#test/fakes/renderer.ts';

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

/** How each model is loaded that is asked for, in turn: when `end` is called, well or with this failure. */
const loads: { readonly model: string; readonly end: (failure?: Failure) => void }[] = [];

inBrowser('machines and models', () => {
  const pages = openPages({
    description: { ...DEMO_DESCRIPTION, pullable: [SD15] },
    async *pull(_request, signal) {
      yield { event: 'pulling', pulling: { bytesHere: here, bytesAll: SD15.bytes } };
      here += 0.5 * GIGABYTE;
      yield { event: 'pulling', pulling: { bytesHere: here, bytesAll: SD15.bytes } };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
    async *preload({ model }) {
      const loaded = Promise.withResolvers<void>();
      loads.push({ model, end: (failure) => (failure ? loaded.reject(failure) : loaded.resolve()) });
      yield { event: 'heartbeat', heartbeat: {} };
      await loaded.promise;
      yield { event: 'loaded', loaded: { loadMs: 900 } };
    },
  });

  it('loads a model beforehand on a machine, says so meanwhile, and says at the machine why it could not', async () => {
    const { page, errors } = await pages.visit();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator('#open-machines').click();
    const lane = page.locator('article.renderer');
    await lane.getByLabel('Model to load: this machine').selectOption('demo');
    await lane.getByRole('button', { name: 'Load: this machine' }).click();
    await expect.poll(() => lane.locator('.soft').first().textContent()).toContain('loading demo');
    expect(loads.map(({ model }) => model)).toEqual(['demo']);
    expect(await findingsOf(page, '#machines-dialog')).toEqual([]);
    loads[0]!.end();
    await expect.poll(() => lane.locator('.soft').first().textContent()).not.toContain('loading');
    await lane.getByRole('button', { name: 'Load: this machine' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => loads.length).toBe(2);
    loads[1]!.end(new Failure('exhausted', 'Cannot load demo: the memory is full'));
    await expect.poll(() => lane.locator('.reason').textContent()).toBe('Cannot load demo: the memory is full');
    expect(await findingsOf(page, '#machines-dialog')).toEqual([]);
    expect(errors).toEqual([]);
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

  it('puts a machine into maintenance with a reason that stands at it, and takes it back', async () => {
    const { page, errors } = await pages.visit();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator('#open-machines').click();
    const lane = page.locator('article.renderer');
    await lane.getByLabel('Why, for all to read: this machine').fill('a new fan');
    await lane.getByRole('button', { name: 'Put into maintenance: this machine' }).click();
    const back = lane.getByRole('button', { name: 'Take it back: this machine' });
    await back.waitFor();
    expect(await lane.locator('.soft').first().textContent()).toContain('in maintenance');
    expect(await lane.locator('.reason').textContent()).toBe('a new fan');
    expect(await findingsOf(page, '#machines-dialog')).toEqual([]);
    await page.setViewportSize(PHONE);
    await back.click();
    await lane.getByRole('button', { name: 'Put into maintenance: this machine' }).waitFor();
    expect(errors).toEqual([]);
  });

  it('lays what is drawn and what will be along one time, names nothing of other servers, and takes a machine in', async () => {
    const { page, workplace, errors } = await pages.visit({ stepMs: 20 });
    const make = async (words: string) => {
      await page.locator('#prompt').fill(words);
      await page.locator('#make').click();
    };
    await make('a house --steps 2');
    await expect.poll(() => page.locator('.status').innerText()).toContain('Drawn in');
    (await pages.visit({ stepMs: 1_500 })).renderer.setStepMs(1_500);
    await make('a castle --steps 20');
    await make('a boat --steps 20');
    const theirs = submission({ order: { prompt: 'a whale of theirs', steps: 20 } });
    const { job } = await workplace.jobs.submit(theirs);
    await page.locator('#open-machines').click();
    const blocks = page.locator('.lane .block');
    await expect.poll(() => blocks.count(), { timeout: 5_000 }).toBe(3);
    expect(await page.locator('#machines-dialog').textContent()).not.toContain('whale');
    const boxes = await blocks.evaluateAll((all) =>
      all.map((one) => [one.className, Math.round(one.getBoundingClientRect().left)] as const),
    );
    expect(boxes.map(([name]) => name)).toEqual([
      expect.stringContaining('drawn own'),
      expect.stringContaining('block'),
      expect.stringContaining('block'),
    ]);
    expect(boxes.map(([, left]) => left)).toEqual(boxes.map(([, left]) => left).toSorted((a, b) => a - b));
    expect(await page.locator('.waiting li').count()).toBe(2);
    expect(await findingsOf(page, '#machines-dialog')).toEqual([]);

    await page.getByRole('button', { name: 'Add a machine' }).click();
    await page.getByLabel('Its address and port').fill('127.0.0.1:1');
    await page.getByLabel('Its secret').fill('a-secret-of-the-attic');
    await page.keyboard.press('Enter');
    const said = page.locator('.add-machine [role=status]');
    await expect.poll(() => said.textContent(), { timeout: 7_000 }).toContain('nobody answers at 127.0.0.1:1');
    expect(await page.getByLabel('Its secret').inputValue()).toBe('a-secret-of-the-attic'); // nothing typed is lost
    const other = await startFakeRenderer({ description: { ...DEMO_DESCRIPTION, name: 'attic' } });
    await page.getByLabel('Its address and port').fill(other.address);
    await page.keyboard.press('Enter');
    await expect.poll(() => said.textContent()).toContain('attic');
    await page.locator('article.renderer', { hasText: 'attic' }).waitFor();
    expect(await findingsOf(page, '#machines-dialog')).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await findingsOf(page, '#machines-dialog')).toEqual([]);
    await other.close();
    await workplace.jobs.cancel(job.id, theirs.member).catch(() => {}); // it may have ended
    expect(errors.filter((error) => !error.includes('503'))).toEqual([]);
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
