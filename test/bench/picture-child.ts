import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EngineTimings } from '#renderer/engine/contract/events.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { EngineSettings } from '#renderer/engine/contract/settings.ts';
import { openTinyDecoder } from '#renderer/engine/networks/open-decoder.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { input } from '#test/renderer/engine/graph/golden.ts';
import { SOME_RENDER } from '#test/renderer/engine/some-render.ts';

/*
 * Whole pictures in Easel, on command: picture-child.ts CHECKPOINT LORA CACHE MODE THREADS, the LoRA as a standing
 * adapter and MODE what EASEL_CPU_WEIGHTS may be. Speaks as diffusers-picture.py does: `full` makes a picture as the
 * recipe is, `taesd` runs the tiny decoder alone.
 */
const [checkpoint, lora, cacheFolder, mode] = process.argv.slice(2) as [string, string, string, string];
const cpuWeights = mode as NonNullable<EngineSettings['cpuWeights']>;
const threads = Number(process.argv[6]);
const never = new AbortController().signal;

await main();

async function main(): Promise<void> {
  const began = performance.now();
  const settings = { provider: 'cpu', threads, residentModels: 1, batchRows: 8, cacheFolder, cpuWeights } as const;
  const engine = new LocalEngine(settings);
  const adapters = [{ name: 'lcm', file: lora, weight: 1 }];
  const model = { name: 'sd15', files: modelFilesAt(checkpoint), adapters };
  await engine.load(model, never);
  const weights = await readSafetensors(join(checkpoint, 'taesd/diffusion_pytorch_model.safetensors'));
  const tiny = await openTinyDecoder(weights, { provider: 'cpu', threads });
  say({ openMs: performance.now() - began });
  for await (const command of createInterface({ input: process.stdin })) {
    const start = performance.now();
    let timings: EngineTimings | null = null;
    if (command === 'full') {
      for await (const event of engine.render({ ...SOME_RENDER, model, steps: 4 }, never))
        if (event.kind === 'finished') timings = event.timings;
    } else if (command === 'taesd') await tiny.decode(input('in:latents', [1, 4, 64, 64]));
    else break;
    say({ ms: performance.now() - start, ...timings });
  }
  say({ peakBytes: process.resourceUsage().maxRSS * 1024 });
  process.exit();
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
