import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { silentLog } from '#shared/log.ts';
import { demoRender, engineSettings, picturesOf } from '#test/contract/engine.ts';

describe('an engine child', () => {
  const engine = new ChildEngine(engineSettings(), { log: silentLog });
  afterAll(() => engine.close());

  it('that keeps dying keeps coming back, and there are never two', async () => {
    for (let death = 0; death < 2; death++) {
      await engine.ready;
      const { pid } = engine;
      process.kill(pid!, 'SIGKILL');
      await expect.poll(() => engine.state.device, { timeout: 5_000 }).toBeNull();
      await engine.ready;
      expect(isAlive(pid!)).toBe(false);
    }
    await expect(picturesOf(engine, demoRender())).resolves.toHaveLength(1);
  });

  it('leaves with its parent, even when that is killed; one that is frozen then is killed by the next', async () => {
    for (const manner of ['awake', 'frozen'] as const) {
      const pid = await leftEngine(manner);
      if (manner === 'frozen') await new ChildEngine(engineSettings(), { log: silentLog }).close();
      await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    }
  });
});

/** An engine whose parent was killed. */
async function leftEngine(manner: 'awake' | 'frozen'): Promise<number> {
  const program = `
    import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
    import { silentLog } from '#shared/log.ts';
    const engine = new ChildEngine(${JSON.stringify(engineSettings())}, { log: silentLog });
    await engine.ready;
    process.stdout.write(String(engine.pid));
  `;
  const cwd = fileURLToPath(new URL('../../../..', import.meta.url));
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { cwd });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(said);
  if (manner === 'frozen') process.kill(pid, 'SIGSTOP');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
