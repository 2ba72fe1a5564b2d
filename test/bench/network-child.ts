import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Conditions } from '#renderer/engine/networks/conditions.ts';
import { openDecoder, openTinyDecoder } from '#renderer/engine/networks/open-decoder.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { CPU_WEIGHT_OPTIONS, withDerived } from '#renderer/engine/networks/unet-weights.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/*
 * One network in Easel, run on command: network-child.ts PART FOLDER INPUTS MODE THREADS, where PART is unet, vae or
 * taesd, INPUTS a safetensors file and MODE what EASEL_CPU_WEIGHTS may be. Speaks as diffusers-network.py does, and
 * answers `gemm` with the rate of a bare matrix product in this process.
 */
const [part, folder, inputsFile, mode] = process.argv.slice(2) as [
  string,
  string,
  string,
  keyof typeof CPU_WEIGHT_OPTIONS,
];
const threads = Number(process.argv[6]);
const options = { provider: 'cpu', threads, ...CPU_WEIGHT_OPTIONS[mode] } as const;

/** Inputs by their names in the file -> what the network says. */
type Run = (inputs: ReadonlyMap<string, Tensor>) => Promise<Tensor>;

await main();

async function main(): Promise<void> {
  const began = performance.now();
  const run = await open();
  say({ openMs: performance.now() - began });
  const inputs = await readInputs();
  let output: Tensor | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, file] = line.split(' ');
    if (command === 'step') {
      const start = performance.now();
      output = await run(inputs);
      say({ ms: performance.now() - start });
    } else if (command === 'gemm') say({ gflops: await gemmRate() });
    else if (command === 'save' && output && file) {
      await writeFile(file, output.data);
      say({ elements: output.data.length });
    } else break;
  }
  say({ peakBytes: process.resourceUsage().maxRSS * 1024 });
  process.exit();
}

async function open(): Promise<Run> {
  const config: unknown = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
  const stored = await readSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'));
  if (part === 'unet') return openStep(config, stored);
  const decoder = part === 'vae' ? await openDecoder(config, stored, options) : await openTinyDecoder(stored, options);
  return (inputs) => decoder.decode(inputs.get('latents')!);
}

async function openStep(config: unknown, stored: WeightMap): Promise<Run> {
  const cacheFolder = join(dirname(inputsFile), 'derived');
  const weights = await withDerived({ config, stored }, { ...options, cacheFolder });
  const unet = await openUNet(config, weights, options);
  return (inputs) =>
    unet.predict({
      latents: inputs.get('latents')!,
      timesteps: [500],
      conditions: conditionsOf(inputs),
      loras: null,
    });
}

/** The file has them under the names of the benchmark that wrote it. */
function conditionsOf(inputs: ReadonlyMap<string, Tensor>): Conditions {
  const [pooled, sizes] = [inputs.get('pooled'), inputs.get('time_ids')];
  return {
    encoder_hidden_states: inputs.get('context')!,
    ...(pooled && { text_embeds: pooled }),
    ...(sizes && { time_ids: sizes }),
  };
}

async function readInputs(): Promise<ReadonlyMap<string, Tensor>> {
  const inputs = new Map<string, Tensor>();
  for (const [name, entry] of await readSafetensors(inputsFile)) inputs.set(name, await readTensor(entry));
  return inputs;
}

/** Best rate of 20 products of 1024×1024 matrices, in GFLOP/s. */
async function gemmRate(): Promise<number> {
  const size = 1024;
  const graph = Graph.over(new Map(), { name: 'product', dialect: portableDialect, residency: 'mapped' });
  const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float', [size, size]));
  graph.output('y', graph.op('MatMul', [a!, b!]), [size, size]);
  const session = await openSession(graph.build(), options);
  const feeds = { a: noise([size, size]), b: noise([size, size]) };
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    await session.run(feeds);
    best = Math.min(best, performance.now() - start);
  }
  await session.release();
  return (2 * size ** 3) / best / 1e6;
}

function noise(dims: readonly number[]): Tensor {
  return { dims, data: Float32Array.from({ length: elements(dims) }, () => 2 * Math.random() - 1) };
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
