import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { openEncoder } from '#renderer/engine/networks/open-encoder.ts';
import { row, scale, stack } from '#renderer/engine/tensor.ts';
import { compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU, UNREAD } from '#test/golden/check/networks.ts';
import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { type GoldenTensor, golden, withParameters } from '#test/renderer/engine/graph/golden.ts';

interface LatentRecord {
  readonly scaling_factor: number;
  readonly sample: GoldenTensor;
  readonly mode: GoldenTensor;
}

/** Latents that are drawn from what the VAE says of pictures; training.json. */
export const LATENT_PART: GoldenPart = {
  format: 'training',
  key: 'vae_sample',
  cases: (file) => [{ name: 'vae_sample', run: () => compareLatents(file, recordedAt(file, 'vae_sample')) }],
};

function compareLatents({ recipe }: GoldenFile, record: LatentRecord): Promise<readonly Finding[]> {
  const config = { ...golden.vae.config, scaling_factor: record.scaling_factor };
  const shapes = wantedWeights((weights) => buildVaeEncoder(parseVaeConfig(config), weights, UNREAD));
  const [count, channels, height, width] = record.sample.shape as [number, number, number, number];
  const pictures = recipe.input('in:img', [count, 3, 4 * height, 4 * width], 1);
  const noise = recipe.input('in:vaenoise', [count, channels, height, width]);
  const signal = new AbortController().signal;
  return withParameters(
    shapes,
    async (weights) => {
      const encoder = await openEncoder(config, weights, ON_CPU);
      const rows = Array.from({ length: count }, (_, i) => i);
      const encoded = await Promise.all(rows.map((i) => encoder.encode(row(pictures, i), signal)));
      await encoder.release();
      const samples = stack(encoded.map((one, i) => one.sample(row(noise, i))));
      const means = scale(record.scaling_factor, stack(encoded.map((one) => one.mean)));
      return [
        compareTensor('sample', samples, record.sample, { bound: 1e-5 }),
        compareTensor('mode', means, record.mode, { bound: 1e-5 }),
      ];
    },
    recipe.parameter,
  );
}
