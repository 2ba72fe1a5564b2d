import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { checkCase, storedGolden } from '#test/golden/check/check-case.ts';
import { checkGolden, otherKeys, type PartReport } from '#test/golden/check/check-golden.ts';
import { compareBytes, compareTensor } from '#test/golden/check/compare.ts';
import type { Finding, GoldenPart } from '#test/golden/check/part.ts';
import { PICTURE_PART } from '#test/golden/check/parts/pictures.ts';
import { PARTS } from '#test/golden/check/parts.ts';
import { findGolden, goldenOf, readGolden } from '#test/golden/check/read-golden.ts';

const recorded = { shape: [2], sum: 3, absmean: 1.5, idx: [0, 1], val: [1, 2] };

const scratch = scratchFolder();

function partOf(key: string, run: () => Promise<readonly Finding[]>): GoldenPart {
  return { format: 'control', key, cases: () => [{ name: 'one', run }] };
}

async function reports(parts: readonly GoldenPart[], content: object): Promise<PartReport[]> {
  const found: PartReport[] = [];
  for await (const one of checkGolden(goldenOf(content, 'some.json'), parts)) found.push(one);
  return found;
}

describe('golden files', () => {
  it('are told apart by their keys, and others are refused', () => {
    expect(goldenOf({ unet: {}, sched: [] }, 'a.json').format).toBe('engine');
    expect(goldenOf({ prefix: 'x', controlnet: {} }, 'a.json').format).toBe('control');
    expect(goldenOf({ grad: [] }, 'a.json').format).toBe('training');
    expect(goldenOf({ controlnet: { config: {}, down: [] } }, 'a.json').format).toBe('engine');
    expect(() => goldenOf({ name: 'package' }, 'package.json')).toThrow(
      /Cannot check package.json: it must have the keys/,
    );
  });

  it('are found by their bare names beside the tests, where there is none of that name, and by paths alone there', async () => {
    const [own, broken] = ['training.json', 'broken.json'].map((name) => join(scratch, name));
    expect(basename(dirname(findGolden('training.json')))).toBe('golden');
    expect((await readGolden(findGolden('adapters.json')).catch(String)) as string).toMatch(/must have the keys of/);
    expect(() => findGolden(own!)).toThrow(`Cannot check ${own}: no such file`);
    expect(() => findGolden('none.json')).toThrow(
      /^Cannot check none.json: no such file, neither here nor in test.golden$/,
    );
    writeFileSync(own!, '{"prefix": "x", "grad": []}');
    expect(findGolden(own!)).toBe(own);
    writeFileSync(broken!, '{');
    await expect(readGolden(broken!)).rejects.toThrow(/^Cannot check broken.json: it must be JSON/);
  });

  it('have other numbers with another prefix, which stands before every name', () => {
    const [plain, other] = ['', 'x/'].map((prefix) => goldenOf({ prefix, sam: {} }, 'a.json').recipe);
    expect(other!.uniform('in:a', 4)).toEqual(plain!.uniform('x/in:a', 4));
    expect(other!.picture('a', [4, 4]).data).not.toEqual(plain!.picture('a', [4, 4]).data);
  });

  it('are made of the pictures of the recipe', () => checkCase(PICTURE_PART, 'a'));

  it.each(['engine', 'control', 'training', 'inpaint-control', 'control-families', 'other-sizes'] as const)(
    'leave no key of %s.json without a check',
    (name) => {
      expect(otherKeys(storedGolden(name), PARTS).unchecked).toEqual([]);
    },
  );

  it('report what is short, what fails and what nobody checks', async () => {
    const parts = [
      partOf('sam', async () => [
        { what: 'near', error: 1, bound: 2 },
        { what: 'far', error: 3, bound: 2 },
      ]),
      partOf('faces.align', () => Promise.reject(new Error('no network'))),
    ];
    const content = { prefix: '', sam: {}, faces: { align: [], paste: [], opencv: '5', is_gray: [] }, blip: {} };
    const [sam, faces] = await reports(parts, content);
    expect(sam).toMatchObject({ comparisons: 2, worst: { what: 'one far' }, short: [{ error: 3 }] });
    expect(faces!.short).toEqual([{ what: 'one: no network', error: Infinity, bound: 0 }]);
    expect(otherKeys(goldenOf(content, 'some.json'), parts)).toEqual({
      notes: ['prefix', 'faces.opencv'],
      leftOut: [expect.stringMatching(/^faces.is_gray \(CodeFormer's own branch/)],
      unchecked: ['faces.paste', 'blip'],
    });
  });
});

describe('comparisons', () => {
  const compare = (...data: number[]) =>
    compareTensor('', { dims: [2], data: Float32Array.from(data) }, recorded, { bound: 0.1, relative: true }).error;

  it('of tensors take the worst sample as a share of the mean, and what is no number as infinitely far', () => {
    expect(compare(1, 2)).toBe(0);
    expect(compare(1, 2.3)).toBeCloseTo(0.2);
    expect(compare(1, Number.NaN)).toBe(Infinity);
    expect(compareTensor('', { dims: [3], data: new Float32Array(3) }, recorded, { bound: 1 }).error).toBe(Infinity);
  });

  it('of bytes count levels where levels are allowed, and look at the hash where none are', () => {
    const expected = { shape: [2], base64: Buffer.from([1, 2]).toString('base64') };
    expect(compareBytes('', Uint8Array.of(1, 4), expected, 1)).toMatchObject({ error: 2, bound: 1 });
    expect(compareBytes('', Uint8Array.of(1, 2), { shape: [2], sha256: 'another', idx: [0], val: [1] }).error).toBe(1);
  });
});
