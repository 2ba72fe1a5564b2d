import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const cwd = fileURLToPath(new URL('../../../..', import.meta.url));

/** A process with a pulse whose main thread is then away in a call for good, as in a driver that hangs. */
function startHanging(allowedMs: number): ChildProcess {
  const program = `
    import { startPulse } from '#renderer/engine/process/pulse.ts';
    import { nativeCall } from '#renderer/engine/runtime/native-calls.ts';
    startPulse();
    const forGood = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
    await nativeCall({ what: 'unet', allowedMs: ${allowedMs} }, async () => forGood());
  `;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

it('a call that hangs is told of while it hangs', async () => {
  const child = startHanging(100);
  for await (const line of createInterface({ input: child.stdio[4] as Readable })) {
    if (line === 'null') continue;
    expect(JSON.parse(line)).toEqual({ what: 'unet', ms: expect.any(Number) });
    return;
  }
  throw new Error('it ended');
});

it('a process whose service is gone ends within seconds, though its main thread hangs', async () => {
  const child = startHanging(600_000);
  const pulse = child.stdio[4] as Readable;
  await once(pulse, 'data');
  pulse.destroy();
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
});
