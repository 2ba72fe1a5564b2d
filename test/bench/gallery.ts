import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import type { JobService } from '#bot/ports/job-service.ts';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { startStudio } from '#bot/studio/server/studio.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { openService } from '#test/bench/long-queue.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { launchChromium } from '#test/fakes/discord-page/chromium.ts';
import { startFakeRenderer } from '#test/fakes/renderer.ts';

const PICTURES = 10_000;
/** Pixels that are scrolled in each frame: as a hand does, and as if somebody held the End of the wall. */
const SCROLLED = { 'by hand': 24, 'as fast as can be': 400 };
const FRAMES = 180;

/** Ten thousand pictures on the studio's wall, over the real ledger and in a real browser. */
export async function* benchGallery(): AsyncGenerator<BenchRow> {
  const scratch = benchScratch();
  const renderer = await startFakeRenderer({ stepMs: 0 });
  const service = await openService(scratch.path, { addresses: [renderer.address] });
  const studio = await startStudio({ ...service, ...DOORS, sketches: false });
  const browser = await launchChromium();
  try {
    fill(join(scratch.path, 'ledger.sqlite'), await drawOne(service.jobs));
    for (const [name, sought] of Object.entries(SEARCHES)) {
      const began = performance.now();
      const total = await totalOf(studio.address, sought);
      yield row(`${name}: answer`, performance.now() - began, 'ms', `${total} found`);
    }
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/gallery')) asked++;
    });
    await page.goto(`${studio.address}/#gallery`);
    await page.getByRole('button', { name: 'Groups' }).click();
    await page.locator('.work img').first().waitFor();
    for (const [name, by] of Object.entries(SCROLLED)) yield* await scrolling(page, { name, by });
    yield row('stretches of 60 that were asked for', asked, '', `of ${Math.ceil(PICTURES / 60)}`);
  } finally {
    await browser.close();
    await studio.close();
    await service.close();
    await renderer.close();
    scratch.remove();
  }
}

const DOORS = { host: '127.0.0.1', port: 0, log: silentLog, clock: systemClock } as const;

async function drawOne(jobs: JobService): Promise<string> {
  while (!jobs.offers('draw')) await setTimeout(20);
  const order = { prompt: 'a red house', seed: 1 };
  const { job } = await jobs.submit({ requestKey: 'one', place: STUDIO_PLACE, member: STUDIO_MEMBER, order });
  while ((await jobs.view(job.id))?.job.state.kind !== 'done') await setTimeout(20);
  return job.id;
}

async function totalOf(address: string, sought: object): Promise<number> {
  const body = JSON.stringify({ from: 0, limit: 60, ...sought });
  const response = await fetch(`${address}/api/gallery`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return ((await response.json()) as { total: number }).total;
}

const SEARCHES = {
  'all of them': {},
  'the last ones': { from: 9_900 },
  'groups of one sentence': { grouped: true },
  'three words': { words: 'red house seed' },
};

async function scrolling(
  page: Page,
  { name, by }: { readonly name: string; readonly by: number },
): Promise<readonly BenchRow[]> {
  const clock = await page.context().newCDPSession(page);
  await clock.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await taskMs(clock);
  const { frames, works } = await page.evaluate(scroll, { by, times: FRAMES });
  const busy = (await taskMs(clock)) - before;
  const mean = frames.reduce((sum, ms) => sum + ms, 0) / frames.length;
  return [
    row(`${name}: frames`, 1000 / mean, '1/s', 'aim 60'),
    row(`${name}: a frame, 95 of 100 within`, p95(frames), 'ms', 'aim 17'),
    row(`${name}: the page's thread for a frame`, busy / FRAMES, 'ms', 'CPU, mean; aim 16'),
    row(`${name}: works on the wall, the most`, works, '', 'in sight, and a row before and after'),
  ];
}

/** What the page's thread has computed so far. */
async function taskMs(clock: CDPSession): Promise<number> {
  const { metrics } = await clock.send('Performance.getMetrics');
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)]!;
}

/** In the page: scrolls once a frame, and measures frames, and how long the page itself takes for each. */
async function scroll({ by, times }: { readonly by: number; readonly times: number }) {
  const scroller = document.querySelector('.scroller')!;
  const frames: number[] = [];
  let [works, last] = [0, performance.now()];
  for (let frame = 0; frame < times; frame++) {
    scroller.scrollBy(0, by);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
    works = Math.max(works, document.querySelectorAll('.work').length);
  }
  return { frames: frames.slice(1), works };
}

/** The same finished job so many times under other names, a quarter of them of one sentence each. */
function fill(file: string, id: string): void {
  const database = new DatabaseSync(file);
  const columns = database.prepare('PRAGMA table_info(jobs)').all() as unknown as { readonly name: string }[];
  const others: Record<string, string> = {
    id: `'many-' || i`,
    request_key: `'many-' || i`,
    created_at: 'created_at - i',
    settled: `replace(settled, 'a red house', 'a red house ' || (i % 2500))`,
    sought: `replace(sought, 'a red house', 'a red house ' || (i % 2500))`,
    sentence: `'a red house ' || (i % 2500)`,
  };
  const names = columns.map(({ name }) => name).filter((name) => name !== 'sequence');
  database.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${PICTURES - 1})
     INSERT INTO jobs (${names.join()}) SELECT ${names.map((name) => others[name] ?? name).join()} FROM jobs, n WHERE id = '${id}'`,
  );
  database.close();
}

function row(name: string, value: number, unit: string, note: string): BenchRow {
  return { name, value, unit, note };
}
