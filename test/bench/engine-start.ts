import { join } from 'node:path';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { type EngineLife, measureEngine } from '#test/bench/measured-engine.ts';
import { writeRandomCheckpoint } from '#test/bench/random-checkpoint.ts';
import { type BenchRow, median } from '#test/bench/row.ts';

const STARTS = 3;

/**
 * The engine's child process with a full-size sd15 checkpoint in fp16 (random weights): from fork to ready, from there to
 * all networks open, and what it takes of memory, at rest and after one picture of 512×512 in two steps.
 */
export async function benchEngineStart(): Promise<BenchRow[]> {
  const scratch = benchScratch();
  try {
    const checkpoint = join(scratch.path, 'sd15');
    await writeRandomCheckpoint(checkpoint);
    const model = { name: 'sd15', files: modelFilesAt(checkpoint), adapters: [] };
    const cacheFolder = join(scratch.path, 'cache');
    const starts: EngineLife[] = [];
    for (let i = 0; i < STARTS; i++) starts.push(await measureEngine(model, { cacheFolder, steps: 0 }));
    const drawn = await measureEngine(model, { cacheFolder, steps: 2 });
    const middle = (of: (start: EngineLife) => number) => median(starts.map(of));
    const note = `median of ${STARTS}`;
    return [
      { name: 'engine process ready', value: middle((s) => s.processMs), unit: 'ms', note: `${note}, provider chosen` },
      { name: 'sd15 fp16 open', value: middle((s) => s.loadMs), unit: 'ms', note: `${note}; aim: together below 1 s` },
      { name: 'memory then', value: middle((s) => s.anonymousMib), unit: 'MiB', note: 'beyond mapped files' },
      { name: 'memory after 512×512, 2 steps', value: drawn.anonymousMib, unit: 'MiB', note: 'beyond mapped files' },
      { name: 'highest memory, mapped weights included', value: drawn.peakMib, unit: 'MiB', note: '2 GiB are weights' },
    ];
  } finally {
    scratch.remove();
  }
}
