import type { FileLocation } from '#renderer/models/catalog-entry.ts';

/** An IP-Adapter on the hub, with the image encoder that it reads. */
export interface ReadyMadeImagePrompt {
  readonly name: string;
  readonly adapter: Extract<FileLocation, { kind: 'hub' }>;
  readonly encoder: Extract<FileLocation, { kind: 'hub' }>;
  readonly licence: string;
}

/** OpenCLIP ViT-H, 2.53 GB in float32; the first SDXL adapter alone reads ViT-bigG, 3.69 GB in float16. */
const VIT_H = file('models/image_encoder/model.safetensors');
const VIT_BIG_G = file('sdxl_models/image_encoder/model.safetensors');

/** Those of its authors (https://github.com/tencent-ailab/IP-Adapter), from 44 to 848 MB. */
export const READY_MADE_IMAGE_PROMPTS: readonly ReadyMadeImagePrompt[] = [
  of('ip-adapter-sd15', 'models/ip-adapter_sd15.safetensors', VIT_H),
  of('ip-adapter-plus-sd15', 'models/ip-adapter-plus_sd15.safetensors', VIT_H),
  of('ip-adapter-plus-face-sd15', 'models/ip-adapter-plus-face_sd15.safetensors', VIT_H),
  of('ip-adapter-full-face-sd15', 'models/ip-adapter-full-face_sd15.safetensors', VIT_H),
  of('ip-adapter-sdxl', 'sdxl_models/ip-adapter_sdxl.safetensors', VIT_BIG_G),
  of('ip-adapter-plus-sdxl', 'sdxl_models/ip-adapter-plus_sdxl_vit-h.safetensors', VIT_H),
  of('ip-adapter-plus-face-sdxl', 'sdxl_models/ip-adapter-plus-face_sdxl_vit-h.safetensors', VIT_H),
];

function of(name: string, path: string, encoder: ReadyMadeImagePrompt['encoder']): ReadyMadeImagePrompt {
  return { name, adapter: file(path), encoder, licence: 'Apache-2.0' };
}

function file(path: string): ReadyMadeImagePrompt['encoder'] {
  return { kind: 'hub', repo: 'h94/IP-Adapter', revision: 'main', file: path, variant: null };
}
