import type { VaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';

/** What of a VAE's configuration says how its latents are brought to about unit variance. */
export type LatentScale = Pick<VaeConfig, 'scalingFactor' | 'latentsMean' | 'latentsStd'>;

/** Latents (b, c, h, w) as the VAE made them -> as the UNet sees them. */
export function scaledLatents(raw: Tensor, { scalingFactor, latentsMean, latentsStd }: LatentScale): Tensor {
  return perChannel(raw, (value, c) =>
    latentsMean && latentsStd ? ((value - latentsMean[c]!) * scalingFactor) / latentsStd[c]! : value * scalingFactor,
  );
}

/** And back. */
export function rawLatents(scaled: Tensor, { scalingFactor, latentsMean, latentsStd }: LatentScale): Tensor {
  return perChannel(scaled, (value, c) =>
    latentsMean && latentsStd ? (value * latentsStd[c]!) / scalingFactor + latentsMean[c]! : value / scalingFactor,
  );
}

function perChannel({ dims, data }: Tensor, change: (value: number, channel: number) => number): Tensor {
  const area = elements(dims.slice(2));
  const channels = dims[1]!;
  return { dims, data: data.map((value, i) => change(value, Math.floor(i / area) % channels)) };
}
