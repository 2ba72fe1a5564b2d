import { basename } from 'node:path';
import { type FaceNetwork, readFaceFile } from '#renderer/engine/checkpoint/face-file.ts';
import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import {
  type FaceDetector,
  type FaceParser,
  type FaceRestorer,
  openFaceDetector,
  openFaceParser,
  openFaceRestorer,
} from '#renderer/engine/networks/open-face-networks.ts';
import type { NetworkOptions, Opened } from '#renderer/engine/networks/options.ts';
import { networkKey } from '#renderer/engine/residency/network-key.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

type ConfigOf<Kind extends FaceNetwork['kind']> = Extract<FaceNetwork, { kind: Kind }>['config'];

/** How a network of a kind is planned for, by its file. */
export type FaceNeed<Network> = (file: string, options: LoadOptions) => Promise<NetworkNeed<Network>>;

/** CodeFormer. Throws one sentence that names file and key where it cannot be one. */
export const restorerNeed: FaceNeed<FaceRestorer> = (file, options) =>
  planned({ kind: 'restorer', file, open: openFaceRestorer }, options);

/** RetinaFace; throws likewise. */
export const detectorNeed: FaceNeed<FaceDetector> = (file, options) =>
  planned({ kind: 'detector', file, open: openFaceDetector }, options);

/** ParseNet; throws likewise. */
export const parserNeed: FaceNeed<FaceParser> = (file, options) =>
  planned({ kind: 'parser', file, open: openFaceParser }, options);

/** What people know them by. */
const NAMES = { restorer: 'CodeFormer', detector: 'RetinaFace', parser: 'ParseNet' } as const;

interface Wanted<Kind extends FaceNetwork['kind'], Network> {
  readonly kind: Kind;
  readonly file: string;
  open(config: ConfigOf<Kind>, weights: WeightMap, options: NetworkOptions): Promise<Opened<Network>>;
}

async function planned<Kind extends FaceNetwork['kind'], Network>(
  { kind, file, open }: Wanted<Kind, Network>,
  options: LoadOptions,
): Promise<NetworkNeed<Network>> {
  const { network, weights } = await readFaceFile(file);
  if (network.kind !== kind) {
    const names = { file: basename(file), wanted: NAMES[kind], given: NAMES[network.kind] };
    throw failure('invalid', 'restorer.other-kind', names);
  }
  const config = network.config as ConfigOf<Kind>;
  return {
    key: await networkKey(weights, { kind, made: config, options }),
    kind: `face ${kind}`,
    // Its blocked layout copies the weights, whatever others do with theirs; all of them compute in float32.
    mib: networkMib(weights, { residency: 'prepacked', precision: 'float32' }),
    open: () => namingFiles(weights, () => open(config, weights, options)),
  };
}
