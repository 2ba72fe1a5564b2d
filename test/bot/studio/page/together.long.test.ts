import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENGLISH } from '#bot/text/english.ts';
import { inBrowser } from '#test/bot/studio/page/pages.ts';
import { type OpenStudio, openStudio } from '#test/bot/studio/server/studio-fixture.ts';
import { type FakeClient, startFakeClient } from '#test/fakes/discord-client.ts';
import { CLIENT, type FakeLogin, startFakeLogin } from '#test/fakes/discord-login.ts';
import { launchChromium } from '#test/fakes/discord-page/chromium.ts';

const HOST = 'easel.example';
const SOON = { timeout: 8_000 };

inBrowser('the studio inside Discord', () => {
  const closing: (() => Promise<unknown>)[] = [];
  let browser: Browser;
  let discord: FakeLogin;
  let client: FakeClient;
  let place: OpenStudio;
  let isConsenting = true;

  beforeAll(async () => {
    discord = await startFakeLogin({ id: '42', name: 'mara', servers: ['100'] });
    const elsewhere = {
      ...{ url: new URL(`https://${HOST}`), port: 0, servers: async () => ['100'], login: null },
      activity: discord.activity,
    };
    place = await openStudio({ elsewhere, stepMs: 60, closeLater: (close) => closing.push(close) });
    const target = { address: place.studio.otherAddress!, host: HOST };
    client = await startFakeClient({
      clientId: CLIENT.id,
      target,
      code: () => (isConsenting ? discord.codeInside() : ''),
    });
    browser = await launchChromium(undefined, client.flags);
  });
  afterAll(async () => {
    await browser?.close();
    for (const close of closing.splice(0).reverse()) await close();
    await client?.close();
    await discord?.close();
  });

  async function launch(
    at = 'https://discord.com/channels/100/1',
  ): Promise<{ readonly page: Page; readonly inside: FrameLocator }> {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    page.setDefaultTimeout(8_000);
    page.setDefaultNavigationTimeout(30_000);
    await page.goto(at);
    return { page, inside: page.frameLocator('iframe') };
  }

  it('lets a member in by the launch alone, and two draw on one canvas and see what the other does', async () => {
    const [one, other] = [await launch(), await launch()];
    for (const { inside } of [one, other])
      await expect.poll(() => inside.locator('#prompt').inputValue(), { timeout: 8_000 }).not.toBe('');
    await one.inside.locator('#prompt').fill('a red house --steps 6');
    await one.inside.locator('#make').click();
    await other.inside.locator('.layer.soft').last().waitFor(); // a preview of what the other makes
    await other.inside.locator('.layer.grid img').waitFor();
    const { jobs } = place.workplace;
    const [view] = await jobs.recent({ platform: 'studio', limit: 1 });
    expect([view!.job.ownerId, view!.job.ownerName]).toEqual(['42', 'mara']);

    await one.inside.locator('#caption').getByRole('button', { name: 'Change' }).click();
    const marks = one.inside.locator('canvas.marks');
    await marks.waitFor();
    await other.inside.locator('canvas.marks').waitFor(); // it follows
    const box = (await marks.boundingBox())!;
    const marked = () =>
      other.inside.locator('canvas.marks').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((_, at) => at % 4 === 3).reduce((sum, alpha) => sum + (alpha > 0 ? 1 : 0), 0);
      });
    expect(await marked()).toBe(0);
    await one.page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.5);
    await one.page.mouse.down();
    await one.page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 4 });
    await expect.poll(marked, { interval: 5 }).toBeGreaterThan(0); // while the line is still being drawn
    await one.page.mouse.up();
  });

  it('has the words in its prompt that the member sent by Discord’s form, once', async () => {
    await place.workplace.storage.drafts.leave('42', 'a (red:1.2) lighthouse');
    const { page, inside } = await launch();
    const prompt = inside.locator('#prompt');
    await expect.poll(() => prompt.inputValue(), SOON).toBe('a (red:1.2) lighthouse');
    await page.reload();
    await inside.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
    expect(await prompt.inputValue()).not.toBe('a (red:1.2) lighthouse'); // this browser keeps nothing for frames
  });

  it('draws nothing that a server of the member does not want: says so once at the words, which stay', async () => {
    const { words } = place.workplace.jobs.rules;
    const manager = { serverId: '100', memberId: 'ada', memberName: 'Ada', mayManageServer: true };
    const rule = { pattern: 'castle', exceptAdultPlaces: false };
    await words.add(manager, rule);
    const { inside } = await launch();
    const prompt = inside.locator('#prompt');
    await inside.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
    await prompt.fill('a red castle');
    const before = place.renderer.renders.length;
    await inside.locator('#make').click();
    const sentence = ENGLISH['word.refused']({ pattern: 'castle' });
    await expect.poll(() => inside.locator('#problems').innerText()).toBe(sentence);
    expect(await inside.getByText(sentence).count()).toBe(1);
    expect([await prompt.inputValue(), place.renderer.renders.length]).toEqual(['a red castle', before]);
    await words.remove(manager, rule.pattern);
    await inside.locator('#make').click();
    await inside.locator('.layer.grid img').waitFor();
    expect(await inside.locator('#problems').innerText()).toBe('');
  });

  it('says so where the member does not say who they are', async () => {
    isConsenting = false;
    const { inside } = await launch();
    await expect
      .poll(() => inside.locator('#entry-state').textContent())
      .toBe('Discord did not say who you are. Nothing was changed; you can try again.');
    isConsenting = true;
  });

  it('stands in frames of Discord alone', async () => {
    const { page } = await launch('https://evil.example/');
    const policy = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.reload();
    expect((await policy).text()).toContain(`https://${CLIENT.id}.discordsays.com`);
    expect(await page.frameLocator('iframe').locator('#entry-state').count()).toBe(0);
  });
});
