import { benchScratch } from '#test/bench/bench-scratch.ts';
import { goldenErrors } from '#test/bench/golden-errors.ts';
import { networkErrors, type OutputError } from '#test/bench/network-errors.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { samplerErrors } from '#test/bench/sampler-errors.ts';
import { webgpuErrors } from '#test/bench/webgpu-errors.ts';

/**
 * How far the engine is from what reference programs recorded. Parts are `golden`: every entry of the golden files beside
 * its bound; `networks`: those of engine.json also with 8-bit matrices; `samplers`; and `webgpu`.
 */
export async function* benchError(only: string): AsyncGenerator<BenchRow, void, undefined> {
  const scratch = benchScratch();
  try {
    if ('golden'.startsWith(only)) yield* goldenErrors();
    if ('networks'.startsWith(only)) {
      const errors = networkErrors({ cacheFolder: scratch.path });
      for await (const error of errors) yield row(error, 'of the mean of |x|');
    }
    if ('samplers'.startsWith(only)) {
      for await (const error of samplerErrors()) yield row(error, 'of max(1, |x|)');
    }
    if ('webgpu'.startsWith(only)) yield* webgpuErrors();
  } finally {
    scratch.remove();
  }
}

function row({ name, absolute, relative }: OutputError, of: string): BenchRow {
  return { name, value: absolute, unit: 'abs', note: `${relative.toExponential(1)} ${of}` };
}
