import { buildCodeFormer, type CodeFormerConfig } from '#renderer/engine/graph/nets/codeformer.ts';
import { buildParseNet, type ParseNetConfig } from '#renderer/engine/graph/nets/parsenet.ts';
import { buildRetinaFace, type RetinaFaceConfig } from '#renderer/engine/graph/nets/retinaface.ts';
import { openFiniteSession } from '#renderer/engine/networks/finite-session.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** A network that draws a face anew. */
export interface FaceRestorer {
  /** A square face (1, 3, 512, 512) in -1…1 -> such a one, not clamped; fidelity 0 … 1. */
  restore(face: Tensor, fidelity: number): Promise<Tensor>;
}

/** A network that finds faces. */
export interface FaceDetector {
  /** Pixels (1, 3, h, w), blue first, less their means -> what it says of n boxes (n, 4), their scores and landmarks. */
  find(pixels: Tensor): Promise<FoundSignals>;
}

/** n boxes (n, 4), how certain each is a face, and its landmarks (n, 10), as the network says them. */
interface FoundSignals {
  readonly boxes: Float32Array;
  readonly scores: Float32Array;
  readonly landmarks: Float32Array;
}

/** A network that knows the parts of a face. */
export interface FaceParser {
  /** Of the square that it reads. */
  readonly side: number;
  /** A square face (1, 3, side, side) in -1…1 -> how likely each place is what, (1, classes, side, side). */
  parse(face: Tensor): Promise<Tensor>;
}

/** Opens CodeFormer. Throws `invalid` that names the weight that is missing, of another shape, or one too many. */
export async function openFaceRestorer(
  config: CodeFormerConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<FaceRestorer>> {
  const session = await openSession(buildCodeFormer(config, weights, graphOptions(options)), options);
  return {
    async restore(face, fidelity) {
      const feeds = { face, fidelity: tensor([1], Float32Array.of(fidelity)) };
      return (await session.run(feeds, ['restored'])).restored!;
    },
    release: () => session.release(),
  };
}

/** Opens RetinaFace; throws likewise. */
export async function openFaceDetector(
  config: RetinaFaceConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<FaceDetector>> {
  const session = await openFiniteSession(buildRetinaFace(config, weights, graphOptions(options)), options);
  return {
    async find(pixels) {
      const { boxes, scores, landmarks } = await session.run({ pixels });
      const faces = scores!.data.filter((_, i) => i % 2 === 1);
      return { boxes: boxes!.data, scores: faces, landmarks: landmarks!.data };
    },
    release: () => session.release(),
  };
}

/** Opens ParseNet; throws likewise. */
export async function openFaceParser(
  config: ParseNetConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<FaceParser>> {
  const session = await openFiniteSession(buildParseNet(config, weights, graphOptions(options)), options);
  return {
    side: config.side,
    parse: async (face) => (await session.run({ face })).places!,
    release: () => session.release(),
  };
}
