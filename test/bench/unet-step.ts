import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SD15_UNET, writeRandomUNet } from '#test/bench/random-unet.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { type Stepper, startStepper } from '#test/bench/stepper.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const THREADS = 2;

/** Multiply-adds count as two: one step of sd15 at 64×64, as torch's FLOP counter sees it. */
const SD15_GFLOP = 803.3;

interface Case {
  readonly name: string;
  readonly folder: string;
  readonly side: number;
  readonly rounds: number;
}

/**
 * Time of one UNet step in Easel and in diffusers, same weights, same threads, in turn: the demo model's UNet and a
 * full-size sd15 with random fp16 weights. diffusers runs by EASEL_BENCH_PYTHON (python3 when not set); where that is
 * missing only Easel's rows come out, and a note says so.
 */
export async function benchUNetStep(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  try {
    const demo = here('../../renderer/demo-model/unet');
    const small = await compare({ name: 'demo UNet 16×16', folder: demo, side: 16, rounds: 40 });
    await writeRandomUNet(folder, SD15_UNET);
    const large = await compare({ name: 'sd15 UNet 64×64', folder, side: 64, rounds: 5 });
    return [...small, ...large, ...(await halfPrecision(folder)), ...(await gemmShare(folder))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Both programs hold the network at the same time and step in turn, so that a slow spell of the machine hits both. */
async function compare(one: Case): Promise<readonly BenchRow[]> {
  const easel = await startEasel(one);
  const other = await startDiffusers(one, 'float32').catch((error: unknown) => String(error));
  const times = { easel: [] as number[], other: [] as number[] };
  for (let round = 0; round <= one.rounds; round++) {
    times.easel.push(await easel.ask('step'));
    if (typeof other !== 'string') times.other.push(await other.ask('step'));
  }
  const rows = [...ownRows(one, easel, times.easel), await memoryRow(`${one.name}: Easel`, easel)];
  if (typeof other === 'string')
    return [...rows, { name: `${one.name}: diffusers`, value: Number.NaN, unit: 'ms', note: other }];
  const memory = await memoryRow(`${one.name}: diffusers fp32`, other);
  return [...rows, ...theirRows(one, times), memory];
}

function ownRows({ name }: Case, easel: Stepper, times: readonly number[]): readonly BenchRow[] {
  return [
    { name: `${name}: Easel ready`, value: easel.openMs, unit: 'ms', note: 'headers read, graph built, session open' },
    { name: `${name}: Easel step`, ...best(times) },
  ];
}

/** The first step of each warms up and does not count. */
function theirRows({ name }: Case, times: { easel: readonly number[]; other: readonly number[] }): readonly BenchRow[] {
  const pairs = times.other.slice(1).map((ms, i) => ms / times.easel[i + 1]!);
  const ratio = Math.min(...times.other.slice(1)) / Math.min(...times.easel.slice(1));
  return [
    { name: `${name}: diffusers fp32 step`, ...best(times.other) },
    {
      name: `${name}: times faster than fp32`,
      value: ratio,
      unit: '×',
      note: `median of pairs ${median(pairs).toFixed(2)}`,
    },
  ];
}

function best(times: readonly number[]): Pick<BenchRow, 'value' | 'unit' | 'note'> {
  const warm = times.slice(1);
  const note = `best of ${warm.length}, median ${median(warm).toFixed(1)}, ${THREADS} threads`;
  return { value: Math.min(...warm), unit: 'ms', note };
}

async function memoryRow(name: string, stepper: Stepper): Promise<BenchRow> {
  return {
    name: `${name} peak memory`,
    value: (await stepper.end()) / 2 ** 20,
    unit: 'MiB',
    note: 'resident, mapped files included',
  };
}

/** bf16 is fast where the processor has instructions for it, and takes minutes a step elsewhere: one warm step is enough. */
async function halfPrecision(folder: string): Promise<readonly BenchRow[]> {
  const name = 'sd15 UNet 64×64: diffusers bf16 step';
  const one = { name, folder, side: 64, rounds: 1 };
  try {
    const other = await startDiffusers(one, 'bfloat16');
    await other.ask('step');
    const value = await other.ask('step');
    return [{ name, value, unit: 'ms' }, await memoryRow('sd15 UNet 64×64: diffusers bf16', other)];
  } catch (error) {
    return [{ name, value: Number.NaN, unit: 'ms', note: String(error) }];
  }
}

/** A step's multiply-adds per second against a bare product's, in one process: above 1 by doing fewer (winograd.ts). */
async function gemmShare(folder: string): Promise<readonly BenchRow[]> {
  const easel = await startEasel({ name: 'sd15', folder, side: 64, rounds: 0 });
  await easel.ask('step');
  const rate = await easel.ask('gemm');
  const ms = Math.min(await easel.ask('step'), await easel.ask('step'));
  const again = await easel.ask('gemm');
  await easel.end();
  const gflops = Math.max(rate, again);
  return [
    { name: 'matrix product 1024³', value: gflops, unit: 'GFLOP/s', note: `${THREADS} threads` },
    { name: 'sd15 UNet 64×64: share of that rate', value: SD15_GFLOP / (ms / 1000) / gflops, unit: '×' },
  ];
}

function startEasel({ folder, side }: Case): Promise<Stepper> {
  const command = [process.execPath, here('unet-step-child.ts'), folder, String(side), String(THREADS)];
  return startStepper(command, { patienceMs: 120_000 });
}

function startDiffusers({ folder, side }: Case, dtype: string): Promise<Stepper> {
  const python = process.env.EASEL_BENCH_PYTHON ?? 'python3';
  const command = [python, here('diffusers-step.py'), folder, String(side), dtype, String(THREADS)];
  return startStepper(command, { patienceMs: 120_000 });
}
