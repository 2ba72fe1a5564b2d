import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildOneNode } from '#renderer/engine/graph/one-node.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors.ts';

/*
 * One UNet in Easel, stepped on command: unet-step-child.ts FOLDER LATENT_SIDE THREADS. Speaks as diffusers-step.py
 * does, and answers `gemm` with the rate of a bare matrix product in this process.
 */
const [folder, side, threads] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])];

await main();

async function main(): Promise<void> {
  const began = performance.now();
  const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
  const weights = await readSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'));
  const unet = await openUNet(config, weights, { provider: 'cpu', threads });
  say({ openMs: performance.now() - began });
  const sample = noise([1, 4, side, side]);
  const context = noise([1, 77, Number(config.cross_attention_dim)]);
  for await (const command of createInterface({ input: process.stdin })) {
    if (command === 'step') say({ ms: await timed(() => unet.predict(sample, [500], context)) });
    else if (command === 'gemm') say({ gflops: await gemmRate() });
    else break;
  }
  say({ peakBytes: process.resourceUsage().maxRSS * 1024 });
  await unet.release();
}

/** Best rate of 20 products of 1024×1024 matrices, in GFLOP/s. */
async function gemmRate(): Promise<number> {
  const size = 1024;
  const graph = buildOneNode({ op: 'MatMul', inputs: { a: [size, size], b: [size, size] }, output: [size, size] });
  const session = await openSession(graph, { provider: 'cpu', threads });
  const feeds = { a: noise([size, size]), b: noise([size, size]) };
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) best = Math.min(best, await timed(() => session.run(feeds)));
  await session.release();
  return (2 * size ** 3) / best / 1e6;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function noise(dims: readonly number[]): Tensor {
  return { dims, data: Float32Array.from({ length: elements(dims) }, () => 2 * Math.random() - 1) };
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
