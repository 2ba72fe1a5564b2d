import { expect, it } from 'vitest';
import { FIRST_SENTENCE } from '#bot/presets/sentence-slots.ts';
import { inBrowser, openPages, stagePicture } from '#test/bot/studio/page/pages.ts';

const pages = openPages();

inBrowser('the page at the first visit', () => {
  it('invites, tells about demonstration and Discord, and takes the first press whatever comes between', async () => {
    const { page, renderer, drawn } = await pages.visit();
    expect((await page.locator('h1').textContent())!.trim()).toBe('Easel');
    expect(await page.locator('#hello').textContent()).toBe('Write a sentence.\nWatch it become a picture.');
    await expect.poll(() => page.locator('#hints').textContent()).toContain('demonstration model');
    expect(await page.locator('.hint.of-discord').textContent()).toContain('DISCORD_TOKEN');
    await page.locator('#open-machines').click();
    expect(await page.locator('.renderer.ready').textContent()).toContain('this machine');
    await page.keyboard.press('Escape');
    const idea = page.locator('.idea').nth(1);
    await idea.scrollIntoViewIfNeeded();
    const box = (await idea.boundingBox())!;
    await page.mouse.move(box.x + 10, box.y + 10);
    await page.mouse.down();
    renderer.setPhase('RENDERER_PHASE_STARTING');
    await page.locator('.renderer.starting').waitFor({ state: 'attached' });
    renderer.setPhase('RENDERER_PHASE_READY');
    await page.locator('.renderer.ready').waitFor({ state: 'attached' });
    await page.mouse.up();
    await stagePicture(page).waitFor();
    expect(drawn()).toHaveLength(1);
    expect(await page.locator('.renderer .reason').count()).toBe(0);
    await page.keyboard.press('m');
    expect(await page.locator('[data-tool="region"]').getAttribute('hidden')).toBe(''); // no renderer finds things
  });

  it('brings a sentence to begin with also where a machine is heard of after the page is there', async () => {
    await pages.visit();
    const tab = await pages.tab();
    await tab.addInitScript(() => {
      const listen = EventSource.prototype.addEventListener;
      EventSource.prototype.addEventListener = function (this: EventSource, name: string, hear: unknown) {
        const late = (event: Event) => setTimeout(hear as () => void, 300, event); // the page greets before
        listen.call(this, name, name === 'cluster' ? late : (hear as () => void));
      };
    });
    await tab.reload();
    await tab.locator('#hello').waitFor();
    await expect.poll(() => tab.locator('#prompt').inputValue()).toBe(FIRST_SENTENCE);
    // A picture develops meanwhile from the previews of a true render, one after the other.
    const seen = () => tab.locator('#strip img').evaluateAll((all) => all.map((one) => one.getAttribute('src')));
    const previews = [1, 2, 3, 4, 6, 8, 12, 20].map((step) => `/bot/studio/page/first/${step}.webp`);
    await expect.poll(seen, { timeout: 8_000 }).toEqual(previews);
    await expect.poll(() => tab.locator('#frame img').last().getAttribute('src')).toBe(previews.at(-1));
    await tab.close();
  });
});
