import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

const WITHOUT_KOFFI = fileURLToPath(new URL('../../../fakes/without-koffi.ts', import.meta.url));

/** In a process that has nothing else which would keep the library. */
const PROGRAM = `
  import { setImmediate } from 'node:timers/promises';
  import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
  const ort = ortLibrary();
  for (let i = 0; i < 5; i++) {
    globalThis.gc();
    await setImmediate();
  }
  ort.call('ReleaseSessionOptions', ort.make('CreateSessionOptions'));
  console.log('still there');
`;

it('the library stays in the process when garbage is collected', async () => {
  const words = ['--expose-gc', '--input-type=module', '--eval', PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: ROOT });
  expect(stdout).toBe('still there\n');
});

/** Adds two numbers twice, in sessions of their own, and says what it was warned of. */
const ADDITION = `
  import { openSession } from '#renderer/engine/runtime/session.ts';
  import { oneAddition } from '#test/bench/session-ways.ts';
  const told = [];
  const one = { dims: [1], data: Float32Array.of(1) };
  for (let i = 0; i < 2; i++) {
    const session = await openSession(oneAddition(), { provider: 'cpu', threads: 1, warn: ({ key }) => told.push(key) });
    const { y } = await session.run({ a: one, b: one });
    console.log(y.data[0]);
    await session.release();
  }
  console.log(told.join());
`;

async function printed(runtime: string, words: readonly string[] = []): Promise<string> {
  const env = { ...process.env, EASEL_RUNTIME: runtime };
  const all = [...words, '--input-type=module', '--eval', ADDITION];
  return (await promisify(execFile)(process.execPath, all, { cwd: ROOT, env })).stdout;
}

describe('where the library cannot be called', () => {
  it('sessions compute through the binding, and who opens them is told', async () => {
    const said = 'device.no-c-api,device.no-c-api';
    expect(await printed('c-api-recorded', ['--import', WITHOUT_KOFFI])).toBe(`2\n2\n${said}\n`);
  });

  it('nothing is said of it where nobody wishes to call it', async () => {
    expect(await printed('binding', ['--import', WITHOUT_KOFFI])).toBe('2\n2\n\n');
  });

  it('nothing is said where it can be called', async () => {
    expect(await printed('c-api')).toBe('2\n2\n\n');
  });
});
