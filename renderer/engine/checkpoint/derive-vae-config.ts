import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

export interface VaeTraits {
  /** Latents are multiplied by this after encoding; no shape shows it. */
  readonly scalingFactor: number;
  /** Its activations exceed half precision; no shape shows it. */
  readonly forceUpcast: boolean;
  /** Picture side the model is usually run at. */
  readonly sampleSize: number;
}

/** The config.json of an AutoencoderKL from the shapes of its weights (diffusers keys). The encoder may be missing. */
export function deriveVaeConfig(
  vae: WeightMap,
  { scalingFactor, forceUpcast, sampleSize }: VaeTraits,
): Record<string, unknown> {
  const shape = (key: string) => vae.get(key)?.shape;
  const channels: number[] = [];
  while (shape(`decoder.up_blocks.${channels.length}.resnets.0.conv1.weight`)) {
    channels.push(shape(`decoder.up_blocks.${channels.length}.resnets.0.conv1.weight`)![0] ?? 0);
  }
  let layers = 0;
  while (vae.has(`decoder.up_blocks.0.resnets.${layers}.conv1.weight`)) layers++;
  return {
    in_channels: shape('decoder.conv_out.weight')?.[0],
    latent_channels: shape('decoder.conv_in.weight')?.[1],
    block_out_channels: channels.toReversed(),
    // The decoder has one more in each stage.
    layers_per_block: layers - 1,
    scaling_factor: scalingFactor,
    force_upcast: forceUpcast,
    sample_size: sampleSize,
    mid_block_add_attention: [...vae.keys()].some((key) => key.startsWith('decoder.mid_block.attentions.')),
    use_quant_conv: vae.has('quant_conv.weight'),
    use_post_quant_conv: vae.has('post_quant_conv.weight'),
  };
}
