import { expect, it } from 'vitest';
import { inBrowser, openPages, stagePicture } from '#test/bot/studio/page/pages.ts';

const pages = openPages();

inBrowser('a picture', () => {
  it('comes as queued, true previews, picture, gallery, with nothing painted over them', async () => {
    const { page, drawn, errors } = await pages.visit({ stepMs: 500 });
    await page.evaluate(() => {
      const seen = new Set<string>();
      const note = () => {
        for (const one of document.querySelectorAll<HTMLImageElement>('#frame img')) seen.add(one.src);
        for (const one of document.querySelectorAll('#frame canvas, #frame video')) seen.add(one.outerHTML);
      };
      new MutationObserver(note).observe(document.querySelector('#frame')!, { childList: true, subtree: true });
      Object.assign(window, { seen });
    });
    await page.locator('#prompt').fill('a (red:1.4) house');
    await page.keyboard.press('Enter');
    await page.locator('.edge:not([hidden])').waitFor();
    await page.locator('.layer.soft').first().waitFor();
    const painted = { opacity: '1', filter: 'none', blend: 'normal' };
    // The newest is faded in over the one before.
    await expect.poll(() => page.locator('.layer.soft').evaluateAll(looks)).toContainEqual(painted);
    await expect.poll(() => page.locator('.status').textContent()).toMatch(/Step \d of 4/);
    await expect.poll(() => page.title()).toMatch(/^Step \d of 4.* – Easel$/);
    await expect
      .poll(() => stagePicture(page).evaluate((picture) => (picture as HTMLImageElement).naturalWidth))
      .toBe(128);
    expect(await page.locator('.status').textContent()).toMatch(/^Drawn in/);
    await expect.poll(() => page.title()).toBe('Easel studio');
    expect(await page.locator('.tile').count()).toBe(1);
    expect(drawn()[0]!.spec.prompt!.chunks[0]!.spans).toContainEqual({ text: 'red', weight: expect.closeTo(1.4) });
    // What was seen of it stays beside it, and lies on the easel as long as one points at it.
    const steps = page.locator('#strip button');
    await expect.poll(() => steps.count()).toBeGreaterThan(1);
    await steps.last().focus();
    await page.keyboard.press('ArrowUp');
    const preview = await steps.last().evaluate(() => document.activeElement!.querySelector('img')!.src);
    expect(preview).toMatch(/^data:image\/png;base64,/);
    await expect.poll(() => page.locator('#frame img').evaluateAll(sources)).toContain(preview);
    await steps.last().blur();
    await page.keyboard.press('Escape');
    const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
    const strange = seen.filter(
      (src) => !/^data:image\/png;base64,|\/api\/jobs\/[\w-]+\/pictures\/0\.png$|\/first\/\d+\.webp$/.test(src),
    );
    expect([seen.length > 1, strange]).toEqual([true, []]);
    expect(await page.evaluate(scriptBytes)).toBeLessThan(SCRIPT_MAX);
    expect(errors).toEqual([]);
  });

  it('is cancelled while it is drawn, alone, whatever slips under the pointer, and made again on Undo', async () => {
    const { page, drawn } = await pages.visit({ stepMs: 2_000 });
    await page.evaluate(() => {
      const buttons = new Set<Node>();
      const isCancel = (node: Node) => node instanceof HTMLElement && node.dataset.action === 'cancel';
      new MutationObserver((changes) => {
        for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) if (isCancel(node)) buttons.add(node);
      }).observe(document.querySelector('#now')!, { childList: true, subtree: true });
      Object.assign(window, { buttons });
    });
    for (const prompt of ['a red house', 'a blue boat']) {
      await page.locator('#prompt').fill(`${prompt} --seed 7`);
      await page.keyboard.press('Enter');
      await page.locator('.status', { hasText: /./ }).waitFor();
      await expect.poll(() => page.locator('#caption .words').textContent()).toContain(prompt.slice(1));
    }
    // One for each picture, whatever their states were: who has it in focus keeps it.
    expect(await page.evaluate(() => (window as unknown as { buttons: Set<Node> }).buttons.size)).toBe(2);
    const cancel = page.locator('#now').getByRole('button', { name: 'Cancel' });
    await expect.poll(() => page.locator('.status').textContent()).toMatch(/^Next in line/);
    const box = (await cancel.boundingBox())!;
    const press = () => page.mouse.click(box.x + 5, box.y + 5);
    await press();
    await expect.poll(() => page.locator('.status').textContent()).toBe('Cancelled');
    await press();
    await expect.poll(() => page.locator('.tile').count()).toBe(1);
    await page.locator('.toast').getByRole('button', { name: 'Put it back' }).click();
    await expect.poll(() => page.locator('.tile').count()).toBe(2);
    await page.locator('.tile').last().click();
    await cancel.click();
    await expect.poll(() => drawn()[0]!.state).toBe('cancelled');
    await expect.poll(() => drawn().at(-1)!.spec).toMatchObject({ seed: 7, parametersPrompt: 'a blue boat' });
  });

  it('calls whoever looks elsewhere meanwhile, where that is allowed', async () => {
    // Long enough to look away in time on a busy machine, too.
    const { page } = await pages.visit({ stepMs: 400 });
    await page.evaluate(() => {
      const calls: string[] = [];
      class Called extends EventTarget {
        static readonly permission = 'granted';
        constructor(title: string, { body }: { body: string }) {
          super();
          calls.push(`${title}: ${body}`);
        }
      }
      Object.assign(window, { calls, Notification: Called });
    });
    await page.locator('#prompt').fill('a red house');
    await page.keyboard.press('Enter');
    await page.locator('.tile').waitFor();
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    const calls = () => page.evaluate(() => (window as unknown as { calls: string[] }).calls);
    await expect.poll(calls, { timeout: 8_000 }).toEqual([expect.stringMatching(/^Drawn in .*: a red house$/)]);
  });

  it('is made once however nervous the finger is', async () => {
    const { page, drawn } = await pages.visit();
    await page.locator('#prompt').fill('a red house');
    for (let press = 0; press < 3; press++) await page.keyboard.press('Enter');
    await stagePicture(page).waitFor();
    expect(drawn()).toHaveLength(1);
  });
});

const sources = (all: readonly Element[]) => all.map((one) => (one as HTMLImageElement).src);

/** All script, unpacked, that a browser has read until the first picture hangs there with what can be done with it. */
const SCRIPT_MAX = 250_000;

function scriptBytes() {
  const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.ts'));
  return scripts.reduce((sum, one) => sum + (one as PerformanceResourceTiming).decodedBodySize, 0);
}

function looks(all: readonly Element[]) {
  return all.map((one) => {
    const { opacity, filter, mixBlendMode } = getComputedStyle(one);
    return { opacity, filter, blend: mixBlendMode };
  });
}
