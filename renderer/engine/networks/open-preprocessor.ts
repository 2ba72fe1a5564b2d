import { buildPreprocessor, type PreprocessorConfig } from '#renderer/engine/graph/nets/preprocessor.ts';
import { openFiniteSession } from '#renderer/engine/networks/finite-session.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { positionTable } from '#renderer/engine/networks/position-table.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { PreprocessorKind } from '#shared/contract/preprocess-methods.ts';

/** A network that finds what a control picture shows. */
export interface Preprocessor {
  readonly kind: PreprocessorKind;
  /** Pixels (1, 3, h, w) as this kind reads them -> what it says, by the names of its graph. */
  run(pixels: Tensor): Promise<Readonly<Record<string, Tensor>>>;
}

/** Opens a preprocessor. Throws `invalid` that names the weight that is missing, of another shape, or one too many. */
export async function openPreprocessor(
  config: PreprocessorConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<Preprocessor>> {
  const { kind } = config;
  const positions = kind === 'dpt' || kind === 'depth-anything' ? await positionsOf(config, weights) : null;
  const session = await openFiniteSession(buildPreprocessor(config, weights, graphOptions(options)), options);
  return {
    kind,
    run: (pixels) => session.run({ pixels, ...positions?.(pixels) }),
    release: () => session.release(),
  };
}

/** The positions of the tokens that a picture becomes. */
async function positionsOf(
  { kind, patch }: Extract<PreprocessorConfig, { patch: number }>,
  weights: WeightMap,
): Promise<(pixels: Tensor) => { readonly positions: Tensor }> {
  const part = kind === 'dpt' ? 'dpt' : 'backbone';
  const entry = weights.get(`${part}.embeddings.position_embeddings`);
  const table = entry ? await readTensor(entry) : { dims: [1, 1, 0], data: new Float32Array() };
  const mode = kind === 'dpt' ? 'bilinear' : 'bicubic';
  return ({ dims: [, , height = 0, width = 0] }) => {
    const grid = { height: height / patch, width: width / patch };
    return { positions: positionTable({ dims: table.dims, data: table.data }, { ...grid, mode }) };
  };
}
