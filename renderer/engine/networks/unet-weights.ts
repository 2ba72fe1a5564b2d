import { join } from 'node:path';
import { quantiseLinears } from '#renderer/engine/derive/quantised-weights.ts';
import { transformKernels } from '#renderer/engine/derive/tile-kernels.ts';
import { tiledConvolutions } from '#renderer/engine/networks/open-unet.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { CpuWeights } from '#shared/contract/bounds.ts';

/** What stands beside a UNet's own weights; all of it is for the CPU, and nothing when left out. */
export interface DerivedWeights {
  /** What its transformers multiply with: their weights as stored, or 8-bit integers. */
  readonly linears?: 'stored' | 'int8';
  /** What its tiled convolutions read: their weights as stored, or what is made of them once. */
  readonly kernels?: 'stored' | 'transformed';
}

/** What EASEL_CPU_WEIGHTS stands for. */
export const CPU_WEIGHT_OPTIONS: Readonly<Record<CpuWeights, Pick<NetworkOptions, 'residency'> & DerivedWeights>> = {
  mapped: { residency: 'mapped' },
  prepacked: { residency: 'prepacked', kernels: 'transformed' },
  int8: { residency: 'mapped', linears: 'int8', kernels: 'transformed' },
};

/** The weights of a UNet and what shall stand beside them, which is made at the first time and kept in files. */
export async function withDerived(
  { config, stored }: { readonly config: unknown; readonly stored: WeightMap },
  options: NetworkOptions & DerivedWeights & { readonly cacheFolder: string },
): Promise<WeightMap> {
  const { linears, kernels, cacheFolder } = options;
  const quantised = { cacheFolder: join(cacheFolder, 'quantised') };
  const weights = linears === 'int8' ? await quantiseLinears(stored, quantised) : stored;
  if (kernels !== 'transformed') return weights;
  const keys = tiledConvolutions(config, weights, options);
  return transformKernels(weights, keys, { cacheFolder: join(cacheFolder, 'tiles') });
}
