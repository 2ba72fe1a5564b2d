import type { FileLocation } from '#renderer/models/catalog-entry.ts';

/** An IP-Adapter on the hub, with the image encoder that it reads. */
export interface ReadyMadeImagePrompt {
  readonly name: string;
  readonly adapter: Extract<FileLocation, { kind: 'hub' }>;
  readonly encoder: Extract<FileLocation, { kind: 'hub' }>;
  readonly megabytes: { readonly adapter: number; readonly encoder: number };
  readonly licence: string;
}

/** OpenCLIP ViT-H in float32; the first SDXL adapter alone reads ViT-bigG, in float16. */
const VIT_H = { place: file('models/image_encoder/model.safetensors'), megabytes: 2530 };
const VIT_BIG_G = { place: file('sdxl_models/image_encoder/model.safetensors'), megabytes: 3690 };

/** Those of its authors (https://github.com/tencent-ailab/IP-Adapter), from 44 to 848 MB. */
export const READY_MADE_IMAGE_PROMPTS: readonly ReadyMadeImagePrompt[] = [
  of('ip-adapter-sd15', { path: 'models/ip-adapter_sd15.safetensors', megabytes: 45 }, VIT_H),
  of('ip-adapter-plus-sd15', { path: 'models/ip-adapter-plus_sd15.safetensors', megabytes: 98 }, VIT_H),
  of('ip-adapter-plus-face-sd15', { path: 'models/ip-adapter-plus-face_sd15.safetensors', megabytes: 98 }, VIT_H),
  of('ip-adapter-full-face-sd15', { path: 'models/ip-adapter-full-face_sd15.safetensors', megabytes: 44 }, VIT_H),
  of('ip-adapter-sdxl', { path: 'sdxl_models/ip-adapter_sdxl.safetensors', megabytes: 703 }, VIT_BIG_G),
  of('ip-adapter-plus-sdxl', { path: 'sdxl_models/ip-adapter-plus_sdxl_vit-h.safetensors', megabytes: 848 }, VIT_H),
  of(
    'ip-adapter-plus-face-sdxl',
    { path: 'sdxl_models/ip-adapter-plus-face_sdxl_vit-h.safetensors', megabytes: 848 },
    VIT_H,
  ),
];

function of(
  name: string,
  { path, megabytes }: { readonly path: string; readonly megabytes: number },
  encoder: typeof VIT_H,
): ReadyMadeImagePrompt {
  const sizes = { adapter: megabytes, encoder: encoder.megabytes };
  return { name, adapter: file(path), encoder: encoder.place, megabytes: sizes, licence: 'Apache-2.0' };
}

function file(path: string): ReadyMadeImagePrompt['encoder'] {
  return { kind: 'hub', repo: 'h94/IP-Adapter', revision: 'main', file: path, variant: null };
}
