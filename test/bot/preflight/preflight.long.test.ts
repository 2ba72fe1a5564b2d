import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { scratchFolder } from '#test/fakes/scratch.ts';

const ROOT = join(import.meta.dirname, '../../..');
const scratch = scratchFolder();
const MODELS = join(scratch, 'models');
mkdirSync(MODELS);

/** The command as npm starts it, with what computes here asked for real. */
async function run(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const own = { EASEL_CACHE: scratch, EASEL_DATA: scratch, EASEL_MODELS: MODELS, EASEL_STUDIO_PORT: '0' };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'bot/preflight.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: scratch, ...own, EASEL_PROVIDER: 'cpu', ...environment },
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { said, code };
}

it('`npm run preflight` ends with 0 where nothing is in the way, and says what computes', async () => {
  const { said, code } = await run([], {});
  expect(code, said).toBe(0);
  expect(said).toContain('✓ Pictures are computed by cpu: asked for\n');
  expect(said).toContain(`✓ Models are read from ${MODELS}\n`);
  expect(said).toMatch(/\nNothing is in the way\n$/);
});

it('with --renderer it ends with 1 for a renderer that would let in everybody, in the reader’s language', async () => {
  const { said, code } = await run(['--renderer'], { LANG: 'de_DE.UTF-8', EASEL_LISTEN: '0.0.0.0:0' });
  expect(code).toBe(1);
  expect(said).toContain('✗ Auf 0.0.0.0:0 wird nicht gelauscht');
  expect(said).toMatch(/\n1 Punkt steht Easel im Weg, mit ✗ bezeichnet\n$/);
});

it('an option that there is not gets a sentence, and the options that there are', async () => {
  const child = spawn(process.execPath, ['bot/preflight.ts', '--all'], { cwd: ROOT, env: { PATH: process.env.PATH } });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(2);
  expect(said).toContain("easel preflight: Unknown option '--all'");
  expect(said).toContain('npm run preflight [-- --discord | --renderer]');
  expect(said).not.toContain('    at ');
});
