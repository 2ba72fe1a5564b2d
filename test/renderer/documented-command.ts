import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Runs what a line of the documentation says, in a folder that is its cache, too. */
export async function runDocumented(line: string, cwd: string): Promise<{ code: number; out: string; err: string }> {
  const [command, ...words] = line.split(' ');
  const entry = fileURLToPath(new URL(`../../renderer/${command}.ts`, import.meta.url));
  const env = { ...process.env, EASEL_CACHE: cwd, EASEL_PROVIDER: 'cpu', EASEL_THREADS: '1' };
  const child = spawn(process.execPath, [entry, ...words], { env, cwd });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}
