import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = `
  import { getCompileCacheDir } from 'node:module';
  process.stdout.write(JSON.stringify([getCompileCacheDir(), process.env.NODE_COMPILE_CACHE]));
`;

function placesWith(env: Readonly<Record<string, string>>): readonly string[] {
  const args = ['--import', './deploy/compile-cache.mjs', '--input-type=module', '-e', PROGRAM];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' })) as string[];
}

it('compiled code is kept beside the packages, for child processes too', () => {
  const [own, inherited] = placesWith({});
  expect(inherited).toBe(`${ROOT}node_modules/.cache/compiled`);
  expect(own).toContain(inherited);
});
