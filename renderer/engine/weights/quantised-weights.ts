import { createHash } from 'node:crypto';
import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { quantisedBytes } from '#renderer/engine/runtime/quantise.ts';
import { pruneMerges, stateOf } from '#renderer/engine/weights/merge-cache.ts';
import { quantisedNames } from '#renderer/engine/weights/quantised-names.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/write-safetensors.ts';
import { Failure } from '#shared/failure.ts';

export interface QuantiseOptions {
  /** Made when missing. Belongs to this program: old files in it are removed. */
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
}

/** Products with these take most of a transformer's time; what is left out (norms, convolutions) stays as it is. */
const LINEAR = /\.attn[12]\.to_(q|k|v|out\.0)\.weight$|\.ff\.net\.2\.weight$/;

/** Its halves are used apart. */
const GATE = /\.ff\.net\.0\.proj\.weight$/;

/** Raised when the content for the same weights changes. */
const VERSION = 1;

/**
 * The weights of a UNet, and beside them its transformers' matrices as 8-bit integers, which a graph prefers where it
 * finds them. Made once and kept in a file, as merges are; several processes may make the same one.
 */
export async function quantiseLinears(weights: WeightMap, options: QuantiseOptions): Promise<WeightMap> {
  const { cacheFolder, signal } = options;
  await mkdir(cacheFolder, { recursive: true });
  const matrices = [...weights].flatMap(([key, entry]) => partsOf(key, entry));
  const file = join(cacheFolder, await nameOf(matrices.map(({ entry }) => entry)));
  const known = await openKept(file);
  if (known) return new Map([...weights, ...known]);
  const sources = matrices.flatMap((matrix) => sourcesOf(matrix, signal));
  await writeSafetensors(file, sources, { ...(signal && { signal }) });
  await pruneMerges(cacheFolder, file);
  const made = await openKept(file);
  if (!made) throw new Failure('internal', `Cannot read back 8-bit weights: ${file} was removed at once`);
  return new Map([...weights, ...made]);
}

interface MatrixPart {
  readonly names: { readonly weight: string; readonly scale: string };
  readonly entry: WeightEntry;
}

function partsOf(key: string, entry: WeightEntry): MatrixPart[] {
  const [outputs, inputs] = entry.shape;
  if (entry.shape.length !== 2 || !outputs || !inputs) return [];
  if (LINEAR.test(key)) return [{ names: quantisedNames(key, { from: 0, to: outputs, of: outputs }), entry }];
  if (!GATE.test(key)) return [];
  const half = outputs / 2;
  const bytes = entry.bytes / 2;
  return [0, half].map((from, i) => ({
    names: quantisedNames(key, { from, to: from + half, of: outputs }),
    entry: { ...entry, offset: entry.offset + i * bytes, bytes, shape: [half, inputs] },
  }));
}

/** The matrix and its scales; both are computed when the first is asked for. */
function sourcesOf({ names, entry }: MatrixPart, signal: AbortSignal | undefined): WeightSource[] {
  const [outputs, inputs] = entry.shape as [number, number];
  let scales: Uint8Array | null = null;
  return [
    {
      key: names.weight,
      dtype: 'I8',
      shape: [inputs, outputs],
      async bytes() {
        // One matrix blocks the thread for some milliseconds; messages get through between them.
        await setImmediate();
        signal?.throwIfAborted();
        const { weight, scale } = await quantisedBytes(entry);
        scales = scale;
        return weight;
      },
    },
    { key: names.scale, dtype: 'F32', shape: [outputs], bytes: () => scales! },
  ];
}

async function nameOf(entries: readonly WeightEntry[]): Promise<string> {
  const files = [...new Set(entries.map(({ file }) => file))].sort();
  const ranges = entries.map(({ offset, bytes }) => [offset, bytes]);
  const identity = { version: VERSION, files: await Promise.all(files.map(stateOf)), ranges };
  return `${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}.safetensors`;
}

/** Null when there is none or it is damaged. Marks it as used. */
async function openKept(file: string): Promise<WeightMap | null> {
  const kept = await readSafetensors(file).catch(() => null);
  const now = new Date();
  if (kept) await utimes(file, now, now).catch(() => undefined);
  return kept;
}
