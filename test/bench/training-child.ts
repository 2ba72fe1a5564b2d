import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { USUAL_ADAMW } from '#renderer/engine/training/adamw.ts';
import { ATTENTION_TARGETS, initialFactors, trainedLora } from '#renderer/engine/training/trained-lora.ts';
import { createTrainer, type TrainingBatch } from '#renderer/engine/training/trainer.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';

/*
 * A LoRA's training in Easel, step by step on command: training-child.ts FOLDER SIDE THREADS, where FOLDER has a UNet and
 * SIDE is that of its latents. Speaks as diffusers-training.py does.
 */
const [folder = '', side, threads] = process.argv.slice(2);

await main();

async function main(): Promise<void> {
  const began = performance.now();
  const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as { cross_attention_dim: number };
  const trainer = await openTrainer(config);
  const batch = batchOf(Number(side), config.cross_attention_dim);
  say({ openMs: performance.now() - began });
  let firstLoss: number | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'step') {
      const start = performance.now();
      const loss = await trainer.accumulate(batch, 1);
      trainer.step();
      firstLoss ??= loss;
      say({ ms: performance.now() - start });
    } else if (line === 'first-loss' && firstLoss !== null) say({ loss: firstLoss });
    else break;
  }
  say({ peakBytes: process.resourceUsage().maxRSS * 1024 });
  process.exit();
}

async function openTrainer(config: object) {
  const weights = await readSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'));
  const shape = { targets: ATTENTION_TARGETS, rank: 16, alpha: 16 };
  const trained = trainedLora(shape, initialFactors(weights, shape, createNoise(1)));
  return createTrainer({
    network: { provider: 'cpu', threads: Number(threads) },
    unet: { config, weights, trained },
    text: null,
    adamw: USUAL_ADAMW,
    schedule: { kind: 'constant', warmup: 0, total: 1000 },
    rate: 1e-4,
    gradientMax: 1,
    average: null,
  });
}

function batchOf(latentSide: number, width: number): TrainingBatch {
  const latents = [1, 4, latentSide, latentSide];
  const prompt = waves([1, 77, width], 0);
  return {
    noisy: waves(latents, 0),
    target: waves(latents, 1),
    timesteps: [500],
    weights: [1],
    prompt,
    conditions: {},
  };
}

/** As diffusers-training.py makes them, so that nobody has to send them. */
function waves(dims: readonly number[], shift: number): Tensor {
  return { dims, data: Float32Array.from({ length: elements(dims) }, (_, i) => Math.sin(0.37 * i + shift)) };
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
