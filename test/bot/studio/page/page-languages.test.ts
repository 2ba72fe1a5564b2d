import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PAGE } from '#bot/text/english/page.ts';
import { openStudio } from '#test/bot/studio/server/studio-fixture.ts';
import { findChromium, launchChromium } from '#test/fakes/discord-page/chromium.ts';

const hasBrowser = findChromium() !== null;

let browser: Browser;
beforeAll(async () => {
  if (hasBrowser) browser = await launchChromium();
});
afterAll(() => browser?.close());

async function open(locale: string): Promise<Page> {
  const { studio } = await openStudio({ stepMs: 5 });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  page.setDefaultNavigationTimeout(30_000);
  await page.goto(studio.address);
  await page.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
  return page;
}

describe('index.html', () => {
  it('says in English what the catalog says', () => {
    const html = readFileSync(new URL('../../../../bot/studio/page/index.html', import.meta.url), 'utf8');
    const catalog: Readonly<Record<string, unknown>> = PAGE;
    const marks = [...html.matchAll(/data-(text|title|label|placeholder)="(page\.[\w-]+)"/g)];
    expect(marks.length).toBeGreaterThan(15);
    const attributes: Readonly<Record<string, string>> = {
      title: 'title',
      label: 'aria-label',
      placeholder: 'placeholder',
    };
    for (const [, mark, key] of marks) {
      const text = String(catalog[key!]);
      expect(html).toContain(mark === 'text' ? `>${text}<` : `${attributes[mark!]}="${text}"`);
    }
  });
});

describe.skipIf(!hasBrowser)('the page', () => {
  it('is German where the browser is', async () => {
    const page = await open('de-DE');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.locator('#make').innerText()).toContain('Zeichnen');
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const languages = loaded.filter((name) => /\/text\/\w+\//.test(name)).map((name) => name.split('/').at(-2));
    expect(languages).toEqual(Array(languages.length).fill('german'));
    expect(languages.length).toBeGreaterThan(2);
    await page.locator('#prompt').fill('a (lighthouse');
    expect(await page.locator('#problems').innerText()).toContain('Diese Klammer wird nie geschlossen');
    await page.locator('#make').click();
    await expect.poll(() => page.locator('.status').innerText()).toContain('Gezeichnet in');
    expect(await page.locator('#caption .notice').count()).toBe(0); // the field says it already
    await page.locator('#prompt').fill('');
    expect(await page.locator('#caption .notice').innerText()).toMatch(/^Diese Klammer.*a \(lighthouse/s);
    expect(await page.locator('[data-style="blueprint"]').getAttribute('title')).toBe('Weiße Linien auf blauem Papier');
  });

  it('is Japanese where the browser is, commas and phrases too', async () => {
    const page = await open('ja');
    await page.locator('#prompt').fill('a lighthouse');
    await page.locator('#make').click();
    await expect.poll(() => page.locator('.facts').innerText()).toMatch(/^\d+ステップ、ガイダンス\d+、シード\d+、/);
    expect(await page.locator('.facts').innerText()).not.toContain(', ');
    await page.goto(`${page.url().split('#')[0]}#compare`);
    const lean = await page.locator('.empty').evaluate((one) => getComputedStyle(one).fontStyle);
    expect(lean).toBe('normal');
  });
});
