import { join } from 'node:path';
import { narrowLinears } from '#renderer/engine/derive/narrow-weights.ts';
import { quantiseLinears } from '#renderer/engine/derive/quantised-weights.ts';
import { transformKernels } from '#renderer/engine/derive/tile-kernels.ts';
import { tiledConvolutions } from '#renderer/engine/networks/open-unet.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { NARROW_FORMATS, type NarrowFormat } from '#renderer/engine/weights/derived-names.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { CpuWeights, GpuWeights } from '#shared/contract/bounds.ts';

/** What stands beside a UNet's own weights; nothing when left out. */
export interface DerivedWeights {
  /**
   * What its transformers multiply with: their weights as stored; `int8`, products of 8-bit integers on the CPU; or what
   * is widened from 8-bit floats or integers just before each product.
   */
  readonly linears?: 'stored' | 'int8' | 'widened-fp8' | 'widened-int8';
  /** What its tiled convolutions read, on the CPU: their weights as stored, or what is made of them once. */
  readonly kernels?: 'stored' | 'transformed';
}

/** What EASEL_CPU_WEIGHTS stands for. */
export const CPU_WEIGHT_OPTIONS: Readonly<Record<CpuWeights, Pick<NetworkOptions, 'residency'> & DerivedWeights>> = {
  mapped: { residency: 'mapped' },
  prepacked: { residency: 'prepacked', kernels: 'transformed' },
  int8: { residency: 'mapped', linears: 'int8', kernels: 'transformed' },
};

/** What EASEL_GPU_WEIGHTS stands for. LoRAs stay factors beside 8 bits: merged into them, they would be rounded away. */
export const GPU_WEIGHT_OPTIONS: Readonly<Record<GpuWeights, Pick<NetworkOptions, 'loras'> & DerivedWeights>> = {
  stored: {},
  fp8: { linears: 'widened-fp8', loras: 'factors' },
  int8: { linears: 'widened-int8', loras: 'factors' },
};

/** The weights of a UNet and what shall stand beside them, which is made at the first time and kept in files. */
export async function withDerived(
  { config, stored }: { readonly config: unknown; readonly stored: WeightMap },
  options: NetworkOptions & DerivedWeights & { readonly cacheFolder: string },
): Promise<WeightMap> {
  const { linears, kernels, cacheFolder } = options;
  const weights = await withLinears(stored, linears, cacheFolder);
  if (kernels !== 'transformed') return weights;
  const keys = tiledConvolutions(config, weights, options);
  return transformKernels(weights, keys, { cacheFolder: join(cacheFolder, 'tiles') });
}

/** What its matrices are widened from; null where they are not. */
export function narrowFormat({
  linears,
}: {
  readonly linears?: DerivedWeights['linears'] | undefined;
}): NarrowFormat | null {
  return NARROW_FORMATS.find((format) => linears === `widened-${format}`) ?? null;
}

function withLinears(
  stored: WeightMap,
  linears: DerivedWeights['linears'],
  cacheFolder: string,
): Promise<WeightMap> | WeightMap {
  if (linears === 'int8') return quantiseLinears(stored, { cacheFolder: join(cacheFolder, 'quantised') });
  const format = narrowFormat({ linears });
  return format ? narrowLinears(stored, { format, cacheFolder: join(cacheFolder, format) }) : stored;
}
