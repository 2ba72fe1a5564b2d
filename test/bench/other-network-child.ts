import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readCaptioner } from '#renderer/engine/checkpoint/captioner-files.ts';
import { readSegmenter } from '#renderer/engine/checkpoint/segmenter-file.ts';
import { readUpscaler } from '#renderer/engine/checkpoint/upscaler-file.ts';
import { openCaptioner } from '#renderer/engine/networks/open-captioner.ts';
import { openControlNet } from '#renderer/engine/networks/open-controlnet.ts';
import { openSegmenter } from '#renderer/engine/networks/open-segmenter.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { openUpscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { PLAIN_WRITING, writeText } from '#renderer/engine/pipeline/write-text.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';

/*
 * One network beside the words in Easel, run on command: other-network-child.ts PART FOLDER THREADS. Speaks as
 * torch-network.py does, on the same inputs, and answers `anonymous` with the most memory beyond mapped files that this
 * process had until then, once weights were mapped.
 */
const [part, folder, threads] = process.argv.slice(2) as [Part, string, string];
const options = { provider: 'cpu', threads: Number(threads), residency: 'mapped' } as const;

type Part = keyof typeof OPENERS;
type Run = () => Promise<Tensor>;

const TOKENS = 20;
const forever = new AbortController().signal;

const OPENERS = { unet: openStep, controlnet: openControl, esrgan: openEsrgan, sam: openSam, blip: openBlip };

await main();

async function main(): Promise<void> {
  const began = performance.now();
  const run = await OPENERS[part]();
  say({ openMs: performance.now() - began });
  let most = await anonymousBytes();
  // Networks run on threads of their own, so that this goes on meanwhile.
  const watch = setInterval(async () => {
    most = Math.max(most, await anonymousBytes());
  }, 50);
  let output: Tensor | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, file] = line.split(' ');
    if (command === 'step') {
      const start = performance.now();
      output = await run();
      say({ ms: performance.now() - start });
    } else if (command === 'anonymous') say({ bytes: most });
    else if (command === 'save' && output && file) {
      await writeFile(file, output.data);
      say({ elements: output.data.length });
    } else break;
  }
  clearInterval(watch);
  say({ peakBytes: process.resourceUsage().maxRSS * 1024 });
  process.exit();
}

async function anonymousBytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8');
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

async function openStep(): Promise<Run> {
  const unet = await openUNet(await config(), await diffusersWeights(), options);
  return () => unet.predict(step());
}

async function openControl(): Promise<Run> {
  const network = await openControlNet(await config(), await diffusersWeights(), options);
  const { hint } = await network.read(waves([1, 3, 256, 256], 0.5));
  const { conditions, ...inputs } = step();
  return async () => {
    const residuals = await network.residuals!({ ...inputs, conditions: { ...conditions, hint: hint! } });
    return Object.values(residuals).at(-1)!;
  };
}

async function openEsrgan(): Promise<Run> {
  const { network, weights } = await readUpscaler(join(folder, 'model.safetensors'));
  const upscaler = await openUpscaler(network, weights, options);
  return () => upscaler.enlarge(waves([1, 3, 256, 256], 0.5));
}

async function openSam(): Promise<Run> {
  const { config: found, weights } = await readSegmenter(join(folder, 'model.safetensors'));
  const segmenter = await openSegmenter(found, weights, options);
  return () => segmenter.look(waves([1, 3, 1024, 1024]));
}

async function openBlip(): Promise<Run> {
  const { config: found, weights } = await readCaptioner(folder);
  const captioner = await openCaptioner(found, weights, options);
  return async () => {
    const seen = await captioner.look(waves([1, 3, 384, 384]));
    const wish = { ...PLAIN_WRITING, lengthMin: TOKENS + 1, lengthMax: TOKENS + 1, signal: forever };
    let ids: readonly number[] = [];
    for await (const progress of writeText(captioner, seen, wish)) {
      if (progress.kind === 'written') ids = progress.texts[0]!.ids;
    }
    return { dims: [1, ids.length], data: Float32Array.from(ids) };
  };
}

function step() {
  const conditions = { encoder_hidden_states: waves([1, 77, 768]) };
  return { latents: waves([1, 4, 32, 32]), timesteps: [500], conditions, loras: null };
}

/** The inputs of torch-network.py; with `middle` as a picture of 0…1. */
function waves(dims: readonly number[], middle = 0): Tensor {
  const scale = middle === 0 ? 1 : 0.5;
  return { dims, data: Float32Array.from({ length: elements(dims) }, (_, i) => scale * Math.sin(0.37 * i) + middle) };
}

async function config(): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
}

function diffusersWeights() {
  return readSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'));
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
