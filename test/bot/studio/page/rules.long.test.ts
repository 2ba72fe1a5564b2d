import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { LANGUAGES } from '#bot/text/locale.ts';
import { end, submission } from '#test/bot/jobs/job-service-fixture.ts';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages, PHONE, WIDE } from '#test/bot/studio/page/pages.ts';
import { unfit } from '#test/bot/studio/page/unfit.ts';
import type { OpenStudio } from '#test/bot/studio/server/studio-fixture.ts';

const CHANNELS = [{ channelId: '111111111111111111', name: 'pictures' }];
const SERVER = '100000000000000001';
const MANAGER = { serverId: SERVER, memberId: 'ada', memberName: 'Ada', mayManageServer: true };

/** Boxes of the room whose text does not fit. */
const cutIn = (page: Page, room: string) =>
  page.locator(room).evaluate((place) =>
    [...place.querySelectorAll<HTMLElement>('*')]
      .filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
      .filter((one) => !['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.tagName !== 'SELECT')
      .filter((one) => getComputedStyle(one).display !== 'inline')
      .map((one) => `${one.tagName} ${one.className}: ${one.textContent}`),
  );

inBrowser('the rules of a server in the studio', () => {
  const shown: { readonly channelId: string; readonly words: string; readonly kind: string }[] = [];
  const pages = openPages({
    // Whoever sits here can let others in, too: the head of the page is as full as it gets.
    elsewhere: { url: new URL('http://localhost:1'), port: 0, servers: async () => [], login: null, activity: null },
    directory: {
      server: (serverId) => ({ serverId, name: 'Harbour', channels: CHANNELS }),
      openChannels: () => CHANNELS.map(({ channelId }) => channelId),
      rightsOf: async () => null,
      show: async (channelId, { words, data }) => {
        shown.push({ channelId, words, kind: Buffer.from(data).toString('latin1', 8, 12) });
      },
    },
  });

  /** A server that lets whoever sits here look after it, with a picture that is held. */
  async function hold({ workplace }: Pick<OpenStudio, 'workplace'>, requestKey: string) {
    const { jobs } = workplace;
    await jobs.enterServer({ platform: 'discord', serverId: SERVER });
    for (const name of ['studio', 'hold'])
      await jobs.rules.settings.set(MANAGER, { name, value: 'on', channelId: null });
    const place = { platform: 'discord', serverId: SERVER, channelId: CHANNELS[0]!.channelId } as const;
    return (await end(workplace, (await jobs.submit(submission({ requestKey, place }))).job.id)).job.id;
  }

  it('lets moderators look at a picture, decide, take it back, ban, and keep a rule about words', async () => {
    const visit = await pages.visit();
    const { page, workplace, errors } = visit;
    const id = await hold(visit, 'held');
    const review = async () => (await workplace.jobs.view(id))!.job.review;
    await page.getByRole('link', { name: 'Moderation' }).click();
    const room = page.locator('#room-moderation');
    await room.getByLabel('Server').selectOption(SERVER);
    const work = room.locator('section', { hasText: 'To look at' }).locator('.ruled-work');
    await work.locator('img').waitFor();
    expect(await work.textContent()).toContain('Nobody sees it yet.');
    await work.getByRole('button', { name: /^Show it/ }).click();
    await room.getByText('Nothing waits for a moderator.').waitFor();
    expect(await review()).toBeUndefined();
    await room.getByRole('button', { name: 'Put it back' }).click();
    await work.waitFor();
    expect(await review()).toBe('held');

    const recent = room.locator('section', { hasText: 'What a member drew last' });
    await recent.getByLabel('Member').selectOption({ label: 'Nelly, 1' });
    await recent.getByRole('button', { name: 'Draw nothing for them' }).click(); // it goes to the form, with the name
    await page.keyboard.type('spam');
    await page.keyboard.press('Enter');
    await room.getByText('Nothing is drawn for Nelly now.').waitFor();
    expect(await workplace.jobs.rules.bans.of(SERVER, 'nelly')).toMatchObject({ reason: 'spam' });
    await room.getByRole('button', { name: 'Let them draw: Nelly' }).click();
    await room.getByText('Nelly may draw again.').waitFor();
    expect(await workplace.jobs.rules.bans.of(SERVER, 'nelly')).toBeNull();
    await room.getByLabel('Words in a row').fill('* *');
    await room.getByRole('button', { name: 'Keep this rule' }).click();
    await room.locator('.outcome-line.trouble-text').waitFor();
    expect(await room.getByLabel('Words in a row').inputValue()).toBe('* *'); // nothing typed is lost
    await room.getByLabel('Words in a row').fill('gore*');
    await room.getByRole('button', { name: 'Keep this rule' }).click();
    await room.getByRole('button', { name: 'Allow: gore*' }).waitFor();
    await room.getByRole('button', { name: /^Take it back: words/ }).click();
    await room.getByText('Every word may be drawn.').waitFor();
    expect(errors.filter((error) => !error.includes('400'))).toEqual([]);
  });

  it('sets what holds for the server and a channel, says where it comes from, and takes it back', async () => {
    const visit = await pages.visit();
    const { page, workplace } = visit;
    await hold(visit, 'settings');
    const held = async () =>
      (await workplace.jobs.rules.settings.of({ serverId: SERVER, channelId: CHANNELS[0]!.channelId })).votes;
    await page.getByRole('link', { name: 'Server' }).click();
    const room = page.locator('#room-server');
    await room.getByLabel('Server', { exact: true }).selectOption(SERVER);
    await room.getByLabel('For', { exact: true }).selectOption(CHANNELS[0]!.channelId);
    const votes = room.locator('.setting', { hasText: 'votes' });
    expect(await votes.textContent()).toContain('as usual');
    await votes.locator('input').fill('400');
    await page.keyboard.press('Enter');
    await room.getByText('Cannot set votes: a whole number from 0 to 100, given 400').waitFor();
    expect(await votes.locator('input').inputValue()).toBe('400'); // to be put right
    await votes.locator('input').fill('4');
    await page.keyboard.press('Enter');
    await room.getByText('votes is 4 now.').waitFor();
    expect([await held(), await votes.textContent()]).toEqual([4, expect.stringContaining('said for this channel')]);
    await room.getByRole('button', { name: 'Put it back' }).click();
    await expect.poll(held).toBe(0);
    const stars = room.locator('.setting', { hasText: 'starboard' });
    expect(await stars.locator('select').isDisabled()).toBe(true); // it holds for the whole server
  });

  it('shows a grid of settings in a channel of it, with its words, unless the server does not want those', async () => {
    const visit = await pages.visit({ stepMs: 0 });
    const { page, workplace } = visit;
    await hold(visit, 'grid');
    await page.route('**/api/studio', async (route) => {
      const facts = await (await route.fetch()).json();
      await route.fulfill({ json: { ...facts, discord: 'connected' } });
    });
    await page.reload();
    await page.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
    await page.locator('#prompt').fill('a (red:1.2) house');
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByLabel('Across: values').fill('2, 3');
    await page.getByLabel('Down: values').fill('1');
    await page.getByRole('button', { name: 'Draw the grid' }).click();
    await expect.poll(() => page.locator('.cell img[src*="/pictures/"]').count()).toBe(2);
    await page.getByRole('button', { name: 'To Discord' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('Channel').waitFor();
    await expect.poll(() => dialog.getByLabel('Channel').innerText()).toBe('#pictures');
    expect(await findingsOf(page, 'dialog[open]')).toEqual([]);
    await workplace.jobs.rules.words.add(MANAGER, { pattern: 'house', exceptAdultPlaces: false });
    await dialog.getByRole('button', { name: 'Show it there' }).click();
    await dialog.getByText('this server does not want “house”').waitFor();
    expect(shown).toEqual([]);
    await workplace.jobs.rules.words.remove(MANAGER, 'house');
    await dialog.getByRole('button', { name: 'Show it there' }).click();
    await dialog.getByText('It is in #pictures now.').waitFor();
    expect(shown).toEqual([{ channelId: CHANNELS[0]!.channelId, words: 'a red house', kind: 'WEBP' }]);
    await page.keyboard.press('Escape');
    await page.unroute('**/api/studio');
  });

  it('is found sound by axe and fits, in every language, theme and width', { timeout: 120_000 }, async () => {
    const { page: first, studio } = await pages.visit();
    await hold(await pages.visit(), 'axe');
    await first.goto('about:blank');
    for (const locale of LANGUAGES) {
      const context = await pages.browser.newContext({ locale, viewport: WIDE });
      const page = await context.newPage();
      for (const room of ['moderation', 'server']) {
        await page.goto(`${studio.address}/#${room}`);
        await page.locator(`#room-${room} header select`).first().selectOption(SERVER);
        await page.locator(`#room-${room} li`).first().waitFor();
        for (const viewport of [WIDE, { width: 1024, height: 800 }, PHONE, { width: 320, height: 640 }]) {
          await page.setViewportSize(viewport);
          expect(await cutIn(page, `#room-${room}`), `${room} ${locale} ${viewport.width}`).toEqual([]);
          expect(await page.evaluate(unfit), `${room} ${locale} ${viewport.width}`).toEqual([]);
          if (viewport !== WIDE && viewport !== PHONE) continue;
          expect(await findingsOf(page), `${room} ${locale} ${viewport.width}`).toEqual([]);
        }
      }
      await context.close();
    }
  });

  it('shows no way there to who may look after nothing', async () => {
    const { page } = await pages.visit();
    await page.route('**/api/studio', async (route) => {
      const facts = await (await route.fetch()).json();
      await route.fulfill({ json: { ...facts, canRule: false } });
    });
    await page.reload();
    await page.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
    expect(await page.getByRole('link', { name: 'Moderation' }).count()).toBe(0);
  });
});
