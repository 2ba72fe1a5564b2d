import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Easel } from '#bot/easel.ts';
import type { GrantCard } from '#bot/studio/server/operator-api.ts';
import { ENGLISH } from '#bot/text/english.ts';
import { inBrowser } from '#test/bot/studio/page/pages.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { type FakeClient, startFakeClient } from '#test/fakes/discord-client.ts';
import { launchChromium } from '#test/fakes/discord-page/chromium.ts';
import { type FakeRenderer, startFakeRenderer } from '#test/fakes/renderer.ts';
import { startTestServer, type TestServer } from '#test/journeys/test-server.ts';

const HOST = 'easel.example';
const SOON = { timeout: 10_000 };
const STEPS = 20;
const LINES = 12;

/**
 * From an event to what the other member sees of it, of half of them, on a machine that does much beside; milliseconds.
 * How fast it is where it is quiet, within 150, is told by `npm run bench -- canvas`.
 */
const SEEN_WITHIN_MS = 1500;

/** A member in front of Discord, with the studio in its frame. */
interface Seat {
  readonly page: Page;
  readonly inside: Frame;
}

inBrowser('the Activity, from Discord to the canvas', () => {
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
  let harbour: TestServer;
  let renderer: FakeRenderer;
  let easel: Easel;
  let client: FakeClient;
  let browser: Browser;
  let isCodeOver = false;

  beforeAll(async () => {
    renderer = await startFakeRenderer({ description: DEMO_DESCRIPTION, stepMs: 150 });
    harbour = await startTestServer();
    const { discord } = harbour;
    const lines: string[] = [];
    easel = await harbour.startBot({
      environment: {
        ...{ EASEL_RENDERERS: renderer.address, EASEL_ACTIVITY: 'on', EASEL_STUDIO_URL: `https://${HOST}` },
        EASEL_STUDIO_URL_LISTEN: '127.0.0.1:0',
        ...{ DISCORD_CLIENT_ID: discord.applicationId, DISCORD_CLIENT_SECRET: discord.activities.clientSecret },
      },
      say: (line) => lines.push(line),
    });
    const address = lines.map((line) => / by way of (\S+)$/.exec(line)?.[1]).find((found) => found !== undefined);
    client = await startFakeClient({
      clientId: discord.applicationId,
      target: { address: address!, host: HOST },
      code: (userId) => discord.activities.consent(userId, { isOver: isCodeOver }),
    });
    browser = await launchChromium(undefined, client.flags);
  });
  afterAll(async () => {
    await browser?.close();
    await client?.close();
    await harbour?.close();
    await renderer?.close();
  });

  async function show(frame: URL): Promise<Page> {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    page.setDefaultTimeout(10_000);
    page.setDefaultNavigationTimeout(30_000);
    await page.goto(frame.href);
    return page;
  }
  async function sit(frame: URL): Promise<Seat> {
    const page = await show(frame);
    const inside = page.frameLocator('iframe');
    await inside.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
    return { page, inside: page.frames()[1]! };
  }
  /** What the way in says instead of letting somebody in. */
  async function refusalAt(frame: URL): Promise<() => Promise<string | null>> {
    const page = await show(frame);
    return () => page.frameLocator('iframe').locator('#entry-state').textContent();
  }
  const launchFor = (member: FakeMember) => member.launch(harbour.channel).frame();
  const company = ({ inside }: Seat) => inside.locator('.company').textContent();

  it('opens by the command, by a button and by a form, for members who are who Discord says, on one canvas', async () => {
    const { ada, bob, mod, channel, discord } = harbour;
    const byCommand = await sit(await launchFor(ada));
    const told = await channel.waitFor((one) => one.text.includes('draws in the studio'));
    const byButton = await sit(await bob.click(told, 'Draw along').frame());
    const form = await mod.click(told, 'Bring words along').modal();
    const byForm = await sit(await mod.submitModal(form, { fields: { prompt: 'a red lighthouse' } }).frame());
    await expect.poll(() => byForm.inside.locator('#prompt').inputValue(), SOON).toBe('a red lighthouse');
    await expect.poll(() => company(byCommand), SOON).toBe('You draw with Bob, Mod.');

    await byButton.inside.locator('#prompt').fill(`a red house --steps ${STEPS}`);
    const laid = await previewTimes(byCommand);
    await byButton.inside.locator('#make').click();
    await byCommand.inside.locator('.layer.grid img').waitFor();
    const said = new Map(
      renderer.renders.flatMap(({ previews }) => previews.map(({ data, at }) => [data.toString('base64'), at])),
    );
    const delays = (await laid()).flatMap(([address, at]) => at - (said.get(address.split(',')[1]!) ?? Number.NaN));
    expect(delays.length).toBeGreaterThan(STEPS / 3);
    expect(middle(delays)).toBeLessThanOrEqual(SEEN_WITHIN_MS);

    await byButton.inside.locator('#caption').getByRole('button', { name: 'Change' }).click();
    const lines = await lineTimes(byButton, byCommand);
    expect(lines.length).toBeGreaterThan(LINES / 2);
    expect(middle(lines)).toBeLessThanOrEqual(SEEN_WITHIN_MS);
    process.stdout.write(`previews ${middle(delays)} ms, lines ${middle(lines)} ms\n`);

    await byForm.page.context().close();
    await expect.poll(() => company(byCommand), SOON).toBe('Mod has left. You draw with Bob.');
    const grants = await operatorsList();
    expect(grants.map(({ name, kind, level }) => [name, kind, level])).toEqual(
      ['Mod', 'Bob', 'Ada'].map((name) => [name, 'activity', 'draw']),
    );

    await fetch(`${easel.studioAddress}/api/access/revoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: grants.find(({ name }) => name === 'Bob')!.id }),
    });
    const looking = byButton.inside.locator('.looking');
    await expect
      .poll(() => looking.allTextContents(), SOON)
      .toContain('Your access was taken back by whoever runs the studio');
    await expect.poll(() => company(byCommand), SOON).toBe('Bob has left.');
    expect(discord.problems()).toEqual([]);
    for (const { page } of [byCommand, byButton]) await page.context().close();
  });

  it('says why it lets nobody in whose code is over, who is in no such Activity, or is in no server of the bot', async () => {
    const { ada, bob, discord, guild } = harbour;
    isCodeOver = true;
    const over = await refusalAt(await launchFor(ada));
    await expect.poll(over, SOON).toBe(ENGLISH['access.code-over']);
    isCodeOver = false;
    const other = await ada.launch(guild.channel('sketches')).frame();
    other.searchParams.set('user', bob.id); // it is Ada's Activity, and Bob never joined
    await expect.poll(await refusalAt(other), SOON).toBe(ENGLISH['access.other-instance']);
    const stranger = discord.person('Nelly');
    other.searchParams.set('user', stranger.id);
    await expect.poll(await refusalAt(other), SOON).toBe(ENGLISH['access.stranger']);
  });

  it('lets look on who may not draw in the channel, and says so', async () => {
    const { bob, guild } = harbour;
    guild.overrideCommand('imagine', [{ member: bob, allow: false }]);
    const { page, inside } = await sit(await launchFor(bob));
    await expect.poll(() => inside.locator('.looking').allTextContents(), SOON).toContain(ENGLISH['access.looking-on']);
    expect(await inside.locator('#make').isVisible()).toBe(false);
    guild.overrideCommand('imagine', []);
    await page.context().close();
  });

  async function operatorsList(): Promise<readonly GrantCard[]> {
    return (await (await fetch(`${easel.studioAddress}/api/access`)).json()) as readonly GrantCard[];
  }
});

/** Starts to look at which preview lies on somebody's easel; gives when each did. */
async function previewTimes({ inside }: Seat): Promise<() => Promise<readonly (readonly [string, number])[]>> {
  await inside.evaluate(() => {
    const laid: Record<string, number> = {};
    Object.assign(window, { laid });
    new MutationObserver(() => {
      const src = [...document.querySelectorAll<HTMLImageElement>('.layers img.soft')].at(-1)?.src;
      if (src !== undefined) laid[src] ??= Date.now();
    }).observe(document.body, { childList: true, subtree: true });
  });
  return async () =>
    Object.entries(await inside.evaluate(() => (window as unknown as { laid: Record<string, number> }).laid));
}

/** From the end of a line to the same line on the other's canvas. */
async function lineTimes(one: Seat, other: Seat): Promise<readonly number[]> {
  for (const { inside } of [one, other]) await inside.locator('canvas.marks').waitFor();
  const marked = () =>
    other.inside.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.marks')!;
      const sum = () =>
        canvas
          .getContext('2d')!
          .getImageData(0, 0, canvas.width, canvas.height)
          .data.reduce((all, one) => all + one, 0);
      const before = sum();
      return new Promise<number>((resolve) => {
        const look = () => {
          if (sum() !== before) return resolve(Date.now());
          requestAnimationFrame(look);
        };
        look();
        setTimeout(() => resolve(Number.NaN), 1_500);
      });
    });
  const box = (await one.inside.locator('canvas.marks').boundingBox())!;
  const times: number[] = [];
  for (let line = 0; line < LINES; line++) {
    const y = box.y + (box.height * (line + 1)) / (LINES + 2);
    await one.page.mouse.move(box.x + box.width * 0.3, y);
    const seen = marked();
    await one.page.waitForTimeout(50); // it looks
    await one.page.mouse.down();
    const begun = Date.now();
    await one.page.mouse.move(box.x + box.width * 0.6, y);
    times.push((await seen) - begun);
    await one.page.mouse.up();
    await one.page.waitForTimeout(100);
  }
  return times.filter(Number.isFinite);
}

function middle(times: readonly number[]): number {
  return times.filter(Number.isFinite).toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)] ?? Number.NaN;
}
