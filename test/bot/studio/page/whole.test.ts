import { expect, it, onTestFinished } from 'vitest';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { startStudio } from '#bot/studio/server/studio.ts';
import { systemClock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import { silentLog } from '#shared/log.ts';
import { inBrowser, openPages, openSettings, PHONE, stagePicture, WIDE } from '#test/bot/studio/page/pages.ts';
import { unfit } from '#test/bot/studio/page/unfit.ts';

const pages = openPages({
  script: ({ task, ...tasks }) =>
    task === 'draw' && 'draw' in tasks && tasks.draw.parametersPrompt.includes('broken')
      ? { kind: 'break', atStep: 1, failure: new Failure('invalid', 'This picture cannot be drawn') }
      : null,
});

const LAPTOP = { width: 1024, height: 700 };

inBrowser('the page as a whole', () => {
  it('leaves the focus where it is while a picture is drawn', async () => {
    const { page } = await pages.visit({ stepMs: 80 });
    await page.locator('#prompt').fill('a red house');
    await page.keyboard.press('Enter');
    const seed = page.locator('.fact', { hasText: 'seed' });
    await seed.focus();
    await stagePicture(page).waitFor();
    expect(await page.evaluate(() => document.activeElement!.className)).toBe('fact');
    await page.locator('.tile').focus();
    await page.locator('[data-style="blueprint"]').hover();
    await page.keyboard.press('r');
    await expect.poll(() => page.locator('.tile.done').count()).toBe(2);
    expect(await page.evaluate(() => document.activeElement!.classList.contains('tile'))).toBe(true);
  });

  it('needs no sideways scrolling, cuts and covers nothing, and on a phone everything can be hit with a thumb', async () => {
    const { page } = await pages.visit();
    const overflow = async (viewport: typeof WIDE) => {
      await page.setViewportSize(viewport);
      // The picture is fitted anew in the next frame.
      await expect.poll(() => page.evaluate(unfit)).toEqual([]);
      return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    };
    expect([await overflow(PHONE), await overflow(LAPTOP), await overflow(WIDE)]).toEqual([0, 0, 0]);
    await page.locator('#prompt').fill('Donaudampfschifffahrt'.repeat(12));
    await page.locator('#make').click();
    await stagePicture(page).waitFor();
    expect([await overflow(LAPTOP), await overflow(WIDE), await overflow(PHONE)]).toEqual([0, 0, 0]);
    expect(await page.evaluate(lowControls)).toEqual([]);
    expect(await page.evaluate(controlsWithoutName)).toEqual([]);
    // The wall scrolls and the page does not, whatever the top holds; the way out of a sheet stays in sight.
    await page.evaluate(() => location.assign('#gallery'));
    await page.locator('.work').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0);
    await page.evaluate(() => location.assign('#draw'));
    await page.locator('#side').evaluate((sheet) => sheet.scrollTo(0, sheet.scrollHeight));
    await page.locator('#close-side').click({ trial: true, timeout: 3_000 });
    const [head, sheet] = [page.locator('#close-side'), page.locator('#side')];
    expect((await head.boundingBox())!.y).toBeGreaterThanOrEqual((await sheet.boundingBox())!.y);
    await head.click();
    // The keyboard of a phone leaves this much: the picture and the words are both to be seen.
    await page.setViewportSize({ width: 390, height: 460 });
    await page.locator('#prompt').fill('a red house');
    await page.locator('#prompt').scrollIntoViewIfNeeded();
    const [picture, prompt] = await Promise.all([
      stagePicture(page).boundingBox(),
      page.locator('#prompt').boundingBox(),
    ]);
    expect([picture!.y >= 0, picture!.y + picture!.height < prompt!.y, prompt!.y + prompt!.height <= 460]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('has all settings in sight on a small laptop, and one scale of letters and corners', async () => {
    const { page } = await pages.visit({ viewport: LAPTOP });
    await page.locator('#prompt').fill('a red house --steps 4');
    await page.keyboard.press('Enter');
    await stagePicture(page).waitFor();
    await openSettings(page);
    for (const name of ['steps', 'guidance', 'seed', 'pictures', 'model']) {
      const box = (await page.locator(`.of-${name}`).boundingBox())!;
      expect([name, box.y + box.height <= LAPTOP.height]).toEqual([name, true]);
    }
    const [make, live] = [(await page.locator('#make').boundingBox())!, (await page.locator('#live').boundingBox())!];
    expect(Math.abs(make.y + make.height / 2 - (live.y + live.height / 2))).toBeLessThan(2);
    expect(await page.evaluate(scales)).toEqual({
      sizes: ['12', '14', '20'],
      corners: ['0', '2', '8', '999'],
    });
    expect(await page.locator('h1').count()).toBe(1);
  });

  it('shows the box of a tool under the pointer whole', async () => {
    const { page } = await pages.visit();
    await page.locator('.idea').first().click();
    await stagePicture(page).waitFor();
    const tools = page.locator('#caption .tools > .tool');
    expect(await tools.count()).toBeGreaterThan(1);
    await tools.first().hover();
    expect(await tools.evaluateAll(cutBoxes)).toEqual([]);
  });

  it('is not bound to ten open jobs, as it is on one’s own machine', async () => {
    const { page, ask } = await pages.visit({ stepMs: 5_000 });
    const made = Array.from({ length: 12 }, (_, seed) =>
      ask('POST', '/api/commands/imagine', { input: { prompt: 'a house', seed } }),
    );
    expect((await Promise.all(made)).map(({ status }) => status)).toEqual(Array(12).fill(201));
    await expect.poll(() => page.locator('.tile').count()).toBe(12);
    await expect.poll(() => page.title()).toMatch(/^\(12\) /);
  });
});

// Last: it leaves the studio closed.
inBrowser('a studio that was away', () => {
  it('is found again, and a renderer that is gone is said to be', async () => {
    const { page, studio, workplace, renderer } = await pages.visit();
    await studio.close();
    await expect.poll(() => page.locator('#connection').textContent()).toMatch(/does not answer/);
    const { jobs, cluster, presets, intake } = workplace;
    await jobs.submit({ requestKey: 'away', place: STUDIO_PLACE, member: STUDIO_MEMBER, order: { prompt: 'a house' } });
    const port = Number(new URL(studio.address).port);
    const { stars } = workplace.storage;
    const doors = { jobs, cluster, presets, intake, stars, log: silentLog, clock: systemClock };
    const again = await startStudio({ ...doors, host: '127.0.0.1', port });
    onTestFinished(() => again.close());
    await expect.poll(() => page.locator('#connection').textContent(), { timeout: 10_000 }).toBe('');
    await page.locator('.tile.done').waitFor();
    await renderer.vanish();
    await page.locator('#open-machines').click();
    await page.locator('.renderer.down .reason').waitFor();
  });
});

function controlsWithoutName(): string[] {
  return [...document.querySelectorAll<HTMLElement>('button, input, textarea, select')]
    .filter((one) => !one.closest('[hidden]'))
    .filter(
      (one) =>
        !(
          one.ariaLabel ||
          one.innerText.trim() ||
          one.querySelector('img')?.alt ||
          (one as HTMLInputElement).labels?.length
        ),
    )
    .map((one) => one.outerHTML);
}

/** Controls that a thumb misses. */
function lowControls(): string[] {
  return [...document.querySelectorAll<HTMLElement>('button, a, input, select')]
    .filter((one) => one.checkVisibility() && !one.closest('dialog'))
    .filter((one) => one.getBoundingClientRect().height < 39.5)
    .map((one) => `${one.className || one.id} ${one.getBoundingClientRect().height}`);
}

/** Boxes that are wider or higher than the part of them that can be seen. */
function cutBoxes(all: readonly Element[]): string[] {
  const clips = ({ overflowX, overflowY }: CSSStyleDeclaration) => overflowX !== 'visible' || overflowY !== 'visible';
  return all
    .filter((one) => {
      const box = one.getBoundingClientRect();
      for (let place = one.parentElement; place; place = place.parentElement) {
        const edge = place.getBoundingClientRect();
        if (clips(getComputedStyle(place)) && (box.left < edge.left || box.right > edge.right)) return true;
      }
      return false;
    })
    .map((one) => one.textContent);
}

function scales() {
  const styles = [...document.body.querySelectorAll('*')]
    .filter((one) => one.checkVisibility())
    .map((one) => getComputedStyle(one));
  const sorted = (values: readonly string[]) =>
    [...new Set(values)]
      .sort((a, b) => Number.parseFloat(a) - Number.parseFloat(b))
      .map((one) => one.replace('px', ''));
  return {
    sizes: sorted(styles.map(({ fontSize }) => fontSize)),
    corners: sorted(styles.map(({ borderTopLeftRadius }) => borderTopLeftRadius)),
  };
}
