import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * A key that is equal for networks made of the same bytes: `made` is everything else that decides what they are (kind,
 * configuration, options), as plain data. Files count by their identity on the disk and their state, not by their
 * paths, so that a link leads to the same network and a changed file to another.
 */
export async function networkKey(weights: WeightMap, made: unknown): Promise<string> {
  const files = [...new Set([...weights.values()].map(({ file }) => file))];
  const identities = new Map(await Promise.all(files.map(async (file) => [file, await identityOf(file)] as const)));
  const hash = createHash('sha256').update(JSON.stringify(made));
  for (const [key, { file, offset, dtype, shape }] of weights) {
    hash.update(`\n${key} ${identities.get(file)} ${offset} ${dtype} ${shape.join('×')}`);
  }
  return hash.digest('hex');
}

async function identityOf(file: string): Promise<string> {
  const found = await stat(file).catch((cause: unknown) => {
    throw failure('not-found', 'weights.missing', { file: shortPath(file) }, { cause });
  });
  return [found.dev, found.ino, found.size, found.mtimeMs].join(':');
}
