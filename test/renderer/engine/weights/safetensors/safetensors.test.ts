import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { parseHeader } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { Failure } from '#shared/failure.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

interface Described {
  readonly dtype: unknown;
  readonly shape: unknown;
  readonly data_offsets: unknown;
}

/** A file with this header text and this much data behind it. */
function fileOf(header: string, dataBytes: number, length = BigInt(Buffer.byteLength(header))): Buffer {
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(length);
  return Buffer.concat([prefix, Buffer.from(header), Buffer.alloc(dataBytes)]);
}

const entry = (dtype: unknown, shape: unknown, data_offsets: unknown): Described => ({ dtype, shape, data_offsets });
const json = (weights: Record<string, unknown>) => JSON.stringify(weights);

async function read(bytes: Buffer): Promise<Awaited<ReturnType<typeof readSafetensors>>> {
  return withFolder(async (folder) => {
    const file = join(folder, 'w.safetensors');
    await writeFile(file, bytes);
    return readSafetensors(file);
  });
}

async function checkRefused(bytes: Buffer, sentence: RegExp): Promise<void> {
  const failure = await read(bytes).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({ code: 'invalid', message: expect.stringMatching(sentence) });
  expect(failure).toMatchObject({ message: expect.stringContaining('w.safetensors') });
}

describe('readSafetensors', () => {
  it('finds every weight where it lies, whatever the order in the header', async () => {
    const header = json({
      __metadata__: { format: 'pt' },
      b: entry('F16', [2, 3], [8, 20]),
      a: entry('F32', [2], [0, 8]),
      scalar: entry('I64', [], [20, 28]),
      empty: entry('F32', [0, 4], [28, 28]),
    });
    const weights = await read(fileOf(`${header}   `, 28));
    const start = 8 + header.length + 3;
    expect([...weights.keys()]).toEqual(['b', 'a', 'scalar', 'empty']);
    expect(weights.get('b')).toMatchObject({ offset: start + 8, bytes: 12, dtype: 'F16', shape: [2, 3] });
    expect(weights.get('scalar')).toMatchObject({ offset: start + 20, bytes: 8, shape: [] });
  });

  it('keeps keys that mean something to JavaScript', async () => {
    const header =
      '{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"1":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}';
    const weights = await read(fileOf(header, 2));
    expect([...weights.keys()].sort()).toEqual(['1', '__proto__']);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), /0 bytes, which is too short/],
    ['seven bytes', Buffer.alloc(7), /too short/],
    ['a pickle in a zip', Buffer.from('PK\u0003\u0004archive/data.pkl and more'), /no safetensors file/],
    ['a header longer than the limit', fileOf('{}', 0, 100_000_001n), /at most 100000000/],
    ['a header of 2^64 - 1 bytes', fileOf('{}', 0, 2n ** 64n - 1n), /no safetensors file/],
    ['a file that ends in its header', fileOf('{}', 0, 1000n), /header needs 1000 bytes.*truncated/],
    ['a header that is not text', fileOf('\u0000\u0001', 0), /not JSON/],
    ['half a header', fileOf('{"a":', 0), /not JSON/],
    ['a header that is a list', fileOf('[]', 0), /not a JSON object/],
    ['a weight that is a number', fileOf('{"a":1}', 0), /"a" is described by something/],
    [
      'a format that is no text',
      fileOf('{"a":{"dtype":4,"shape":[2],"data_offsets":[0,1]}}', 1),
      /"a" is stored as "4"/,
    ],
    ['an unknown format beyond the file', fileOf(json({ a: entry('F4', [2], [0, 9]) }), 1), /truncated/],
    ['an unknown format that ends before it begins', fileOf(json({ a: entry('F4', [2], [1, 0]) }), 1), /needs 0 bytes/],
    ['a negative size', fileOf(json({ a: entry('F32', [-1], [0, 4]) }), 4), /shape that is not/],
    ['a size that is no whole number', fileOf(json({ a: entry('F32', [1.5], [0, 6]) }), 6), /shape that is not/],
    ['sizes that overflow', fileOf(json({ a: entry('F32', [2 ** 40, 2 ** 40], [0, 4]) }), 4), /needs \S+ bytes/],
    ['one offset', fileOf(json({ a: entry('F32', [1], [0]) }), 4), /no pair of data offsets/],
    ['offsets in the wrong order', fileOf(json({ a: entry('F32', [1], [4, 0]) }), 4), /needs 4 bytes, given -4/],
    [
      'too few bytes for the shape',
      fileOf(json({ a: entry('F16', [3, 3], [0, 16]) }), 16),
      /F16 3×3 needs 18 bytes, given 16/,
    ],
    [
      'a truncated file',
      fileOf(json({ 'x.weight': entry('F32', [4], [0, 16]) }), 15),
      /"x\.weight" ends at byte \d+.*truncated/,
    ],
    ['bytes that belong to nothing', fileOf(json({ a: entry('U8', [1], [0, 1]) }), 3), /2 bytes after weight "a"/],
    [
      'a gap',
      fileOf(json({ a: entry('U8', [1], [0, 1]), b: entry('U8', [1], [2, 3]) }), 3),
      /1 bytes between weight "a" and weight "b"/,
    ],
    ['a gap at the start', fileOf(json({ a: entry('U8', [1], [1, 2]) }), 2), /between the header and weight "a"/],
    [
      'an overlap',
      fileOf(json({ a: entry('U8', [2], [0, 2]), b: entry('U8', [2], [1, 3]) }), 3),
      /"b" overlaps weight "a"/,
    ],
    [
      'two weights in one place',
      fileOf(json({ a: entry('U8', [2], [0, 2]), b: entry('U8', [2], [0, 2]) }), 2),
      /"b" overlaps/,
    ],
    [
      'a key that stands twice',
      fileOf(
        '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\\u0061":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
        1,
      ),
      /names "a" twice/,
    ],
    [
      'a field that stands twice',
      fileOf('{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1),
      /names "dtype" twice/,
    ],
  ])('refuses %s', (_, bytes, sentence) => checkRefused(bytes, sentence));

  it('says that a missing file is missing', async () => {
    const reading = readSafetensors('/nowhere/unet/w.safetensors');
    await expect(reading).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('unet/w.safetensors'),
    });
  });

  it('refuses a folder', () =>
    withFolder(async (folder) => {
      await expect(readSafetensors(folder)).rejects.toMatchObject({ code: 'invalid' });
    }));
});

describe('parseHeader', () => {
  const valid = json({ a: entry('F32', [2], [0, 8]), 'b.weight': entry('BF16', [2, 2], [8, 16]) });
  const source = { file: '/m/w.safetensors', headerBytes: valid.length, fileBytes: 8 + valid.length + 16 };

  it('answers any damage with a Failure, and never accepts a weight outside the file', () => {
    const damage = fc.tuple(fc.nat(valid.length - 1), fc.nat(3), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(damage, ([at, removed, inserted]) => {
        const text = valid.slice(0, at) + inserted + valid.slice(at + removed);
        try {
          for (const { offset, bytes } of parseHeader(text, source).weights.values()) {
            expect(offset + bytes).toBeLessThanOrEqual(source.fileBytes);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('answers any JSON with a Failure or with weights', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          expect(parseHeader(text, { file: '/m/w', headerBytes: 0, fileBytes: 8 }).weights.size).toBe(0);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
