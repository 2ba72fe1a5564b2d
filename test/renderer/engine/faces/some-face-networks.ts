import { join } from 'node:path';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildCodeFormer } from '#renderer/engine/graph/nets/codeformer.ts';
import { buildParseNet } from '#renderer/engine/graph/nets/parsenet.ts';
import { buildRetinaFace } from '#renderer/engine/graph/nets/retinaface.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { UNREAD } from '#test/golden/check/networks.ts';
import { parameter } from '#test/renderer/engine/graph/golden.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

/** Where the features of the one face lie that the small detector finds: a face of 512 pixels, in a picture of 640. */
const LANDMARKS = [
  192.98138, 239.94708, 318.90277, 240.1936, 256.63416, 314.01935, 201.26117, 371.41043, 313.08905, 371.15118,
];
const SHIFT = 64;
const FIRST_PLACE = 16;
const UNIT = 0.1 * 512;

/** Files of networks as small as can be: what restores, what finds one face or none, and what knows its parts. */
export async function writeFaceNetworks(folder: string, { finds = true }: { readonly finds?: boolean } = {}) {
  const files = {
    restorer: join(folder, 'codeformer.safetensors'),
    detector: join(folder, 'detection.safetensors'),
    parser: join(folder, 'parsing.safetensors'),
  };
  const restorer = {
    ...{ channels: [32, 32, 32, 32, 32, 32], blocks: 1, codeWidth: 32, codes: 8, fused: [32] },
    ...{ width: 32, inner: 32, layers: 1, heads: 8 },
  };
  await write(
    files.restorer,
    wantedWeights((weights) => buildCodeFormer(restorer, weights, UNREAD)),
  );
  const parser = { side: 512, channels: [4, 8], blocks: 1, classes: 19 };
  await write(
    files.parser,
    wantedWeights((weights) => buildParseNet(parser, weights, UNREAD)),
  );
  const detector = { blocks: [1, 1, 1, 1], width: 4, channels: 8 };
  const shapes = wantedWeights((weights) => buildRetinaFace(detector, weights, UNREAD));
  await write(files.detector, shapes, headsFor(finds));
  return files;
}

/** The heads of the detector say the same everywhere: the coarsest level's larger box is a face as large as can be. */
function headsFor(finds: boolean): (key: string, shape: readonly number[]) => Float32Array | null {
  return (key, shape) => {
    const [, head, level, part] = /^(\w+Head)\.(\d)\.conv1x1\.(weight|bias)$/.exec(key) ?? [];
    if (head === undefined) return null;
    const numbers = new Float32Array(shape.reduce((product, side) => product * side, 1));
    if (part === 'weight') return numbers;
    if (head === 'ClassHead') return Float32Array.from(finds && level === '2' ? [9, -9, -9, 9] : [9, -9, 9, -9]);
    if (head === 'BboxHead') return numbers.map((_, i) => (i % 4 >= 2 ? 10 : 0));
    return numbers.map((_, i) => (LANDMARKS[i % 10]! + SHIFT - FIRST_PLACE) / UNIT);
  };
}

async function write(
  file: string,
  shapes: Shapes,
  own: (key: string, shape: readonly number[]) => Float32Array | null = () => null,
): Promise<void> {
  const sources = [...shapes].map(([key, shape]) => {
    const bytes = () => new Uint8Array((own(key, shape) ?? parameter(key, shape)).buffer);
    return { key, dtype: 'F32' as const, shape, bytes };
  });
  await writeSafetensors(file, sources);
}
