import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Lines of Stable Diffusion that share shapes, and with them what no shape shows. */
export type Family = 'sd15' | 'sd21' | 'sdxl' | 'sdxl-refiner' | 'ssd1b' | 'vega';

/**
 * The family of a UNet by the shapes of its weights, whatever its file or folder is called. An added embedding means
 * the SDXL line: the refiner reads one text encoder only, and the distilled ones lost the middle's attention. Without
 * it, a 1×1 convolution before the transformers means SD 1, a matrix SD 2.
 */
export function familyOf(unet: WeightMap): Family {
  if (unet.has('add_embedding.linear_1.weight')) {
    if (contextWidth(unet) === 1280) return 'sdxl-refiner';
    if (unet.has('mid_block.attentions.0.norm.weight')) return 'sdxl';
    return unet.has('down_blocks.2.attentions.0.transformer_blocks.2.norm1.weight') ? 'ssd1b' : 'vega';
  }
  return firstTransformer(unet, 'proj_in.weight')?.length === 2 ? 'sd21' : 'sd15';
}

function contextWidth(unet: WeightMap): number | undefined {
  return firstTransformer(unet, 'transformer_blocks.0.attn2.to_k.weight')?.[1];
}

function firstTransformer(unet: WeightMap, weight: string): readonly number[] | undefined {
  for (const [key, { shape }] of unet) {
    if (/^down_blocks\.\d+\.attentions\.0\./.test(key) && key.endsWith(weight)) return shape;
  }
  return undefined;
}
