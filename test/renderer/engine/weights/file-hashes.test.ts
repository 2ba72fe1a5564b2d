import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFileHashes } from '#renderer/engine/weights/file-hashes.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const short = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 10);

it('a file has the first ten digits of its SHA-256, also through a link; a folder and what is not there have none', async () => {
  const folder = scratchFolder();
  const file = join(folder, 'model.safetensors');
  writeFileSync(file, 'weights');
  symlinkSync(file, join(folder, 'link.safetensors'));
  const hashes = createFileHashes({ record: join(folder, 'cache', 'hashes.json') });
  expect(await hashes.of(file)).toBe(short('weights'));
  expect(await hashes.of(join(folder, 'link.safetensors'))).toBe(short('weights'));
  expect(await hashes.of(folder)).toBeNull();
  expect(await hashes.of(join(folder, 'none'))).toBeNull();
});

it('a file of the hub’s cache is called by its hash, and need not be read', async () => {
  const folder = scratchFolder();
  const sha256 = 'ab12'.repeat(16);
  mkdirSync(join(folder, 'blobs'));
  writeFileSync(join(folder, 'blobs', sha256), 'anything');
  symlinkSync(join(folder, 'blobs', sha256), join(folder, 'model.safetensors'));
  const hashes = createFileHashes({ record: join(folder, 'hashes.json') });
  expect(await hashes.of(join(folder, 'model.safetensors'))).toBe('ab12ab12ab');
});

it('a file is read once, and again when it has changed; a broken record is begun anew', async () => {
  const folder = scratchFolder();
  const [file, record] = [join(folder, 'model.ckpt'), join(folder, 'hashes.json')];
  writeFileSync(file, 'first');
  writeFileSync(record, '{"oops');
  expect(await createFileHashes({ record }).of(file)).toBe(short('first'));
  const { mtimeMs } = statSync(file);
  expect(JSON.parse(readFileSync(record, 'utf8'))[file]).toMatchObject({ size: 5, mtimeMs });
  // The same size and time: nobody looks inside.
  writeFileSync(record, JSON.stringify({ [file]: { size: 5, mtimeMs, sha256: 'f'.repeat(64) } }));
  expect(await createFileHashes({ record }).of(file)).toBe('f'.repeat(10));
  utimesSync(file, new Date(), new Date(mtimeMs + 5000));
  expect(await createFileHashes({ record }).of(file)).toBe(short('first'));
});

it('a LoRA has the first twelve digits of what follows its header, whatever its metadata; other files have none', async () => {
  const folder = scratchFolder();
  const hashes = createFileHashes({ record: join(folder, 'hashes.json') });
  for (const [name, header] of [
    ['a', '{}'],
    ['b', '{"__metadata__":{"ss_tag":"x"}}'],
  ] as const) {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(join(folder, name), Buffer.concat([length, Buffer.from(header), Buffer.from('weights')]));
  }
  writeFileSync(join(folder, 'pickle'), 'no header at all');
  const weights = createHash('sha256').update('weights').digest('hex').slice(0, 12);
  expect(await hashes.weightsOf(join(folder, 'a'))).toBe(weights);
  expect(await hashes.weightsOf(join(folder, 'b'))).toBe(weights);
  expect(await hashes.of(join(folder, 'a'))).not.toBe(await hashes.of(join(folder, 'b')));
  expect(await hashes.weightsOf(join(folder, 'pickle'))).toBeNull();
  expect(await hashes.weightsOf(folder)).toBeNull();
});
