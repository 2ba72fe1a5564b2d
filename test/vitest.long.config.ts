import everyday from '#test/vitest.config.ts';

// The tests that take tens of seconds each: a graphics driver in software, whole processes that are killed and stopped.
// biome-ignore lint/style/noDefaultExport: vitest wants one
export default {
  test: { ...everyday.test, include: ['test/**/*.long.test.ts'], exclude: [], testTimeout: 60_000 },
};
