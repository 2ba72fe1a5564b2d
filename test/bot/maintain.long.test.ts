import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { openStudio } from '#test/bot/studio/server/studio-fixture.ts';

const ROOT = join(import.meta.dirname, '../..');

async function maintain(port: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'bot/maintain.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, EASEL_STUDIO_PORT: port },
  });
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { said: out + error, code };
}

it('`npm run maintain` puts a renderer of the running bot into maintenance, and takes it back', async () => {
  const { studio, renderer, workplace } = await openStudio();
  const { port } = new URL(studio.address);
  const reason = () => workplace.cluster.snapshot()[0]!.maintenance?.reason ?? null;
  expect((await maintain(port, renderer.address, 'a', 'new fan')).code).toBe(0);
  expect(reason()).toBe('a new fan');
  expect(await maintain(port, renderer.address, '--end')).toEqual({
    said: `easel: ${renderer.address} taken back\n`,
    code: 0,
  });
  expect(reason()).toBeNull();
  expect(await maintain(port, 'gpu9:1', 'a new fan')).toEqual({
    said: 'easel: Renderer gpu9:1 is not there\n',
    code: 1,
  });
  expect(await maintain('1', renderer.address, '--end')).toMatchObject({
    said: expect.stringContaining('no bot answers at'),
    code: 1,
  });
  expect(await maintain(port, renderer.address)).toMatchObject({
    said: expect.stringContaining('npm run maintain --'),
    code: 2,
  });
});
