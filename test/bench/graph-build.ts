import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildUNet, unetGraph } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { writeZeroCheckpoint } from '#test/bench/zero-checkpoint.ts';

const ROUNDS = 5;
const OPTIONS = { provider: 'cpu', threads: 2 } as const;

/**
 * Full-size UNets (fp16 weights, all zero) on the CPU: how long it takes to describe the graph, to describe and spell
 * it, and to open it. Each in processor time, which other programs disturb least.
 */
export async function* benchGraph(only: string): AsyncGenerator<BenchRow> {
  const scratch = benchScratch();
  try {
    for (const family of (['sd15', 'sdxl'] as const).filter((name) => name.startsWith(only))) {
      const folder = join(scratch.path, family);
      await writeZeroCheckpoint(folder, family);
      yield* benchUNet(family, join(folder, 'unet'));
    }
  } finally {
    scratch.remove();
  }
}

async function* benchUNet(family: string, folder: string): AsyncGenerator<BenchRow> {
  const config = parseUNetConfig(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')));
  const weights = await readSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'));
  const options = { ...graphOptions(OPTIONS), promptApart: true };
  const times = { described: [] as number[], built: [] as number[], opened: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.described.push(await processorMs(async () => unetGraph(config, weights, options).described.length));
    times.built.push(await processorMs(async () => buildUNet(config, weights, options).bytes.length));
    const graph = buildUNet(config, weights, options);
    times.opened.push(await processorMs(async () => (await openSession(graph, OPTIONS)).release()));
  }
  const row = (name: string, list: readonly number[], note: string): BenchRow => ({
    name: `${family} UNet ${name}`,
    value: median(list),
    unit: 'ms CPU',
    note: `median of ${ROUNDS}, the first ${list[0]!.toFixed(0)}${note}`,
  });
  yield row('described', times.described, '; composites and their shapes');
  yield row('described and spelt', times.built, '; operators, their shapes, and bytes');
  yield row('opened', times.opened, '; ONNX Runtime');
}

/** Processor time of all threads. */
async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
