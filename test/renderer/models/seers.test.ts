import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { createSeerFinder } from '#renderer/models/seers.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';

const golden = storedGolden('control');
const scratch = scratchFolder();

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Weights of zeros: nobody reads a number here. */
function write(file: string, shapes: Shapes): Promise<void> {
  const sources = Object.entries(shapes).map(([key, shape]) => {
    const bytes = () => new Uint8Array(4 * shape.reduce((a, b) => a * b, 1));
    return { key, dtype: 'F32' as const, shape, bytes };
  });
  return writeSafetensors(file, sources);
}

describe('networks that see', () => {
  it('are found in their folders by what they are, and what is none is refused by name', async () => {
    const root = await realpath(scratch);
    const blip = join(root, 'describers', 'blip');
    for (const folder of [blip, join(root, 'segmenters')]) mkdirSync(folder, { recursive: true });
    const { config, tiny } = golden.content.blip as {
      config: { vision: object; text: object };
      tiny: { keys: Shapes };
    };
    await write(join(blip, 'model.safetensors'), tiny.keys);
    writeFileSync(
      join(blip, 'config.json'),
      JSON.stringify({ vision_config: config.vision, text_config: config.text }),
    );
    await write(
      join(root, 'segmenters', 'tiny.safetensors'),
      (golden.content.sam as { tiny: { keys: Shapes } }).tiny.keys,
    );
    await write(join(root, 'segmenters', 'other.safetensors'), { 'conv.weight': [1, 1] });
    const find = createSeerFinder(silentLog);
    const first = await find({ modelsFolder: root, hubFolder: root });
    expect(first.segmenters).toMatchObject([{ name: 'tiny', kind: 'masks', licence: null }]);
    // Without a vocabulary nobody could read what it writes.
    expect(first.describers).toEqual([]);
    expect([...first.refused].map(([name, { message }]) => [name, message])).toEqual([
      ['blip', expect.stringContaining("it needs BERT's vocab.txt or a tokenizer.json beside it")],
      ['other', expect.stringContaining('given a file whose first key is "conv.weight"')],
    ]);
    writeFileSync(join(blip, 'vocab.txt'), '[UNK]\n[CLS]\n[SEP]\n');
    const second = await find({ modelsFolder: root, hubFolder: root });
    expect(second.describers).toMatchObject([{ name: 'blip', kind: 'captions', path: blip }]);
  });

  it('are not read where a link leads out of the models folder', async () => {
    const root = join(await realpath(scratch), 'linked');
    const folder = join(root, 'describers', 'sly');
    mkdirSync(folder, { recursive: true });
    symlinkSync('/etc/hostname', join(folder, 'vocab.txt'));
    const { describers, refused } = await createSeerFinder(silentLog)({ modelsFolder: root, hubFolder: root });
    expect(describers).toEqual([]);
    expect(refused.get('sly')?.code).toBe('denied');
  });
});
