import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();
let folders = 0;
const newFolder = () => join(scratch, `pictures-${folders++}`);

describe('the picture store', () => {
  it('gives back what was put, and null for what is gone', async () => {
    const folder = newFolder();
    const pictures = openPictureStore({ folder });
    const data = Buffer.from([1, 2, 3]);
    await pictures.put('a-1-0.png', data);
    expect(await pictures.get('a-1-0.png')).toEqual(data);
    expect(readdirSync(folder)).toEqual(['a-1-0.png']);
    await pictures.remove('a-1-0.png');
    await pictures.remove('a-1-0.png');
    expect(await pictures.get('a-1-0.png')).toBeNull();
  });
  for (const name of [
    '../ledger.sqlite',
    '/etc/passwd',
    'a/b.png',
    '.png',
    'A.png',
    'a.jpg',
    '',
    `${'a'.repeat(120)}.png`,
  ])
    it(`touches no file called ${JSON.stringify(name)}`, async () => {
      const pictures = openPictureStore({ folder: newFolder() });
      await expect(pictures.put(name, Buffer.alloc(1))).rejects.toMatchObject({ code: 'invalid' });
      await expect(pictures.get(name)).rejects.toMatchObject({ code: 'invalid' });
    });
  it('without room says so to the operator, leaves nothing behind, and works on', () => {
    const folder = newFolder();
    const put = (bytes: number) => {
      const program = `ulimit -f 64; exec "$0" "$1" "$2" ${bytes}`; // 64 blocks: no file above 64 KiB
      const args = ['-c', program, process.execPath, join(import.meta.dirname, 'put-picture.ts'), folder];
      return JSON.parse(execFileSync('sh', args, { encoding: 'utf8' })) as unknown;
    };
    expect(put(1_000_000)).toEqual({
      kind: 'failed',
      code: 'exhausted',
      message: "Cannot store a picture of 977 KiB: the bot's disk is full",
    });
    expect(readdirSync(folder)).toEqual([]);
    expect(put(10_000)).toEqual({ kind: 'stored' });
  });
  it('removes what a killed process left half written', () => {
    const folder = newFolder();
    mkdirSync(folder);
    writeFileSync(join(folder, 'a-1-0.png.part'), 'half');
    openPictureStore({ folder });
    expect(readdirSync(folder)).toEqual([]);
  });
  it('refuses a folder that cannot be one', () => {
    const file = newFolder();
    writeFileSync(file, '');
    expect(() => openPictureStore({ folder: file })).toThrow(/Cannot use .* as the pictures' folder/);
  });
});
