import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DTYPE_BYTES } from '#renderer/engine/weights/dtype.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();
const FILE = join(scratch, 'hostile.safetensors');

/** Reads bytes as a file; whatever comes must be a sentence, or weights that all lie in the file, side by side. */
async function readOrRefuse(bytes: Buffer): Promise<WeightMap | Failure> {
  await writeFile(FILE, bytes);
  const outcome = await readSafetensors(FILE).catch((thrown: unknown) => thrown);
  if (outcome instanceof Failure) {
    expect(outcome.code).toBe('invalid');
    expect(outcome.message).toContain('hostile.safetensors');
    expect(outcome.message.length).toBeLessThan(600);
    return outcome;
  }
  if (!(outcome instanceof Map)) throw outcome;
  const weights: WeightMap = outcome;
  let end = 0;
  for (const { file, offset, bytes: length, dtype, shape, unread } of [...weights.values()].sort(byPlace)) {
    expect(file).toBe(FILE);
    // Of a format that is not read only the place is known.
    if (unread === undefined) expect(length).toBe(shape.reduce((product, n) => product * n, DTYPE_BYTES[dtype]));
    expect(offset).toBeGreaterThanOrEqual(end);
    end = offset + length;
  }
  expect(end).toBeLessThanOrEqual(bytes.length);
  return weights;
}

function byPlace(a: { offset: number; bytes: number }, b: { offset: number; bytes: number }): number {
  return a.offset - b.offset || a.bytes - b.bytes;
}

function fileOf(header: string, data: number, length = BigInt(Buffer.byteLength(header))): Buffer {
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt.asUintN(64, length));
  return Buffer.concat([prefix, Buffer.from(header), Buffer.alloc(data)]);
}

interface Described {
  readonly key: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly number[];
}

/** Spelt by hand, because JSON.stringify would not name a key twice nor write a number beyond 2^53. */
function headerOf(entries: readonly Described[], wide?: string): string {
  const parts = entries.map(({ key, ...entry }) => `${JSON.stringify(key)}:${JSON.stringify(entry)}`);
  const text = `{${parts.join()}}`;
  return wide === undefined ? text : text.replace(/"data_offsets":\[\d+/, `"data_offsets":[${wide}`);
}

const specs = fc.array(
  fc.record({
    key: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('__proto__', 'constructor', '__metadata__', '')),
    dtype: fc.constantFrom('F32', 'F16', 'BF16', 'U8', 'F8_E4M3', 'I64'),
    shape: fc.array(fc.nat({ max: 4 }), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
);

/** Entries one behind the other, as every honest writer lays them. */
function laidOut(wanted: readonly { key: string; dtype: string; shape: readonly number[] }[]) {
  let end = 0;
  const entries = wanted.map(({ key, dtype, shape }): Described => {
    const begin = end;
    end += shape.reduce((product, n) => product * n, DTYPE_BYTES[dtype as 'F32']);
    return { key, dtype, shape, data_offsets: [begin, end] };
  });
  return { entries, bytes: end };
}

describe('a hostile safetensors file', () => {
  it('with one thing wrong in its header is refused, or says the same as before', async () => {
    const change = fc.record({
      at: fc.nat(),
      what: fc.constantFrom('begin', 'end', 'both', 'shape', 'dtype', 'unread', 'twice', 'wide', 'short', 'long'),
      by: fc.oneof(
        fc.integer({ min: -9, max: 9 }),
        fc.constantFrom(2 ** 31, 2 ** 53, -(2 ** 53), 2 ** 63, 0.5, Number.NaN),
      ),
    });
    await fc.assert(
      fc.asyncProperty(specs, change, async (wanted, { at, what, by }) => {
        const { entries, bytes } = laidOut(wanted);
        const i = at % entries.length;
        const {
          key,
          dtype,
          shape,
          data_offsets: [begin = 0, end = 0],
        } = entries[i]!;
        const changed: Record<string, Described> = {
          begin: { key, dtype, shape, data_offsets: [begin + by, end] },
          end: { key, dtype, shape, data_offsets: [begin, end + by] },
          both: { key, dtype, shape, data_offsets: [begin + by, end + by] },
          shape: { key, dtype, shape: [...shape, by], data_offsets: [begin, end] },
          dtype: { key, dtype: 4 as never, shape, data_offsets: [begin, end] },
          unread: { key, dtype: 'F4', shape, data_offsets: [begin, end] },
        };
        const hasMetadata = entries.some((entry) => entry.key === '__metadata__');
        const other = entries.with(i, changed[what] ?? entries[i]!);
        const named = what === 'twice' ? [...other, entries[i]!] : other;
        const header = headerOf(named, what === 'wide' ? '9223372036854775808' : undefined);
        const data = what === 'short' ? Math.max(0, bytes - 1) : what === 'long' ? bytes + 1 : bytes;
        const outcome = await readOrRefuse(fileOf(header, data));
        if (['dtype', 'twice', 'wide', 'long'].includes(what) && !hasMetadata) expect(outcome).toBeInstanceOf(Failure);
      }),
      { numRuns: 200 },
    );
  });

  it('that is honest is read, whatever its keys and shapes', async () => {
    await fc.assert(
      fc.asyncProperty(specs, async (wanted) => {
        const unique = wanted.filter(
          ({ key }, i) => key !== '__metadata__' && wanted.findIndex((other) => other.key === key) === i,
        );
        const { entries, bytes } = laidOut(unique);
        const outcome = await readOrRefuse(fileOf(headerOf(entries), bytes));
        expect(outcome instanceof Map && [...outcome.keys()].sort()).toEqual(unique.map(({ key }) => key).sort());
      }),
      { numRuns: 100 },
    );
  });

  it('may claim any length for its header', async () => {
    const { entries, bytes } = laidOut([{ key: 'a', dtype: 'F32', shape: [2] }]);
    const header = headerOf(entries);
    const lengths = fc.oneof(fc.bigInt({ min: 0n, max: 200n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
    await fc.assert(
      fc.asyncProperty(lengths, async (length) => {
        const outcome = await readOrRefuse(fileOf(header, bytes, length));
        if (length !== BigInt(header.length)) expect(outcome).toBeInstanceOf(Failure);
      }),
      { numRuns: 100 },
    );
  });

  it('with any bytes changed, or of any bytes at all, is read or refused', async () => {
    const { entries, bytes } = laidOut([
      { key: 'a.weight', dtype: 'F16', shape: [2, 3] },
      { key: 'a.bias', dtype: 'F16', shape: [2] },
    ]);
    const honest = fileOf(headerOf(entries), bytes);
    const flips = fc.array(fc.tuple(fc.nat({ max: honest.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(flips, async (changes) => {
        const changed = Buffer.from(honest);
        for (const [at, byte] of changes) changed[at] = byte;
        await readOrRefuse(changed);
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (junk) => {
        expect(await readOrRefuse(Buffer.from(junk))).toBeInstanceOf(Failure);
      }),
      { numRuns: 100 },
    );
  });
});
