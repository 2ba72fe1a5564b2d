import { join } from 'node:path';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { writeRandomTaesd, writeRandomVae } from '#test/bench/random-checkpoint.ts';
import { writeLatents } from '#test/bench/random-inputs.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { type Contest, sideBySide } from '#test/bench/side-by-side.ts';

const SIDE = 64;

/** A decoder has no transformers, and so nothing for 8-bit integers. */
const GROUPS: Contest['groups'] = [['Easel', 'diffusers fp32', 'diffusers bf16']];

interface Case extends Pick<Contest, 'name' | 'part' | 'gflop'> {
  readonly write: (folder: string) => Promise<void>;
}

const CASES: readonly Case[] = [
  { name: `vae ${SIDE}×${SIDE}`, part: 'vae', gflop: 2515, write: writeRandomVae },
  { name: `taesd ${SIDE}×${SIDE}`, part: 'taesd', gflop: 141, write: writeRandomTaesd },
];

/** Latents to a picture of 512×512, by the full-size decoder and by the tiny one, in Easel and in diffusers, in turn. */
export async function* benchDecode(only: string): AsyncGenerator<BenchRow, void, undefined> {
  for (const { write, ...one } of CASES.filter(({ name }) => name.startsWith(only))) {
    const scratch = benchScratch();
    try {
      const folder = join(scratch.path, one.part);
      await write(folder);
      const inputs = await writeLatents(scratch.path, SIDE);
      yield* sideBySide({ ...one, folder, inputs, groups: GROUPS, rounds: { max: 5, limitMs: 120_000 } });
    } finally {
      scratch.remove();
    }
  }
}
