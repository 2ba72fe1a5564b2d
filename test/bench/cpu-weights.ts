import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MALLOC } from '#renderer/engine/process/fork-engine.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { SD15_UNET, writeRandomUNet } from '#test/bench/random-unet.ts';
import type { BenchRow } from '#test/bench/row.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const THREADS = 2;

interface Figures {
  readonly openMs: number;
  readonly stepMs: number;
  readonly anonymousMib: number;
}

/** What EASEL_CPU_WEIGHTS chooses between: start, the first time and later, step and memory of a UNet. */
export async function* benchCpuWeights(only: string): AsyncGenerator<BenchRow> {
  const scratch = benchScratch();
  const cacheFolder = join(scratch.path, 'derived');
  try {
    if ('demo'.startsWith(only)) {
      const demo = here('../../renderer/demo-model/unet');
      yield* compare({ name: 'demo UNet 16×16', folder: demo, cacheFolder, side: 16, rounds: 20 });
    }
    if ('sd15'.startsWith(only)) {
      const folder = join(scratch.path, 'unet');
      await writeRandomUNet(folder, SD15_UNET);
      yield* compare({ name: 'sd15 UNet 64×64', folder, cacheFolder, side: 64, rounds: 4 });
    }
  } finally {
    scratch.remove();
  }
}

interface Case {
  readonly name: string;
  readonly folder: string;
  readonly cacheFolder: string;
  readonly side: number;
  readonly rounds: number;
}

async function* compare(one: Case): AsyncGenerator<BenchRow> {
  for (const mode of ['mapped', 'prepacked', 'int8']) {
    const first = await measure({ ...one, rounds: 1 }, mode);
    const { openMs, stepMs, anonymousMib } = await measure(one, mode);
    const name = `${one.name}, weights ${mode}`;
    yield { name: `${name}: open`, value: openMs, unit: 'ms', note: `the first time ${Math.round(first.openMs)} ms` };
    yield { name: `${name}: step`, value: stepMs, unit: 'ms', note: `best of ${one.rounds}, ${THREADS} threads` };
    yield { name: `${name}: memory`, value: anonymousMib, unit: 'MiB', note: 'after a step, beyond mapped files' };
  }
}

/** In a process of its own, as the engine's child starts. */
async function measure({ folder, cacheFolder, side, rounds }: Case, mode: string): Promise<Figures> {
  const args = [here('cpu-weights-child.ts'), folder, side, mode, THREADS, rounds, cacheFolder].map(String);
  const env = { ...process.env, ...MALLOC };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 300_000 });
  return JSON.parse(stdout) as Figures;
}
