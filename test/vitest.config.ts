import { defineConfig } from 'vitest/config';

// Forks and no module reset: loading onnxruntime-node twice in one environment aborts the process.
// biome-ignore lint/style/noDefaultExport: vitest wants one
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
