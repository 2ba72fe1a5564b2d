import { join } from 'node:path';
import type { Family } from '#renderer/engine/checkpoint/family.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { measureEngine } from '#test/bench/measured-engine.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { writeZeroCheckpoint } from '#test/bench/zero-checkpoint.ts';
import { UNETS } from '#test/renderer/engine/checkpoint/full-size.ts';

const STARTS = 3;

/** Families that also take a step here, which takes seconds. */
const DRAWN: readonly Family[] = ['sd15', 'vega'];

/**
 * A full-size checkpoint of every family in the engine's child process: time from fork to all networks open, and memory
 * beyond the mapped weights. The weights are zeros, whose pages are in memory at once: what a disk takes is not in it.
 */
export async function* benchFamilies(only: string): AsyncGenerator<BenchRow, void, undefined> {
  for (const family of Object.keys(UNETS) as Family[]) {
    if (!family.startsWith(only)) continue;
    const scratch = benchScratch();
    try {
      yield* familyRows(family, scratch.path);
    } finally {
      scratch.remove();
    }
  }
}

async function* familyRows(family: Family, folder: string): AsyncGenerator<BenchRow, void, undefined> {
  const checkpoint = join(folder, family);
  const bytes = await writeZeroCheckpoint(checkpoint, family);
  const weights = `${(bytes / 2 ** 30).toFixed(1)} GiB of weights in fp16`;
  const model = { name: family, files: modelFilesAt(checkpoint), adapters: [] };
  const cacheFolder = join(folder, 'cache');
  const lives = [];
  for (let i = 0; i < STARTS; i++) lives.push(await measureEngine(model, { cacheFolder, steps: 0 }));
  const ready = median(lives.map(({ processMs, loadMs }) => processMs + loadMs));
  const [rest, peak] = [lives.map((life) => life.anonymousMib), lives.map((life) => life.anonymousPeakMib)];
  const note = `${weights}; median of ${STARTS}`;
  yield { name: `${family}: process start to ready`, value: ready / 1000, unit: 's', note };
  yield { name: `${family}: memory at rest`, value: median(rest), unit: 'MiB', note: 'beyond mapped files' };
  yield { name: `${family}: highest on the way there`, value: median(peak), unit: 'MiB', note: 'beyond mapped files' };
  if (!DRAWN.includes(family)) return;
  const drawn = await measureEngine(model, { cacheFolder, steps: 1 });
  const drawing = { unit: 'MiB', note: 'beyond mapped files, the full VAE decode included' };
  yield { name: `${family}: highest with 512×512 in one step`, value: drawn.anonymousPeakMib, ...drawing };
  yield { name: `${family}: memory after it`, value: drawn.anonymousMib, ...drawing };
}
