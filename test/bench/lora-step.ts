import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { weightInput } from '#renderer/engine/graph/ir/weight-input.ts';
import { createDeviceWeights } from '#renderer/engine/networks/device-weights.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import type { RunTimeLoras, UNetInputs } from '#renderer/engine/networks/network.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import { elements, tensor } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { EVERYTHING, type RandomLora, TRANSFORMERS, writeRandomLora } from '#test/bench/random-lora.ts';
import { SD15_UNET, writeRandomUNet } from '#test/bench/random-unet.ts';
import { type BenchRow, median } from '#test/bench/row.ts';

const THREADS = 2;
const ROUNDS = 3;
const COMPANIES = [2, 4];

const WISHES: readonly RandomLora[] = [
  { name: 'rank 16', rank: 16, targets: TRANSFORMERS },
  { name: 'rank 64', rank: 64, targets: TRANSFORMERS },
  { name: 'rank 128', rank: 128, targets: TRANSFORMERS },
  { name: 'rank 16, convolutions too', rank: 16, targets: EVERYTHING },
];

/**
 * What style LoRAs cost a full-size sd15 with random fp16 weights, per step and per switch, and what merging one takes;
 * `lora:switch` only what it takes where the weights are on the device, `lora:together` what renders with different
 * LoRAs could gain at most if they shared calls: as much as renders without any do.
 */
export async function* benchLora(only: string): AsyncGenerator<BenchRow, void, undefined> {
  const scratch = benchScratch();
  try {
    const folder = scratch.path;
    await writeRandomUNet(join(folder, 'unet'), SD15_UNET);
    const unet = await readSafetensors(join(folder, 'unet/diffusion_pytorch_model.safetensors'));
    const base = { unet, textEncoders: [] };
    const sets = await readSets(folder, base);
    yield* sets.rows;
    if ('step'.startsWith(only)) yield* await stepRows(unet, sets.loras);
    if ('together'.startsWith(only)) yield* await togetherRows(unet);
    if ('merge'.startsWith(only)) yield* await mergeRows(folder, base);
    if ('switch'.startsWith(only))
      yield* await switchRows(unet, [sets.loras.get('rank 16')!, sets.loras.get('rank 64')!]);
  } finally {
    scratch.remove();
  }
}

async function readSets(folder: string, base: BaseWeights) {
  const rows: BenchRow[] = [];
  const loras = new Map<string, RunTimeLoras>([['rank 0', rankZero(base.unet)]]);
  for (const wish of WISHES) {
    const file = join(folder, `${wish.name}.safetensors`);
    await writeRandomLora(file, base.unet, wish);
    const began = performance.now();
    const loaded = await loadRunTimeLoras([{ name: wish.name, file, weight: 0.8 }], base);
    const note = `${((await stat(file)).size / 2 ** 20).toFixed(0)} MiB, from the file to the network's inputs`;
    rows.push({ name: `sd15: read LoRA of ${wish.name}`, value: performance.now() - began, unit: 'ms', note });
    loras.set(wish.name, loaded!);
  }
  return { rows, loras };
}

/** All sets step in turn, so that a slow spell of the machine hits all. */
async function stepRows(unet: WeightMap, sets: ReadonlyMap<string, RunTimeLoras>): Promise<readonly BenchRow[]> {
  const network = await openUNet(SD15_UNET, unet, { provider: 'cpu', threads: THREADS });
  const times = new Map<string, number[]>();
  const firsts = new Map<string, number>();
  const step = async (loras: RunTimeLoras | null) => {
    const began = performance.now();
    await network.predict(inputs(loras));
    return performance.now() - began;
  };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, loras] of [['none', null] as const, ...sets]) {
      const ms = await step(loras);
      if (round === 0) firsts.set(name, ms);
      else times.set(name, [...(times.get(name) ?? []), ms]);
    }
  }
  await network.release();
  const best = (name: string) => Math.min(...times.get(name)!);
  const opening = firsts.get('rank 0')! - best('rank 0');
  return [
    { name: 'sd15 64×64: step without LoRA', value: best('none'), unit: 'ms', note: `best of ${ROUNDS}` },
    {
      name: 'sd15: opening the session for LoRAs, once',
      value: opening,
      unit: 'ms',
      note: 'first step with one, less a step',
    },
    ...[...sets.keys()].map((name) => ({
      name: `sd15 64×64: step with LoRA of ${name}`,
      value: (best(name) / best('none') - 1) * 100,
      unit: '% more',
      note: `best ${best(name).toFixed(0)} ms; median of pairs ${pairs(times, name)}`,
    })),
  ];
}

async function togetherRows(unet: WeightMap): Promise<readonly BenchRow[]> {
  const network = await openUNet(SD15_UNET, unet, { provider: 'cpu', threads: THREADS });
  const timed = async (rows: number) => {
    const began = performance.now();
    await network.predict(inputs(null, rows));
    return performance.now() - began;
  };
  for (const rows of [1, ...COMPANIES]) await timed(rows);
  const found = new Map<number, number[]>(COMPANIES.map((rows) => [rows, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const rows of COMPANIES) {
      let oneByOne = 0;
      for (let i = 0; i < rows; i += 1) oneByOne += await timed(1);
      found.get(rows)!.push(oneByOne / (await timed(rows)));
    }
  }
  await network.release();
  return COMPANIES.map((rows) => ({
    name: `sd15 64×64: ${rows} renders in a call, against one by one`,
    value: median(found.get(rows)!),
    unit: 'times',
    note: `what sharing calls gains without LoRAs, and with different ones at most; median of ${ROUNDS}`,
  }));
}

function pairs(times: ReadonlyMap<string, readonly number[]>, name: string): string {
  const ratios = times.get(name)!.map((ms, i) => ms / times.get('none')![i]!);
  return `${((median(ratios) - 1) * 100).toFixed(1)} %`;
}

async function mergeRows(folder: string, base: BaseWeights): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, targets] of [
    ['rank 64', TRANSFORMERS],
    ['rank 64, convolutions too', EVERYTHING],
  ] as const) {
    const file = join(folder, 'standing.safetensors');
    const cacheFolder = join(folder, 'merged');
    await mkdir(cacheFolder);
    await writeRandomLora(file, base.unet, { name, rank: 64, targets });
    const began = performance.now();
    const merged = await mergeAdapters({ base, adapters: [{ name, file, weight: 1 }], cacheFolder });
    const value = performance.now() - began;
    const changed = [...merged.unet.values()].find((entry) => entry.file.startsWith(cacheFolder))!;
    const { size } = await stat(changed.file);
    const note = `${(size / 2 ** 20).toFixed(0)} MiB written; writing alone ${(await writeOnly(changed.file)).toFixed(0)} ms`;
    rows.push({ name: `sd15: merge LoRA of ${name}`, value, unit: 'ms', note });
    await rm(cacheFolder, { recursive: true });
  }
  return rows;
}

/** What merging takes where the weights are on the device already, here in this process' memory as float32. */
async function switchRows(unet: WeightMap, sets: readonly RunTimeLoras[]): Promise<readonly BenchRow[]> {
  const options = { provider: 'cpu', threads: THREADS } as const;
  const device = (await openDevicePlaces('cpu'))!;
  const weights = createDeviceWeights(unet, device, options);
  const inputs = [...unet]
    .filter(([key, { shape }]) => TRANSFORMERS.test(key) && shape.length === 2)
    .map(([key, { shape }]) => weightInput(key, 'float', { shape }));
  const bytes = inputs.reduce((sum, { dims }) => sum + 4 * elements(dims), 0);
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  try {
    const bringing = await timed(() => weights.hold(inputs));
    const matrices = new Set(inputs.map(({ key }) => key));
    const kept = sets.map(({ unet: all }) => new Map([...all].filter(([key]) => matrices.has(key))));
    const first = await timed(() => weights.use(kept[0]!, async () => {}));
    const times: number[] = [];
    for (let round = 0; round < 2 * ROUNDS; round++)
      times.push(await timed(() => weights.use(kept[(round + 1) % 2]!, async () => {})));
    const note = `${inputs.length} matrices, ${(bytes / 2 ** 20).toFixed(0)} MiB; bringing them ${bringing.toFixed(0)} ms, the first ${first.toFixed(0)} ms`;
    return [{ name: 'sd15: switch of LoRAs merged in memory', value: Math.min(...times), unit: 'ms', note }];
  } finally {
    await weights.release();
    await device.release();
  }
}

/** What the disk takes for the same bytes, made safe in the same way. */
async function writeOnly(file: string): Promise<number> {
  const bytes = await readFile(file);
  const began = performance.now();
  const handle = await open(`${file}.again`, 'w');
  await handle.write(bytes);
  await handle.sync();
  await handle.close();
  return performance.now() - began;
}

/** A set that asks for the session with inputs and changes nothing. */
function rankZero(unet: WeightMap): RunTimeLoras {
  const [key, { shape }] = [...unet].find(([name]) => name.endsWith('attn1.to_q.weight'))!;
  const factors = { down: tensor([shape[1]!, 0]), up: tensor([0, shape[0]!]) };
  return { key: 'rank 0', unet: new Map([[key, factors]]), textEncoders: [] };
}

function inputs(loras: RunTimeLoras | null, rows = 1): UNetInputs {
  const random = (...dims: number[]) => {
    const result = tensor(dims);
    result.data.forEach((_, i, data) => {
      data[i] = Math.sin(i * 12.9898) * 1.5;
    });
    return result;
  };
  return {
    latents: random(rows, 4, 64, 64),
    timesteps: Array(rows).fill(500),
    conditions: { encoder_hidden_states: random(rows, 77, 768) },
    loras,
  };
}
