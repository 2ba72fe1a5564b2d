import { join } from 'node:path';
import { withBlockProducts } from '#renderer/engine/derive/block-products.ts';
import { blockLinears } from '#renderer/engine/derive/block-weights.ts';
import { narrowLinears } from '#renderer/engine/derive/narrow-weights.ts';
import { fusedForCuda } from '#renderer/engine/graph/dialects/cuda-fusions.ts';
import type { Precision } from '#renderer/engine/graph/ir/graph-options.ts';
import type { UNetOptions } from '#renderer/engine/graph/nets/unet.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/** What a variant makes of a UNet. */
export interface VariedGraph {
  readonly weights: WeightMap;
  readonly options: Partial<UNetOptions>;
}

/** A UNet's graph as nobody has it by itself: only a card can tell whether it is right and faster, or it is not exact. */
export interface GraphVariant {
  readonly name: string;
  /** Where it can be run. */
  readonly on: readonly Provider[];
  /** Of the usual graph, where the variant is about that; any when left out. */
  readonly usually?: Precision;
  /** Largest difference allowed from the golden networks' numbers, which are of order 1. */
  readonly bound: number;
  /** What a process has in its environment when it first computes; nothing when left out. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What is made of weights is kept in folders of this one. */
  make(weights: WeightMap, folder: string): Promise<VariedGraph>;
}

/** By what is asked for in a plan. */
export const GRAPH_VARIANTS = {
  packed: {
    name: 'packed QKV, BiasAdd',
    on: ['cuda'],
    bound: 2e-2,
    make: async (weights) => ({ weights, options: { rewrite: fusedForCuda } }),
  },
  fp8: {
    name: 'fp8',
    on: ['cuda', 'cpu'],
    bound: 0.2,
    make: async (weights, folder) => ({
      weights: await narrowLinears(weights, { format: 'fp8', cacheFolder: join(folder, 'fp8') }),
      options: {},
    }),
  },
  int8: {
    name: 'int8',
    on: ['cuda', 'webgpu', 'cpu'],
    bound: 0.1,
    make: async (weights, folder) => ({
      weights: await narrowLinears(weights, { format: 'int8', cacheFolder: join(folder, 'int8') }),
      options: {},
    }),
  },
  halfSums: {
    name: 'half accumulation',
    on: ['cuda'],
    bound: 0.1,
    // Read when the first product in half precision is computed; bit 1: cuBLAS adds up in half precision, too.
    environment: { ORT_CUDA_GEMM_OPTIONS: '1' },
    make: async (weights) => ({ weights, options: {} }),
  },
  single: {
    name: 'single precision',
    on: ['webgpu'],
    usually: 'float16',
    bound: 2e-3,
    make: async (weights) => ({ weights, options: { precision: 'float32' } }),
  },
  blocks: {
    name: '8-bit MatMulNBits',
    on: ['webgpu', 'cpu'],
    bound: 0.1,
    async make(weights, folder) {
      const blocks = await blockLinears(weights, { cacheFolder: join(folder, 'blocks') });
      return { weights, options: { rewrite: (graph) => withBlockProducts(graph, blocks) } };
    },
  },
} as const satisfies Readonly<Record<string, GraphVariant>>;

/** Whether a variant is another than what the options give anyway. */
export function isVariantFor({ on, usually }: GraphVariant, options: NetworkOptions): boolean {
  return (
    on.includes(options.provider) && (usually ?? graphOptions(options).precision) === graphOptions(options).precision
  );
}
