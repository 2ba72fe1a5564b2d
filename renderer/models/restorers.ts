import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { readFaceFile } from '#renderer/engine/checkpoint/face-file.ts';
import type { RestorerChoice } from '#renderer/engine/contract/restore-task.ts';
import { isWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import type { Found } from '#renderer/models/find-location.ts';
import { pathToOpen } from '#renderer/models/folder-contents.ts';
import { MODEL_NAME } from '#renderer/models/model-name.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { failure } from '#shared/text/failure.ts';

/** A network that mends faces, with those that it cannot do without, as the catalog knows it. */
export interface CatalogRestorer extends RestorerChoice {
  /** Of all their files. */
  readonly bytes: number;
  readonly licence: string;
}

export interface Restorers {
  /** The smallest first. */
  readonly usable: readonly CatalogRestorer[];
  /** Why a file cannot be used, by its name. */
  readonly refused: ReadonlyMap<string, Failure>;
}

/** Of the models folder. */
export const RESTORERS_FOLDER = 'restorers';

/**
 * Of CodeFormer's weights, whoever publishes them: S-Lab License 1.0, for use that is not commercial. It is said where
 * they are offered.
 */
const LICENCE = 'S-Lab-1.0 (non-commercial)';

/** A folder with more is none of restorers. */
const FILES_MAX = 100;

/** Finds them in a models folder, given by its real path; remembers files that do not change. */
export type FindRestorers = (modelsFolder: string) => Promise<Restorers>;

interface FaceNetworkFile extends Found {
  readonly name: string;
  readonly kind: 'restorer' | 'detector' | 'parser';
  readonly bytes: number;
}

/** A finder that has seen nothing yet. What is left out is logged, once. */
export function createRestorerFinder(log: Log): FindRestorers {
  const seen = new Map<string, { readonly stamp: string; readonly found: FaceNetworkFile | Failure }>();

  async function look(name: string, { path, root }: Found): Promise<FaceNetworkFile | Failure> {
    const state = await stat(path).catch(() => null);
    const stamp = `${state?.size} ${state?.mtimeMs}`;
    const before = seen.get(path);
    if (before?.stamp === stamp) return before.found;
    const found = await describe(name, { path, root }).catch(Failure.from);
    if (found instanceof Failure) log.warn({ restorer: name, reason: found.message }, 'network for faces left out');
    seen.set(path, { stamp, found });
    return found;
  }

  return async (root) => {
    const files: FaceNetworkFile[] = [];
    const refused = new Map<string, Failure>();
    for (const [name, place] of await placesIn(root)) {
      // The same name with another ending: one of them is enough.
      if (refused.has(name) || files.some((file) => file.name === name)) continue;
      const found = await look(name, place);
      if (found instanceof Failure) refused.set(name, found);
      else files.push(found);
    }
    return joined(files, refused);
  };
}

/** Each restorer with the first detector and the first parser that there are. */
function joined(files: readonly FaceNetworkFile[], refused: Map<string, Failure>): Restorers {
  const first = (kind: FaceNetworkFile['kind']) => files.find((file) => file.kind === kind);
  const [detector, parser] = [first('detector'), first('parser')];
  const usable: CatalogRestorer[] = [];
  for (const { name, path, bytes } of files.filter(({ kind }) => kind === 'restorer')) {
    if (!detector) {
      refused.set(name, failure('not-found', 'restorer.no-detector', { name }));
      continue;
    }
    const all = bytes + detector.bytes + (parser?.bytes ?? 0);
    const paths = { restorer: path, detector: detector.path, parser: parser?.path ?? null };
    usable.push({ name, ...paths, bytes: all, licence: LICENCE });
  }
  return { usable: usable.sort((a, b) => a.bytes - b.bytes), refused };
}

async function placesIn(root: string): Promise<readonly (readonly [string, Found])[]> {
  const folder = join(root, RESTORERS_FOLDER);
  const names = await readdir(folder).catch(() => [] as string[]);
  const isOne = (name: string) => isWeightsFile(name) && MODEL_NAME.test(stemOf(name));
  const files = names.filter(isOne).sort().slice(0, FILES_MAX);
  return files.map((name) => [stemOf(name), { path: join(folder, name), root }] as const);
}

function stemOf(file: string): string {
  return file.slice(0, file.length - extname(file).length);
}

async function describe(name: string, { path, root }: Found): Promise<FaceNetworkFile> {
  await pathToOpen(path, root);
  const { network } = await readFaceFile(path);
  const { size } = await stat(path);
  return { name, path, root, kind: network.kind, bytes: size };
}
