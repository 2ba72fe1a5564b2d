import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { callOf } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import { FIRST_SENTENCE, SENTENCE_SLOTS } from '#bot/presets/sentence-slots.ts';
import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import { PAGE } from '#bot/text/english/page.ts';
import { openStudio } from '#test/bot/studio/server/studio-fixture.ts';
import { unbracketed } from '#test/bot/text/unbracketed.ts';
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
  await page.goto(studio.address);
  await page.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
  return page;
}

/** Everything that can be read or is read out, shown or hidden. */
function textsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const spoken = ['aria-label', 'title', 'placeholder', 'alt'];
    const marked = [...document.body.querySelectorAll('*')].flatMap((one) =>
      spoken.map((name) => one.getAttribute(name) ?? ''),
    );
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: string[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '');
    return [...texts, ...marked];
  });
}

/** Words of the test, names of models, styles and keys, what is typed, and examples of names. */
const DATA = [
  ...SUGGESTIONS,
  FIRST_SENTENCE,
  ...SENTENCE_SLOTS.flatMap(({ options }) => options),
  ...['a red ', ' by the sea, ', 'starry', 'night'],
  ...COMMANDS.map((command) => `/${callOf(command)}`),
  ...['a (lighthouse', 'this machine', 'demo', 'lcm', 'ddim', 'euler_a', 'euler', 'dpmpp_2m', 'gouache', '{prompt}'],
  ...['linspace', 'leading', 'trailing'],
  ...['storybook', 'fine', 'pixel-art', 'line-drawing', 'watercolor', 'blueprint', 'neon', 'chalkboard', 'plain'],
  ...['Easel studio', 'Easel', 'npm run models -- pull sd15', 'DISCORD_TOKEN=… npm start', 'Enter', 'Alt+L', 'Ctrl+'],
  ...['A lighthouse', 'a', 'lighthouse', '(lighthouse', 'tiny', '{prompt}, blueprint style'],
];
/** Keys, alone and behind what they do. */
const KEY_AFTER = / \((Delete|[A-Z])\)$/;
const KEYS = /^(Delete|Tab|Ctrl\+Z|[A-Z]|\/|\?|[←→↑↓ +]+)$/;

async function fixedIn(page: Page): Promise<readonly string[]> {
  const texts = await textsOf(page);
  const words = texts.map((text) => text.trim().replace(KEY_AFTER, '')).filter((text) => !KEYS.test(text));
  return words
    .map((text) =>
      unbracketed(text, DATA)
        .replace(/[←→↑↓?]/g, '')
        .trim(),
    )
    .filter((text) => text !== '');
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

  it('has nothing fixed in a language of brackets', async () => {
    const page = await open('en-XA');
    expect(await fixedIn(page)).toEqual([]);
    await page.locator('#prompt').fill('a (lighthouse');
    await page.locator('#make').click();
    await expect.poll(() => page.locator('#caption .tool').count()).toBeGreaterThan(3);
    expect(await fixedIn(page)).toEqual([]);
    await page.locator('#make').focus();
    await page.keyboard.press('?');
    await page.locator('#keys-dialog[open]').waitFor();
    expect(await fixedIn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('[data-style="blueprint"]').click();
    await page.locator('#edit-style').click();
    await page.locator('#style-dialog[open]').waitFor();
    expect(await fixedIn(page)).toEqual([]);
  });
});
