import { defineConfig } from 'vitest/config';

// Forks, because loading onnxruntime-node in a second thread of a process aborts it. Files share their fork: each would
// spend a quarter of a second on imports otherwise, and what one leaves behind should be found.
// biome-ignore lint/style/noDefaultExport: vitest wants one
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
