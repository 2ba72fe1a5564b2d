import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { CPU_WEIGHT_OPTIONS, withDerived } from '#renderer/engine/networks/unet-weights.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';

/*
 * One UNet with its weights as EASEL_CPU_WEIGHTS may say: cpu-weights-child.ts FOLDER LATENT_SIDE MODE THREADS ROUNDS
 * CACHE. Answers with one line of JSON: what opening, a step and memory come to.
 */
const [folder = '', side, mode, threads, rounds, cacheFolder = ''] = process.argv.slice(2);
const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as { cross_attention_dim: number };
const stored = await readSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'));
const chosen = CPU_WEIGHT_OPTIONS[mode as keyof typeof CPU_WEIGHT_OPTIONS];
const options = { provider: 'cpu', threads: Number(threads), cacheFolder, ...chosen } as const;
const began = performance.now();
const unet = await openUNet(config, await withDerived({ config, stored }, options), options);
const openMs = performance.now() - began;
const inputs = {
  latents: noise([1, 4, Number(side), Number(side)]),
  timesteps: [500],
  conditions: { encoder_hidden_states: noise([1, 77, config.cross_attention_dim]) },
  loras: null,
};
let stepMs = Number.POSITIVE_INFINITY;
for (let round = 0; round < Number(rounds); round++) {
  const start = performance.now();
  await unet.predict(inputs);
  stepMs = Math.min(stepMs, performance.now() - start);
}
const status = await readFile('/proc/self/status', 'utf8');
const anonymousMib = Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) / 1024;
process.stdout.write(`${JSON.stringify({ openMs, stepMs, anonymousMib })}\n`);
await unet.release();

function noise(dims: readonly number[]): Tensor {
  return { dims, data: Float32Array.from({ length: elements(dims) }, () => 2 * Math.random() - 1) };
}
