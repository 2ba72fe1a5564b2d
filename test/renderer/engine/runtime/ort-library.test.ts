import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

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
