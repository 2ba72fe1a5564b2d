import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pulledLicence } from '#renderer/models/ready-made-upscalers.ts';
import { createUpscalerFinder } from '#renderer/models/upscalers.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { compactShapes, rrdbShapes, writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';
import { writtenCompact } from '#test/renderer/engine/ncnn-writer.ts';

const scratch = scratchFolder();
let count = 0;

function openFolder() {
  const root = join(scratch, `models-${++count}`);
  const folder = join(root, 'upscalers');
  mkdirSync(folder, { recursive: true });
  return { root, folder, find: createUpscalerFinder(silentLog) };
}

describe('the upscalers of a models folder', () => {
  it('are found by their content, the smallest first; ncnn files count once', async () => {
    const { root, folder, find } = openFolder();
    await writeUpscaler(join(folder, 'big.safetensors'), rrdbShapes(8, 1));
    await writtenCompact(4, { halves: true }).write(join(folder, 'small.param'));
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const { usable, refused } = await find(root);
    expect(usable).toMatchObject([
      { name: 'small', kind: 'compact', scale: 4, licence: null, file: join(folder, 'small.param') },
      { name: 'big', kind: 'rrdb', scale: 4, licence: null },
    ]);
    expect(refused.size).toBe(0);
  });

  it('denoise as much as is asked for where the same network lies beside them that keeps noise', async () => {
    const { root, folder, find } = openFolder();
    const write = (name: string, shapes = compactShapes(4, 1, 2)) => writeUpscaler(join(folder, name), shapes);
    await write('realesr-general-x4v3.safetensors');
    await write('realesr-general-wdn-x4v3.safetensors');
    await write('other-x2.safetensors');
    await write('other-wdn-x2.safetensors', compactShapes(4, 2, 2));
    const noisy = join(folder, 'realesr-general-wdn-x4v3.safetensors');
    expect((await find(root)).usable.map((each) => [each.name, each.noisy])).toEqual([
      ['realesr-general-x4v3', noisy],
      ['other-x2', null],
      ['realesr-general-wdn-x4v3', null],
      ['other-wdn-x2', null],
    ]);
  });

  it('have the licence of what was pulled under their name, and of none that merely bears it', () => {
    const general = 4_885_111;
    expect(pulledLicence('realesr-general-x4v3', general)).toBe('BSD-3-Clause');
    expect(pulledLicence('RealESRGAN_x2plus', 67_061_725)).toBe('BSD-3-Clause');
    expect(pulledLicence('realesr-animevideov3', 1_250_487)).toBe('BSD-3-Clause');
    expect(pulledLicence('realesr-general-x4v3', general + 1)).toBeNull();
    expect(pulledLicence('mine', general)).toBeNull();
    // Of another folder.
    expect(pulledLicence('codeformer', 376_637_898)).toBeNull();
  });

  it('are refused by one sentence each, and found once they are mended', async () => {
    const { root, folder, find } = openFolder();
    await writeUpscaler(join(folder, 'other.safetensors'), new Map([['decoder.weight', [2]]]));
    await writeUpscaler(join(folder, 'same.safetensors'), compactShapes(4, 1, 2));
    writeFileSync(join(folder, 'same.pth'), 'no weights');
    const { usable, refused } = await find(root);
    expect(usable).toEqual([]);
    expect(refused.get('other')?.message).toMatch(/^Cannot load upscaler other\.safetensors: it must be ESRGAN/);
    expect(refused.get('same')?.message).toMatch(/same\.pth/);
    expect(refused.get('same.safetensors')?.message).toMatch(/same/);
    await rm(join(folder, 'same.pth'));
    await writeUpscaler(join(folder, 'other.safetensors'), compactShapes(6, 1, 2));
    expect((await find(root)).usable.map(({ name }) => name)).toEqual(['same', 'other']);
  });

  it('lie in that folder, wherever a link leads', async () => {
    const { root, folder, find } = openFolder();
    const outside = join(scratch, `outside-${count}.safetensors`);
    await writeUpscaler(outside, compactShapes(4, 1, 2));
    symlinkSync(outside, join(folder, 'linked.safetensors'));
    const { usable, refused } = await find(root);
    expect(usable).toEqual([]);
    expect(refused.get('linked')?.code).toBe('denied');
  });

  it('are none where there is no such folder', async () => {
    expect(await createUpscalerFinder(silentLog)(join(scratch, 'nowhere'))).toEqual({ usable: [], refused: new Map() });
  });
});
