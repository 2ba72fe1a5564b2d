import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { end, submission } from '#test/bot/jobs/job-service-fixture.ts';
import { ALL_ROOMS, inEachDialog } from '#test/bot/studio/page/dialogs.ts';
import { inBrowser, markPart, openPages, openSettings, stagePicture } from '#test/bot/studio/page/pages.ts';

const pages = openPages(ALL_ROOMS);

const SERVER = '100000000000000001';

/** Fields and buttons of this part that nothing sets apart from what lies round them. */
function unbounded(part: string): string[] {
  const FIELDS = ':is(input, select, textarea):not([type="range"], [type="checkbox"], [type="radio"], [type="file"])';
  const DIALOG = 'dialog[open]:not(.zoom)'; // a picture in the full window has no edge
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
    .flatMap((place) => [...place.querySelectorAll(`${FIELDS}, .btn, .sheet, ${DIALOG}`), place])
    .filter(
      (one) => one.matches(`${FIELDS}, .btn, .sheet, ${DIALOG}`) && one.checkVisibility({ opacityProperty: true }),
    )
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

const weightOf = (one: Element) => getComputedStyle(one).fontWeight;

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

async function look(page: Page, part: string): Promise<void> {
  expect([part, await page.evaluate(unbounded, part)]).toEqual([part, []]);
  expect([part, await page.evaluate(chosenUnseen)]).toEqual([part, []]);
}

inBrowser('in colours that somebody has chosen for all programs', () => {
  it('the drawing page, a mask, the gallery and dialogs keep borders, the chosen state and the ring of focus', async () => {
    const { page, errors } = await pages.visit();
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await page.locator('#prompt').fill('a red lighthouse by the sea --st');
    await page.locator('.completions [aria-selected="true"]').waitFor();
    await look(page, '#room-draw');
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
    await look(page, '#room-draw');
    const slider = page.locator('#side input[type="range"]').first();
    expect(await slider.evaluate((one) => getComputedStyle(one).backgroundImage)).toContain('gradient');
    expect(await focusUnseen(page, 30)).toEqual([]);
    await page.locator('#prompt').focus();
    expect(await page.evaluate(ringOfFocus)).toMatchObject({ isSeen: true });

    await inEachDialog(page, async (dialog) => {
      await look(page, dialog);
      expect(await focusUnseen(page, 3)).toEqual([]);
    });

    await page.locator('.tool[data-action="change"]').click();
    await markPart(page);
    await look(page, '#room-draw');
    const painted = await page.locator('.marks').evaluate(coloursOf as (one: Element) => string[]);
    expect(painted.length).toBeGreaterThan(1); // hatching, and what it lies on

    await page.locator('#rooms a[href="#gallery"]').click();
    await page.locator('[data-work]').first().click();
    await look(page, '#room-gallery');
    expect(await focusUnseen(page, 12)).toEqual([]);
    await page.emulateMedia({ forcedColors: 'none' });
    expect(errors).toEqual([]);
  }, 60_000);

  it('two pictures beside each other and the grid of settings keep them, with what differs and what is chosen', async () => {
    const { page, errors } = await pages.visit({ stepMs: 0 });
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await page.locator('#prompt').fill('a red house --style plain --seed 7');
    await page.locator('#rooms a[href="#compare"]').click();
    await page.getByLabel('Across: values').fill('2, 3');
    await page.getByLabel('Down: values').fill('1, 4');
    await look(page, '#room-compare');
    await page.getByRole('button', { name: 'Draw the grid' }).click();
    await expect.poll(() => page.locator('.cell img[src*="/pictures/"]').count()).toBe(4);
    await page.locator('.cell').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('.grid-panel .facts').waitFor();
    await look(page, '#room-compare');
    expect(await focusUnseen(page, 12)).toEqual([]);
    await page.locator('#rooms a[href="#gallery"]').click();
    await page.getByRole('button', { name: 'Groups' }).click();
    await expect.poll(() => page.locator('[data-work]').count()).toBe(4);
    for (const index of [0, 1]) await page.locator('[data-work]').nth(index).click();
    await look(page, '#room-gallery');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.locator('.comparison-view .differs').first().waitFor();
    await look(page, '#room-gallery');
    const [differs, same] = await Promise.all(
      ['td.differs', 'td:not(.differs)'].map((cell) =>
        page.locator(`.comparison-view ${cell}`).first().evaluate(weightOf),
      ),
    );
    expect(differs).not.toBe(same); // where all colours are one, a heavier letter says it
    await page.emulateMedia({ forcedColors: 'none' });
    expect(errors).toEqual([]);
  }, 60_000);

  it('the rooms of moderation and of a server keep them, with a rule and a setting being changed', async () => {
    const { page, workplace, errors } = await pages.visit();
    const { jobs } = workplace;
    await jobs.enterServer({ platform: 'discord', serverId: SERVER });
    const manager = { serverId: SERVER, memberId: 'ada', memberName: 'Ada', mayManageServer: true };
    for (const name of ['studio', 'hold'])
      await jobs.rules.settings.set(manager, { name, value: 'on', channelId: null });
    const place = { platform: 'discord', serverId: SERVER, channelId: '111111111111111111' } as const;
    await end(workplace, (await jobs.submit(submission({ requestKey: 'forced', place }))).job.id);
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await page.getByRole('link', { name: 'Moderation' }).click();
    await page.locator('#room-moderation').getByLabel('Server').selectOption(SERVER);
    await page.locator('#room-moderation .ruled-work img').first().waitFor();
    await look(page, '#room-moderation');
    expect(await focusUnseen(page, 16)).toEqual([]);
    await page.getByRole('link', { name: 'Server' }).click();
    await page.locator('#room-server .setting').first().waitFor();
    await look(page, '#room-server');
    expect(await focusUnseen(page, 16)).toEqual([]);
    await page.emulateMedia({ forcedColors: 'none' });
    expect(errors).toEqual([]);
  }, 60_000);
});
