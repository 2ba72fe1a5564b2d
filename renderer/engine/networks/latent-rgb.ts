import type { LatentDecoder } from '#renderer/engine/networks/network.ts';
import { tensor } from '#renderer/engine/tensor.ts';

/** How each latent channel colours a picture (red, green, blue), and what is there without any. */
interface Colours {
  readonly channels: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/**
 * The latents of Stable Diffusion 1 and 2, and those of the SDXL line; fitted by
 * https://github.com/leejet/stable-diffusion.cpp (latent-preview.h).
 */
const COLOURS = {
  sd: {
    channels: [
      [0.337366, 0.216344, 0.257386],
      [0.165636, 0.386828, 0.046994],
      [-0.267803, 0.237036, 0.223517],
      [-0.178022, -0.200862, -0.678514],
    ],
    bias: [-0.017478, -0.055834, -0.105825],
  },
  sdxl: {
    channels: [
      [0.258303, 0.27764, 0.329699],
      [-0.299701, 0.105446, 0.014194],
      [0.050522, 0.186163, -0.143257],
      [-0.211938, -0.149892, -0.080036],
    ],
    bias: [0.144381, -0.033313, 0.007061],
  },
} as const satisfies Record<string, Colours>;

/** A decoder that is nearly free: latents (b, 4, h, w) -> pixels (b, 3, h, w), about -1…1. One pixel for each latent. */
export function latentColours(kind: keyof typeof COLOURS): LatentDecoder {
  const { channels, bias }: Colours = COLOURS[kind];
  return {
    async decode(latents) {
      const [count, , height, width] = latents.dims as [number, number, number, number];
      const area = height * width;
      const pixels = tensor([count, 3, height, width]);
      for (let i = 0; i < count; i++) {
        for (let colour = 0; colour < 3; colour++) {
          for (let at = 0; at < area; at++) {
            const add = (sum: number, row: readonly number[], c: number) =>
              sum + row[colour]! * latents.data[(4 * i + c) * area + at]!;
            pixels.data[(3 * i + colour) * area + at] = channels.reduce(add, bias[colour]!);
          }
        }
      }
      return pixels;
    },
  };
}
