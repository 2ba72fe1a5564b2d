import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { callOf } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import { FIRST_SENTENCE, SENTENCE_SLOTS } from '#bot/presets/sentence-slots.ts';
import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import { inBrowser, openPages, WIDE } from '#test/bot/studio/page/pages.ts';
import { unbracketed } from '#test/bot/text/unbracketed.ts';

const pages = openPages();

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
  ...['storybook', 'fine', 'pixel-art', 'watercolor', 'blueprint', 'neon', 'chalkboard', 'plain'],
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

inBrowser('the page', () => {
  it('has nothing fixed in a language of brackets', async () => {
    const { studio } = await pages.visit();
    const page = await pages.browser.newPage({ viewport: WIDE, locale: 'en-XA' });
    page.setDefaultTimeout(8_000);
    page.setDefaultNavigationTimeout(30_000);
    await page.goto(studio.address);
    await page.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
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
