import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildDepthAnything, type DepthAnythingConfig } from '#renderer/engine/graph/nets/depth-anything.ts';
import { buildPidinet } from '#renderer/engine/graph/nets/pidinet.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { createPreprocessorFinder } from '#renderer/models/preprocessors.ts';
import { READY_MADE_PREPROCESSORS } from '#renderer/models/ready-made-preprocessors.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { UNREAD } from '#test/golden/check/networks.ts';

const scratch = scratchFolder();

const SMALL_DEPTH_ANYTHING: DepthAnythingConfig = {
  ...{ width: 32, inner: 64, heads: 2, layers: 4, patch: 14, taken: [1, 2, 3, 4] },
  ...{ stages: [8, 16, 24, 24], fusion: 16, head: 8, depthMax: null },
};

/** Weights of zeros: nobody reads a number here. */
function write(file: string, shapes: ReadonlyMap<string, readonly number[]>): Promise<void> {
  const sources = [...shapes].map(([key, shape]) => {
    const bytes = () => new Uint8Array(4 * shape.reduce((a, b) => a * b, 1));
    return { key, dtype: 'F32' as const, shape, bytes };
  });
  return writeSafetensors(file, sources);
}

it('networks for control pictures are found by what they are, and what is none is refused by name', async () => {
  const root = await realpath(scratch);
  const folder = join(root, 'models', 'preprocessors');
  mkdirSync(join(folder, 'deep'), { recursive: true });
  const pidinet = wantedWeights((weights) => buildPidinet({ width: 8, reduced: 4 }, weights, UNREAD));
  await write(join(folder, 'pidinet.safetensors'), pidinet);
  const depth = wantedWeights((weights) => buildDepthAnything(SMALL_DEPTH_ANYTHING, weights, UNREAD));
  await write(join(folder, 'deep', 'model.safetensors'), depth);
  writeFileSync(join(folder, 'deep', 'config.json'), '{"backbone_config": {"num_attention_heads": 2}}');
  await write(join(folder, 'other.safetensors'), new Map([['a.b', [1]]]));
  writeFileSync(join(folder, 'notes.txt'), 'not weights');
  await write(join(root, 'outside.safetensors'), pidinet);
  symlinkSync(join(root, 'outside.safetensors'), join(folder, 'leads-out.safetensors'));
  const find = createPreprocessorFinder(silentLog);
  const roots = { modelsFolder: join(root, 'models'), hubFolder: join(root, 'models') };
  const { usable, refused } = await find(roots);
  expect(usable).toMatchObject([
    { name: 'pidinet', kind: 'pidinet', licence: 'own terms of PiDiNet' },
    { name: 'deep', kind: 'depth-anything', licence: null, file: join(folder, 'deep', 'model.safetensors') },
  ]);
  expect([...refused.keys()].sort()).toEqual(['leads-out', 'other']);
  expect(refused.get('other')?.message).toMatch(/it must be HED, PiDiNet/);
});

it('every published one has a size, a licence and where it lies', () => {
  for (const { megabytes, licence, sources } of READY_MADE_PREPROCESSORS) {
    expect(megabytes).toBeGreaterThan(0);
    expect(licence).not.toBe('');
    expect(sources[0]?.file).toMatch(/\.(pth|bin|safetensors)$/);
  }
});
