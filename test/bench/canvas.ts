import type { Frame, Page } from 'playwright-core';
import type { JobService } from '#bot/ports/job-service.ts';
import { startStudio } from '#bot/studio/server/studio.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { openService } from '#test/bench/long-queue.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { startFakeClient } from '#test/fakes/discord-client.ts';
import { CLIENT, startFakeLogin } from '#test/fakes/discord-login.ts';
import { launchChromium } from '#test/fakes/discord-page/chromium.ts';
import { startFakeRenderer } from '#test/fakes/renderer.ts';

const HOST = 'easel.example';
/** Between previews, how many are drawn, and how many lines. Milliseconds. */
const STEP_MS = 200;
const STEPS = 30;
const LINES = 20;
const PATIENCE_MS = 30_000;

/** Two members on one canvas of an Activity: how long until one sees what the other draws, and what a renderer sends. */
export async function* benchCanvas(): AsyncGenerator<BenchRow> {
  const scratch = benchScratch();
  const renderer = await startFakeRenderer({ stepMs: STEP_MS });
  const service = await openService(scratch.path, { addresses: [renderer.address] });
  const discord = await startFakeLogin({ id: '42', name: 'mara', servers: ['100'] });
  const elsewhere = {
    ...{ url: new URL(`https://${HOST}`), host: '127.0.0.1', port: 0, grants: service.grants },
    ...{ servers: async () => ['100'], login: null, activity: discord.activity },
  };
  const doors = { host: '127.0.0.1', port: 0, log: silentLog, clock: systemClock, sketches: false, elsewhere } as const;
  const studio = await startStudio({ ...service, ...doors });
  const target = { address: studio.otherAddress!, host: HOST };
  const client = await startFakeClient({ clientId: CLIENT.id, target, code: () => discord.codeInside() });
  const browser = await launchChromium(undefined, client.flags);
  try {
    const open = async () => launch(await (await browser.newContext()).newPage());
    const [one, other] = [await open(), await open()];
    const previews = await previewTimes(one, other, service.jobs);
    yield row("from a renderer's preview to the other member's page, p50", at(previews, 0.5), `of ${previews.length}`);
    yield row('p95', at(previews, 0.95), 'aim 150; wall, decoded and laid there');
    const lines = await lineTimes(one, other);
    yield row("from a line's end to the same line on the other's canvas, p50", at(lines, 0.5), `of ${lines.length}`);
    yield row('p95', at(lines, 0.95), 'aim 150; wall');
  } finally {
    await browser.close();
    await studio.close();
    await service.close();
    await Promise.all([client.close(), discord.close(), renderer.close()]);
    scratch.remove();
  }
}

interface Member {
  readonly page: Page;
  /** The studio in the client's frame. */
  readonly inside: Frame;
}

async function launch(page: Page): Promise<Member> {
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto('https://discord.com/channels/100/1');
  await page.frameLocator('iframe').locator('#styles [role="radio"]').first().waitFor({ state: 'attached' });
  return { page, inside: page.frames()[1]! };
}

/** When the bot heard of each preview, and when it lay on the other's easel. */
async function previewTimes(one: Member, other: Member, jobs: Pick<JobService, 'watch'>): Promise<number[]> {
  await other.inside.evaluate(() => {
    const laid: Record<string, number> = {};
    Object.assign(window, { laid });
    new MutationObserver(() => {
      const src = [...document.querySelectorAll<HTMLImageElement>('.layers img.soft')].at(-1)?.src;
      if (src !== undefined) laid[src] ??= Date.now();
    }).observe(document.body, { childList: true, subtree: true });
  });
  const heard = new Map<string, number>();
  const done = new AbortController();
  const hearing = (async () => {
    for await (const { job, progress } of jobs.watch('studio', done.signal)) {
      const { preview } = progress;
      const address = preview && `data:${preview.mime};base64,${Buffer.from(preview.data).toString('base64')}`;
      if (address && !heard.has(address)) heard.set(address, Date.now());
      if (job.state.kind === 'done') return;
    }
  })();
  await one.inside.locator('#prompt').fill(`a red house --steps ${STEPS}`);
  await one.inside.locator('#make').click();
  await hearing;
  done.abort();
  await other.inside.locator('.layer.grid img').waitFor();
  const laid = await other.inside.evaluate(() => (window as unknown as { laid: Record<string, number> }).laid);
  return sorted(Object.entries(laid).flatMap(([address, time]) => time - (heard.get(address) ?? Number.NaN)));
}

/** When a pointer moved last, and when the other's canvas changed for it. */
async function lineTimes(one: Member, other: Member): Promise<number[]> {
  await one.inside.locator('#caption').getByRole('button', { name: 'Change' }).click();
  for (const { inside } of [one, other]) await inside.locator('canvas.marks').waitFor();
  await other.inside.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.marks')!;
    const sum = () => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.reduce((all, value) => all + value, 0);
    };
    const seen: { last: number; at: number } = { last: sum(), at: 0 };
    Object.assign(window, { seen });
    const look = () => {
      const now = sum();
      if (now !== seen.last) Object.assign(seen, { last: now, at: Date.now() });
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const box = (await one.inside.locator('canvas.marks').boundingBox())!;
  const times: number[] = [];
  for (let line = 0; line < LINES; line++) {
    const y = box.y + (box.height * (line + 1)) / (LINES + 2);
    await one.page.mouse.move(box.x + box.width * 0.3, y);
    await one.page.mouse.down();
    await one.page.mouse.move(box.x + box.width * 0.6, y);
    const drawn = Date.now();
    await one.page.mouse.up();
    await one.page.waitForTimeout(STEP_MS);
    const seen = await other.inside.evaluate(() => (window as unknown as { seen: { at: number } }).seen.at);
    if (seen >= drawn - STEP_MS) times.push(Math.max(0, seen - drawn));
  }
  return sorted(times);
}

function sorted(times: readonly number[]): number[] {
  return times.filter(Number.isFinite).toSorted((a, b) => a - b);
}

function at(times: readonly number[], share: number): number {
  return times[Math.floor((times.length - 1) * share)] ?? Number.NaN;
}

function row(name: string, value: number, note: string): BenchRow {
  return { name, value, unit: 'ms', note };
}
