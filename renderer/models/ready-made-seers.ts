import type { HubSource } from '#renderer/models/hub/hub-source.ts';

/** A published network that sees what is in pictures. */
export interface ReadyMadeSeer {
  /** What is said to pull it, and what clients say. */
  readonly name: string;
  readonly finds: 'describer' | 'segmenter';
  readonly gives: 'captions' | 'tags' | 'masks';
  /** MB of its weights as published. */
  readonly megabytes: number;
  readonly licence: string;
  /** Files of one repository; the first stands for all of it where it is looked for. */
  readonly sources: readonly HubSource[];
}

function of(repo: string, ...files: readonly string[]): readonly HubSource[] {
  return files.map((file) => ({ repo, revision: 'main', file, variant: null }));
}

/** Captioners, taggers and segmenters that `npm run models -- pull NAME` brings. */
export const READY_MADE_SEERS: readonly ReadyMadeSeer[] = [
  blip('blip-base', 990),
  blip('blip-large', 1_880),
  wd('wd-vit-tagger-v3', 378),
  wd('wd-swinv2-tagger-v3', 392),
  wd('wd-convnext-tagger-v3', 395),
  wd('wd-eva02-large-tagger-v3', 1_261),
  sam('sam-vit-b', 'checkpoints/sam_vit_b_01ec64.pth', 375),
  sam('sam-vit-l', 'checkpoints/sam_vit_l_0b3195.pth', 1_250),
  sam('sam-vit-h', 'checkpoints/sam_vit_h_4b8939.pth', 2_564),
];

/** Salesforce's captioners (https://github.com/salesforce/BLIP). */
function blip(name: 'blip-base' | 'blip-large', megabytes: number): ReadyMadeSeer {
  const repo = `Salesforce/blip-image-captioning-${name.slice('blip-'.length)}`;
  const sources = of(repo, 'config.json', 'vocab.txt', 'pytorch_model.bin');
  return { name, finds: 'describer', gives: 'captions', megabytes, licence: 'BSD-3-Clause', sources };
}

/** SmilingWolf's taggers (https://huggingface.co/SmilingWolf), all of the same list of tags. */
function wd(name: string, megabytes: number): ReadyMadeSeer {
  const sources = of(`SmilingWolf/${name}`, 'config.json', 'selected_tags.csv', 'model.safetensors');
  return { name, finds: 'describer', gives: 'tags', megabytes, licence: 'Apache-2.0', sources };
}

/** Segment Anything's original files (https://github.com/facebookresearch/segment-anything), in a copy on the hub. */
function sam(name: string, file: string, megabytes: number): ReadyMadeSeer {
  const sources = of('ybelkada/segment-anything', file);
  return { name, finds: 'segmenter', gives: 'masks', megabytes, licence: 'Apache-2.0', sources };
}
