import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { isReadyMade } from '#bot/presets/visible-presets.ts';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { type OpenStudio, openStudio, type StudioOpening } from '#test/bot/studio/server/studio-fixture.ts';
import { findChromium, launchChromium } from '#test/fakes/discord-page/chromium.ts';
import type { FakeRender } from '#test/fakes/fake-renders.ts';
import type { FakeRendererOptions } from '#test/fakes/renderer.ts';

export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

const hasBrowser = findChromium() !== null;
if (!hasBrowser) process.stderr.write('No Chromium: the studio is not tried in a browser\n');

/** Tests that need a browser; left out where there is none. */
export const inBrowser = describe.skipIf(!hasBrowser);

/** A page as somebody finds it who comes for the first time. */
export interface Visit extends OpenStudio {
  readonly page: Page;
  /** Whatever went wrong in the page; a test that ends with anything here has found a defect. */
  readonly errors: readonly string[];
  /** What the renderer was given since the visit began, oldest first. */
  drawn(): readonly FakeRender[];
}

export interface VisitOptions {
  readonly stepMs?: number;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** One browser with one page on one studio for all tests of a file: opening them takes longer than most tests. */
export interface Pages {
  /** The page anew: no jobs, no styles of one's own, nothing remembered. */
  visit(options?: VisitOptions): Promise<Visit>;
  /** A further tab of the same browser, on the same studio. */
  tab(): Promise<Page>;
  readonly browser: Browser;
}

/** Call it while the file is read. */
export function openPages(
  options: FakeRendererOptions & Pick<StudioOpening, 'elsewhere' | 'directory' | 'sketches' | 'folder'> = {},
): Pages {
  const closing: (() => Promise<unknown>)[] = [];
  const errors: string[] = [];
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let place: OpenStudio;

  beforeAll(async () => {
    if (!hasBrowser) return;
    [browser, place] = await Promise.all([
      launchChromium(),
      openStudio({ ...options, closeLater: (close) => closing.push(close) }),
    ]);
    context = await browser.newContext({ viewport: WIDE });
    page = await context.newPage();
    page.setDefaultTimeout(8_000);
    page.setDefaultNavigationTimeout(30_000);
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
    });
  });
  afterAll(async () => {
    await browser?.close();
    for (const close of closing.splice(0).reverse()) await close();
  });

  return {
    get browser() {
      return browser;
    },
    async visit({ stepMs = 30, viewport = WIDE } = {}) {
      await Promise.all([tidy(place), page.setViewportSize(viewport)]);
      place.renderer.setStepMs(stepMs);
      const before = place.renderer.renders.length;
      if (page.url() !== 'about:blank') {
        // The page keeps its draft when it is left: that must be over.
        await page.goto(`${place.studio.address}/api/studio`);
        await page.evaluate(() => {
          localStorage.clear();
          sessionStorage.clear();
        });
      }
      await page.goto(place.studio.address);
      await ready(page);
      errors.length = 0;
      return { ...place, page, errors, drawn: () => place.renderer.renders.slice(before) };
    },
    async tab() {
      const tab = await context.newPage();
      await tab.goto(place.studio.address);
      await ready(tab);
      return tab;
    },
  };
}

/** When the page knows styles and jobs; it may have put a sentence into the empty field. */
async function ready(page: Page): Promise<void> {
  await page.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
  const prompt = page.locator('#prompt');
  await expect.poll(() => prompt.inputValue()).not.toBe('');
  await prompt.fill('');
  await prompt.blur();
}

/** Opens the sheet of settings. */
export async function openSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
}

/** Takes away what tests before have left. */
async function tidy({ workplace }: OpenStudio): Promise<void> {
  const { jobs, presets } = workplace;
  for (const { job } of await jobs.recent({ platform: 'studio', limit: 100 })) {
    const member = { ...STUDIO_MEMBER, id: job.ownerId };
    await jobs.cancel(job.id, member).catch(() => {}); // it had ended
    await jobs.erase(job.id, member).catch(() => {}); // somebody else was faster
  }
  const asker = { serverId: STUDIO_PLACE.serverId, memberId: STUDIO_MEMBER.id, mayManageServer: true };
  const { styles } = await presets.styles(STUDIO_PLACE.serverId);
  for (const style of styles) if (!isReadyMade(style)) await presets.remove(asker, style.name);
}

/** The finished picture on the stage that was laid on top last. */
export const stagePicture = (page: Page) => page.locator('.layer.grid img').last();

/** Draws a line on the picture that is being changed. */
export async function markPart(page: Page): Promise<void> {
  const marks = (await page.locator('.marks').boundingBox())!;
  await page.mouse.move(marks.x + 60, marks.y + 60);
  await page.mouse.down();
  await page.mouse.move(marks.x + 200, marks.y + 100);
  await page.mouse.up();
}
