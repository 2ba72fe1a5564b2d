import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import { type Log, silentLog } from '#shared/log.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { message } from '#shared/text/failure.ts';
import { demoRender, engineContract, engineSettings, picturesOf } from '#test/contract/engine.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

engineContract('the engine in a child', (settings) => new ChildEngine(settings, { log: silentLog }));

const forever = new AbortController().signal;

describe('an engine child', () => {
  const engine = new ChildEngine(engineSettings(), { log: silentLog });
  afterAll(() => engine.close());

  it('that is killed ends what is open with unavailable, is back by itself, and draws again', async () => {
    await engine.ready;
    const before = await picturesOf(engine, demoRender());
    const killed = engine.pid!;
    const seen: string[] = [];
    const drawing = (async () => {
      for await (const { kind } of engine.render(demoRender({ steps: 50 }), forever)) {
        seen.push(kind);
        if (kind === 'step') process.kill(killed, 'SIGKILL');
      }
    })();
    await expect(drawing).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('SIGKILL') });
    expect(seen).not.toContain('picture');
    expect(engine.state).toMatchObject({ device: null, resident: [] });
    await expect(engine.render(demoRender(), forever).next()).rejects.toMatchObject({ code: 'unavailable' });
    await engine.ready;
    expect(engine.pid).not.toBe(killed);
    expect(engine.state).toMatchObject({ starts: 2 });
    const after = await picturesOf(engine, demoRender());
    expect(Buffer.compare(before[0]!, after[0]!)).toBe(0);
  });

  it('has nothing to complain of when a render is cancelled', async () => {
    const errors: unknown[] = [];
    const log: Log = { ...silentLog, error: (...said: unknown[]) => void errors.push(said), child: () => log };
    const own = new ChildEngine(engineSettings(), { log });
    await own.ready;
    const abort = new AbortController();
    const cancelled = (async () => {
      for await (const { kind } of own.render(demoRender({ steps: 50 }), abort.signal))
        if (kind === 'step') abort.abort(new Failure('cancelled', 'Enough'));
    })();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect(picturesOf(own, demoRender())).resolves.toHaveLength(1);
    await own.close();
    expect(errors).toEqual([]);
  });

  it('that is frozen is killed after 20 s: what is open ends, and the next one draws', async () => {
    const clock = createFakeClock();
    const own = new ChildEngine(engineSettings(), { log: silentLog, clock });
    onTestFinished(() => own.close());
    await own.ready;
    const { pid } = own;
    const drawing = (async () => {
      for await (const { kind } of own.render(demoRender({ steps: 50 }), forever))
        if (kind === 'started') process.kill(pid!, 'SIGSTOP');
    })();
    drawing.catch(() => {});
    await expect.poll(() => isStopped(pid!), { timeout: 15_000 }).toBe(true);
    await clock.advance(19_000);
    expect(own.state.device).not.toBeNull();
    await clock.advance(20_000); // a last beat may have been read meanwhile
    await expect(drawing).rejects.toMatchObject({
      code: 'unavailable',
      said: { key: 'engine.died', values: { reason: { key: 'engine.frozen' } } },
    });
    expect(own.state).toMatchObject({ device: null, starts: 1 });
    const startsAfter = async () => {
      await clock.advance(1);
      return own.state.starts;
    };
    await expect.poll(startsAfter, { timeout: 15_000 }).toBe(2);
    expect(isAlive(pid!)).toBe(false);
    await own.ready;
    await expect(picturesOf(own, demoRender())).resolves.toHaveLength(1);
  });

  it('that dies is missed at once when it was ready, and after longer and longer pauses when it was not', async () => {
    const ready = "process.send({ kind: 'state', state: { device: { provider: 'cpu' } } }, () => process.exit(1));";
    expect(await pausesOf(ready)).toEqual([0, 0, 0, 0, 0]);
    expect(await pausesOf('process.exit(1);')).toEqual([200, 500, 1000, 1000, 1000]);
  });

  it('has its log say what is not as it should be', async () => {
    const warned: unknown[] = [];
    const log: Log = { ...silentLog, warn: (...said: unknown[]) => void warned.push(said), child: () => log };
    const trouble = message('device.unshared', { reason: message('device.full') });
    const told = `process.send(${JSON.stringify({ kind: 'trouble', trouble })}); setInterval(() => {}, 1000);`;
    const entry = join(scratchFolder(), 'troubled.mjs');
    writeFileSync(entry, told);
    const own = new ChildEngine(engineSettings(), { log, entry: pathToFileURL(entry) });
    await expect.poll(() => warned, { timeout: 15_000 }).toHaveLength(1);
    await own.close();
    expect(warned).toEqual([[{ trouble: sharedEnglish.say(trouble) }, expect.stringContaining('the engine goes on')]]);
  });

  it('is gone after closing, and what is open ends', async () => {
    const closing = new ChildEngine(engineSettings(), { log: silentLog });
    await closing.ready;
    const { pid } = closing;
    const drawing = picturesOf(closing, demoRender({ steps: 50 }));
    drawing.catch(() => {});
    await closing.close();
    await expect(drawing).rejects.toMatchObject({ code: 'unavailable' });
    expect(isAlive(pid!)).toBe(false);
    await expect(closing.render(demoRender(), forever).next()).rejects.toBeInstanceOf(Failure);
  });
});

/** Before each of the starts that follow when the child is this program. Milliseconds. */
async function pausesOf(program: string): Promise<readonly number[]> {
  const entry = join(scratchFolder(), 'engine.mjs');
  writeFileSync(entry, program);
  const pauses: number[] = [];
  const clock: Clock = {
    ...createFakeClock(),
    // Its watch waits longer than any pause.
    sleep: (ms) => (ms > 5_000 ? new Promise(() => {}) : Promise.resolve(void pauses.push(ms))),
  };
  const own = new ChildEngine(engineSettings(), { log: silentLog, clock, entry: pathToFileURL(entry) });
  await expect.poll(() => pauses.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(5);
  await own.close();
  return pauses.slice(0, 5);
}

function isStopped(pid: number): boolean {
  return /\) T/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
