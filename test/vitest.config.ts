import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from '#test/longest-first.ts';

// Forks and no module reset: loading onnxruntime-node twice in one environment aborts the process. Files share their
// fork: each would spend a quarter of a second on imports otherwise, and what one leaves behind should be found.
// biome-ignore lint/style/noDefaultExport: vitest wants one
export default defineConfig({
  test: {
    // What takes long and seldom breaks alone is left to `npm run test:long`, which CI runs as well.
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.long.test.ts'],
    pool: 'forks',
    isolate: false,
    // Node reads the files as it does for people, and keeps their compiled code: a fifth of the time of all small tests.
    experimental: { viteModuleRunner: false },
    execArgv: ['--import', fileURLToPath(new URL('../deploy/compile-cache.mjs', import.meta.url))],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // One second, which is usual, is short for a page on a machine that does something else beside. It costs nothing: who
    // waits for what is there goes on at once.
    expect: { poll: { timeout: 8_000 } },
    // One more than cores that people have at least: a good part of what long tests do is waiting. Four are slower.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
