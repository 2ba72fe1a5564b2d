import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FakeHub } from '#test/fakes/hub/fake-hub.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));

const STABLE_DIFFUSION = 'stable-diffusion-v1-5/stable-diffusion-v1-5';
const LCM_LORA = 'latent-consistency/lcm-lora-sdv1-5';
const TAESD = 'madebyollin/taesd';

/** The bundled model under the names of Stable Diffusion 1.5, its LCM-LoRA and its tiny decoder, with what one must leave. */
export function pushDemoRepos(hub: FakeHub): void {
  const model = demoFiles();
  const superfluous = {
    'README.md': 'words',
    'v1-5-pruned.safetensors': Buffer.alloc(5_000),
    'unet/diffusion_pytorch_model.bin': Buffer.alloc(5_000),
    'unet/diffusion_pytorch_model.non_ema.safetensors': Buffer.alloc(5_000),
    'safety_checker/model.safetensors': Buffer.alloc(5_000),
  };
  // The hub's repository has both precisions; only the one that is taken has to be right here.
  const unet = model['unet/diffusion_pytorch_model.safetensors']!;
  const variants = {
    'unet/diffusion_pytorch_model.fp16.safetensors': unet,
    'unet/diffusion_pytorch_model.safetensors': Buffer.alloc(10_000),
  };
  hub.push({ name: STABLE_DIFFUSION, files: { ...model, ...variants, ...superfluous } });
  const lora = readFileSync(join(DEMO, 'loras/lcm.safetensors'));
  hub.push({ name: LCM_LORA, files: { 'README.md': 'words', 'pytorch_lora_weights.safetensors': lora } });
  const tiny = { 'config.json': '{}', 'diffusion_pytorch_model.safetensors': oneTensor('decoder.layers.0.weight') };
  hub.push({ name: TAESD, files: { ...tiny, 'taesd_encoder.safetensors': Buffer.alloc(1_000) } });
}

/** The bundled model's own files by path, without its adapters. */
export function demoFiles(): Record<string, Buffer> {
  const files = readdirSync(DEMO, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => relative(DEMO, join(entry.parentPath, entry.name)));
  const own = paths.filter((path) => !/^(train|loras)\//.test(path));
  return Object.fromEntries(own.map((path) => [path, readFileSync(join(DEMO, path))]));
}

function oneTensor(name: string): Buffer {
  const header = JSON.stringify({ [name]: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(4)]);
}
