import type { CDPSession, Page } from 'playwright-core';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { startStudio } from '#bot/studio/server/studio.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { openService } from '#test/bench/long-queue.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { launchChromium } from '#test/fakes/discord-page/chromium.ts';
import { startFakeRenderer } from '#test/fakes/renderer.ts';

/** Letters that are typed while previews come, and how far apart both are. Milliseconds. */
const TYPED = 'a red lighthouse by the sea, (starry:1.2) night --steps 20';
const KEY_MS = 60;
const STEP_MS = 50;

/** From a key or a press to the next paint, while previews of three pictures stream into the page. */
export async function* benchInteraction(): AsyncGenerator<BenchRow> {
  const scratch = benchScratch();
  const renderer = await startFakeRenderer({ stepMs: STEP_MS });
  const service = await openService(scratch.path, { addresses: [renderer.address] });
  const doors = { host: '127.0.0.1', port: 0, log: silentLog, clock: systemClock, sketches: false } as const;
  const studio = await startStudio({ ...service, ...doors });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(studio.address);
    await page.locator('#styles [role="radio"]').first().waitFor({ state: 'attached' });
    for (let index = 0; index < 3; index++) {
      const order = { prompt: 'a house', steps: 150, seed: index };
      const request = { requestKey: `paint-${index}`, place: STUDIO_PLACE, member: STUDIO_MEMBER };
      await service.jobs.submit({ ...request, order });
    }
    await page.locator('.layer.soft').first().waitFor();
    const clock = await page.context().newCDPSession(page);
    await clock.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await taskMs(clock);
    const times = await interact(page);
    const busy = (await taskMs(clock)) - before;
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor((times.length - 1) * share)]!;
    yield { name: 'from a key or a press to the paint, p50', value: at(0.5), unit: 'ms', note: 'aim 50; wall' };
    yield { name: "the page's thread meanwhile", value: busy, unit: 'ms', note: 'CPU' };
    yield { name: 'p95', value: at(0.95), unit: 'ms', note: `of ${times.length}` };
  } finally {
    await browser.close();
    await studio.close();
    await service.close();
    await renderer.close();
    scratch.remove();
  }
}

/** What the page's thread has computed so far. */
async function taskMs(clock: CDPSession): Promise<number> {
  const { metrics } = await clock.send('Performance.getMetrics');
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

/** Durations as the browser measures them (Event Timing), in steps of 8 ms; shorter than 16 ms count as 16. */
async function interact(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (/^(keydown|click)$/.test(entry.name)) times.push(entry.duration);
    });
    observer.observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  await page.locator('#prompt').fill('');
  await page.locator('#prompt').pressSequentially(TYPED, { delay: KEY_MS });
  for (const name of ['Settings', 'Build a sentence', 'Settings']) await page.getByRole('button', { name }).click();
  for (const style of await page.locator('#styles [role="radio"]').all()) await style.click();
  await page.waitForTimeout(500);
  const slow = await page.evaluate(() => (window as unknown as { times: number[] }).times);
  const quick = Array.from({ length: Math.max(0, TYPED.length - slow.length) }, () => 16);
  return [...slow, ...quick];
}
