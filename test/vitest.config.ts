import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from '#test/longest-first.ts';

// Forks and no module reset: loading onnxruntime-node twice in one environment aborts the process. Files share their
// fork: each would spend a quarter of a second on imports otherwise, and what one leaves behind should be found.
// biome-ignore lint/style/noDefaultExport: vitest wants one
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // The programs that tests start keep their compiled code between starts, as they do for people: a third of the time.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)) },
  },
});
