import { describe, expect, it } from 'vitest';
import { printBytes, printSeconds } from '#renderer/cli/models/byte-size.ts';
import { createProgress } from '#renderer/cli/models/progress-lines.ts';
import { textTable } from '#renderer/cli/models/text-table.ts';
import type { PullPlan } from '#renderer/models/hub/pull.ts';

const hash = { kind: 'git' as const, hex: '0' };
const plan: PullPlan = {
  source: { repo: 'a/b', revision: 'main', file: null, variant: null },
  commit: '0',
  files: [
    { path: 'config.json', size: 500, here: 0, hash },
    { path: 'unet/weights.safetensors', size: 1_000_000_000, here: 200_000_000, hash },
  ],
};

/** What is shown for these reports, one second apart. */
function show(isTerminal: boolean, reports: readonly (readonly [number, number])[], columns = 200) {
  let now = 0;
  const lines: (string | null)[] = [];
  const write = (text: string | null) => void lines.push(text);
  const output = { isTerminal, columns, line: write, passing: write };
  const progress = createProgress(plan, { output, clock: { now: () => now, sleep: async () => {} } });
  for (const [index, here] of reports) {
    now += 1_000;
    const { path, size } = plan.files[index]!;
    progress.report({ path, size, here });
  }
  progress.end();
  return lines;
}

describe('the progress of a pull', () => {
  it('is a bar on a terminal, with speed and time left, wiped at the end', () => {
    expect(
      show(true, [
        [0, 500],
        [1, 600_000_000],
      ]),
    ).toEqual([
      '[████░░░░░░░░░░░░░░░░░░░░] 20 %  200 MB of 1.00 GB  500 B/s  444.4 h left  config.json',
      '[██████████████░░░░░░░░░░] 60 %  600 MB of 1.00 GB  200 MB/s  2 s left  unet/weights.safetensors',
      null,
    ]);
    expect(show(true, [[0, 500]], 30)[0]).toHaveLength(29);
  });

  it('is a line for each file elsewhere, and for each tenth of a large one', () => {
    expect(
      show(false, [
        [0, 0],
        [0, 500],
        [0, 500],
        [1, 210_000_000],
        [1, 230_000_000],
        [1, 1_000_000_000],
      ]),
    ).toEqual([
      '  config.json: 500 B here',
      '  unet/weights.safetensors: 20 % of 1.00 GB',
      '  unet/weights.safetensors: 1.00 GB here',
    ]);
  });
});

describe('sizes, times and tables', () => {
  it('are written as people read them', () => {
    expect([0, 999, 1_000, 12_345, 1_720_000_000, 2e15].map(printBytes)).toEqual([
      '0 B',
      '999 B',
      '1.00 kB',
      '12.3 kB',
      '1.72 GB',
      '2000 TB',
    ]);
    expect([0.2, 89, 200, 7_200].map(printSeconds)).toEqual(['1 s', '89 s', '3 min', '2.0 h']);
    expect(textTable(['a', 'long'], [['wide one', 'x'], ['b']])).toEqual(['a         long', 'wide one  x', 'b']);
  });
});
