import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { forkEngine } from '#renderer/engine/process/fork-engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = `
  import { getCompileCacheDir } from 'node:module';
  process.stdout.write(JSON.stringify([getCompileCacheDir(), process.env.NODE_COMPILE_CACHE]));
`;

afterEach(() => vi.unstubAllEnvs());

function placesWith(env: Readonly<Record<string, string>>): readonly string[] {
  const args = ['--import', './deploy/compile-cache.mjs', '--input-type=module', '-e', PROGRAM];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' })) as string[];
}

it('compiled code is kept beside the packages, for child processes too', () => {
  const [own, inherited] = placesWith({});
  expect(inherited).toBe(`${ROOT}node_modules/.cache/compiled`);
  expect(own).toContain(inherited);
});

it('an engine keeps its compiled code as soon as it is ready, as it may be ended by force', async () => {
  const kept = scratchFolder();
  vi.stubEnv('NODE_COMPILE_CACHE', kept);
  const settings = {
    provider: 'cpu',
    threads: 1,
    residentModels: 1,
    batchRows: 1,
    cacheFolder: scratchFolder(),
  } as const;
  const engine = forkEngine(new URL('../../renderer/engine/process/engine-process.ts', import.meta.url), settings);
  try {
    const files = () => readdirSync(kept, { recursive: true }).length;
    await vi.waitFor(() => expect(files()).toBeGreaterThan(500), { timeout: 20_000, interval: 100 });
    expect(engine.exitCode).toBeNull();
  } finally {
    engine.kill('SIGKILL');
  }
});
