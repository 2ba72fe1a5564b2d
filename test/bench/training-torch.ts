import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { bestRow, inTurn, memoryRow, ratioRow } from '#test/bench/in-turn.ts';
import { SD15_UNET, writeRandomUNet } from '#test/bench/random-unet.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { startAll, startNode, startPython } from '#test/bench/sides.ts';
import { writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';

const SIDES = ['Easel', 'diffusers + peft'] as const;

/** Three steps are measured at least, whatever they take. */
const ROUNDS = { max: 20, limitMs: 60_000 };

interface Case {
  readonly name: string;
  /** Of the latents. */
  readonly side: number;
  /** A folder with the UNet; `parent` is where it may be made. */
  readonly folder: (parent: string) => Promise<string>;
}

const CASES: readonly Case[] = [
  { name: 'tiny', side: 8, folder: async (parent) => join(await writeTinyModel(parent, 'sd15'), 'unet') },
  {
    name: 'demo',
    side: 16,
    folder: async () => fileURLToPath(new URL('../../renderer/demo-model/unet', import.meta.url)),
  },
  {
    name: 'sd15 256²',
    side: 32,
    async folder(parent) {
      await writeRandomUNet(join(parent, 'unet'), SD15_UNET);
      return join(parent, 'unet');
    },
  },
];

/** Steps of a LoRA's training, here and by diffusers and peft on PyTorch, in turn: time, memory, and the first loss of both. */
export async function* benchTrainingTorch(only: string): AsyncGenerator<BenchRow, void, undefined> {
  for (const one of CASES.filter(({ name }) => name.startsWith(only))) {
    const scratch = benchScratch();
    try {
      yield* compare(one, await one.folder(scratch.path));
    } finally {
      scratch.remove();
    }
  }
}

async function* compare({ name, side }: Case, folder: string): AsyncGenerator<BenchRow, void, undefined> {
  const words = [folder, String(side)];
  const { running, refusals } = await startAll(SIDES, (program) =>
    program === 'Easel' ? startNode('training-child.ts', words) : startPython('diffusers-training.py', words),
  );
  for (const [program, note] of refusals) yield { name: `${name}: ${program}`, value: Number.NaN, unit: 'ms', note };
  const times = await inTurn(running, 'step', ROUNDS);
  for (const [program, all] of times) yield bestRow(`${name}: a step, ${program}`, all);
  const [ours, theirs] = SIDES.map((program) => times.get(program));
  if (ours && theirs) yield ratioRow(`${name}: Easel is faster by`, ours, theirs);
  for (const [program, stepper] of running) {
    yield { name: `${name}: first loss, ${program}`, value: await stepper.number('first-loss'), unit: '' };
    yield await memoryRow(`${name}: ${program}`, stepper);
  }
}
