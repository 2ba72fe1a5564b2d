import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, openPages, openSettings, stagePicture } from '#test/bot/studio/page/pages.ts';

const pages = openPages();

/** Fields and buttons of this part that nothing sets apart from what lies round them. */
function unbounded(part: string): string[] {
  const FIELDS = ':is(input, select, textarea):not([type="range"], [type="checkbox"], [type="radio"], [type="file"])';
  const sides = ['top', 'right', 'bottom', 'left'];
  const hasBorder = (one: Element) => {
    const style = getComputedStyle(one);
    const edges = sides.map((side) =>
      ['width', 'style', 'color'].map((what) => style.getPropertyValue(`border-${side}-${what}`)),
    );
    return edges.every(
      ([width, kind, colour]) => width !== '0px' && kind !== 'none' && colour !== style.backgroundColor,
    );
  };
  // The prompt's border is that of the sheet that it lies on.
  const boundOf = (one: Element) => (one.id === 'prompt' ? one.closest('.composer')! : one);
  return [...document.querySelectorAll(part)]
    .flatMap((place) => [...place.querySelectorAll(`${FIELDS}, .btn, .sheet, dialog[open]`), place])
    .filter((one) => one.matches(`${FIELDS}, .btn, .sheet, dialog`) && one.checkVisibility({ opacityProperty: true }))
    .filter((one) => !hasBorder(boundOf(one)))
    .map((one) => one.outerHTML.slice(0, 120));
}

/** Chosen things that look as those beside them do. */
function chosenUnseen(): string[] {
  const CHOSEN = '[aria-checked="true"], [aria-pressed="true"], [aria-selected="true"], [aria-current]';
  const SHAPES = ['border-top-width', 'border-top-color', 'outline-width', 'outline-style', 'outline-color'];
  const lookOf = (one: Element) =>
    [one, ...one.querySelectorAll('*')].flatMap((each) =>
      [null, '::after'].map((pseudo) => {
        const style = getComputedStyle(each, pseudo);
        const shown = pseudo === null || style.content !== 'none';
        // The browser puts one colour in the place of every background but those that say what they are.
        const own = style.getPropertyValue('forced-color-adjust') === 'none' ? ['background-color', 'margin-left'] : [];
        return shown ? [...SHAPES, ...own].map((name) => style.getPropertyValue(name)).join() : '';
      }),
    );
  return [...document.querySelectorAll(CHOSEN)]
    .filter((one) => one.checkVisibility() && !one.matches('[aria-current="false"]'))
    .filter((one) => {
      const others = [...one.parentElement!.children].filter(
        (other) => other.tagName === one.tagName && other.checkVisibility() && !other.matches(CHOSEN),
      );
      return others.some((other) => lookOf(other).join('; ') === lookOf(one).join('; '));
    })
    .map((one) => one.outerHTML.slice(0, 120));
}

/** What has the focus now, and whether something is drawn round it. */
function ringOfFocus(): { readonly name: string; readonly isSeen: boolean } {
  const one = document.activeElement!;
  const isRinged = [one, one.closest('.editor')].some((at) => {
    const { outlineStyle, outlineWidth } = at ? getComputedStyle(at) : { outlineStyle: 'none', outlineWidth: '0px' };
    return outlineStyle !== 'none' && outlineWidth !== '0px';
  });
  return { name: `${one.tagName} ${one.id} ${one.className}`, isSeen: one === document.body || isRinged };
}

async function focusUnseen(page: Page, stops: number): Promise<readonly string[]> {
  const unseen: string[] = [];
  const names = new Set<string>();
  for (let stop = 0; stop < stops; stop++) {
    await page.keyboard.press('Tab');
    const { name, isSeen } = await page.evaluate(ringOfFocus);
    names.add(name);
    if (!isSeen) unseen.push(name);
  }
  expect(names.size).toBeGreaterThan(stops / 4);
  return unseen;
}

/** Colours of what is painted, by how many of the canvas's pixels have them: only those of more than a hundredth. */
function coloursOf(canvas: HTMLCanvasElement): string[] {
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  const counts = new Map<string, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.slice(at, at + 3).join();
    if (data[at + 3]! > 0) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts].filter(([, count]) => count > all / 100).map(([colour]) => colour);
}

inBrowser('in colours that somebody has chosen for all programs', () => {
  it('the drawing page, a mask, the gallery and dialogs keep borders, the chosen state and the ring of focus', async () => {
    const { page, errors } = await pages.visit();
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    const look = async (part: string) => {
      expect([part, await page.evaluate(unbounded, part)]).toEqual([part, []]);
      expect([part, await page.evaluate(chosenUnseen)]).toEqual([part, []]);
    };
    await page.locator('#prompt').fill('a red lighthouse by the sea --st');
    await page.locator('.completions [aria-selected="true"]').waitFor();
    await look('#room-draw');
    await page.keyboard.press('Escape');
    const paints = page.locator('.swatch i');
    const colours = await paints.evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
    expect(new Set(colours).size).toBe(colours.length);
    const live = page.locator('#live');
    const off = await live.locator('i').screenshot();
    await live.click();
    await expect.poll(() => live.getAttribute('aria-checked')).toBe('true');
    expect((await live.locator('i').screenshot()).equals(off)).toBe(false);
    await live.click();
    await page.locator('#prompt').fill('a red lighthouse by the sea');
    await page.keyboard.press('Enter');
    await stagePicture(page).waitFor();
    await openSettings(page);
    await look('#room-draw');
    const slider = page.locator('#side input[type="range"]').first();
    expect(await slider.evaluate((one) => getComputedStyle(one).backgroundImage)).toContain('gradient');
    expect(await focusUnseen(page, 30)).toEqual([]);
    await page.locator('#prompt').focus();
    expect(await page.evaluate(ringOfFocus)).toMatchObject({ isSeen: true });

    for (const [opens, dialog] of [
      ['#new-style', '#style-dialog'],
      ['#open-machines', '#machines-dialog'],
      ['#open-help', '#command-dialog'],
    ] as const) {
      await page.locator(opens).click();
      await page.locator(`${dialog}[open]`).waitFor();
      await look(dialog);
      expect(await focusUnseen(page, 8)).toEqual([]);
      await page.keyboard.press('Escape');
    }

    await page.locator('.tool[data-action="change"]').click();
    const marks = (await page.locator('.marks').boundingBox())!;
    await page.mouse.move(marks.x + 60, marks.y + 60);
    await page.mouse.down();
    await page.mouse.move(marks.x + 200, marks.y + 100);
    await page.mouse.up();
    await look('#room-draw');
    const painted = await page.locator('.marks').evaluate(coloursOf as (one: Element) => string[]);
    expect(painted.length).toBeGreaterThan(1); // hatching, and what it lies on

    await page.locator('#rooms a[href="#gallery"]').click();
    await page.locator('[data-work]').first().click();
    await look('#room-gallery');
    expect(await focusUnseen(page, 12)).toEqual([]);
    await page.emulateMedia({ forcedColors: 'none' });
    expect(errors).toEqual([]);
  }, 60_000);
});
