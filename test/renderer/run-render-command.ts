import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const ENTRY = fileURLToPath(new URL('../../renderer/render.ts', import.meta.url));

/** A small picture of the demo model. */
export const SMALL = ['--prompt', 'a red house', '--width', '96', '--height', '64', '--seed', '7'];

/** The command `render` in a folder, which also keeps what it derives from weights. */
export function renderCommand(folder: string) {
  const run = async (...words: readonly string[]) => {
    const env = { ...process.env, EASEL_CACHE: folder, EASEL_PROVIDER: 'cpu', EASEL_THREADS: '1' };
    const child = spawn(process.execPath, [ENTRY, ...words], { env, cwd: folder });
    const printed = { out: '', err: '' };
    child.stdout.on('data', (data: Buffer) => {
      printed.out += data;
    });
    child.stderr.on('data', (data: Buffer) => {
      printed.err += data;
    });
    const [code] = (await once(child, 'close')) as [number];
    return { code, ...printed };
  };
  return {
    run,
    /** Ends with 2, having said one line with this sentence. */
    async refused(words: readonly string[], sentence: string): Promise<void> {
      const { code, out, err } = await run(...words);
      expect([code, out]).toEqual([2, '']);
      expect(err.trim().split('\n')).toHaveLength(1);
      expect(err).toContain(sentence);
    },
  };
}
