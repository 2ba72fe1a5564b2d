import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonNestsDeeper, parseBoundedJson, readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('parseBoundedJson', () => {
  it('reads whatever JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(parseBoundedJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('counts lists and objects, not what stands in strings', () => {
    expect(parseBoundedJson('{"[[[[\\"[[[{":["]]"]}', 2)).toEqual({ '[[[["[[[{': [']]'] });
    expect(() => parseBoundedJson('{"a":[[]]}', 2)).toThrow(SyntaxError);
    expect(jsonNestsDeeper(nested(8), 8)).toBe(false);
    expect(jsonNestsDeeper(nested(9), 8)).toBe(true);
  });

  it('finds how deep any text nests, whatever stands in its strings', () => {
    const depthOf = (value: unknown): number =>
      typeof value !== 'object' || value === null ? 0 : 1 + Math.max(0, ...Object.values(value).map(depthOf));
    const { tree } = fc.letrec((tie) => ({
      text: fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', 'a') }),
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        tie('text'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(tie('text') as fc.Arbitrary<string>, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 3 }), (value) => {
        const depth = depthOf(value);
        expect(jsonNestsDeeper(JSON.stringify(value), depth)).toBe(false);
        expect(jsonNestsDeeper(JSON.stringify(value), depth - 1)).toBe(true);
      }),
    );
  });

  it('refuses brackets without an end before anything is built', () => {
    expect(() => parseBoundedJson('['.repeat(2_000_000))).toThrow('nests deeper than 32');
  });
});

describe('readJsonFile', () => {
  it('reads the numbers that Python writes as words, but not in a text', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'a.json'), '{"a": -Infinity, "b": [NaN, Infinity], "NaN": "a \\" Infinity"}');
      const wanted = { a: -Infinity, b: [null, Infinity], NaN: 'a " Infinity' };
      expect(await readJsonFile(join(folder, 'a.json'))).toEqual(wanted);
      await writeFile(join(folder, 'b.json'), `{"a": ${'"\\"'.repeat(200_000)}`);
      await expect(readJsonFile(join(folder, 'b.json'))).rejects.toThrow(SyntaxError);
    }));

  it('reads a file, and neither a folder nor one that is too large', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'a.json'), '{"a":1}');
      await mkdir(join(folder, 'b.json'));
      expect(await readJsonFile(join(folder, 'a.json'))).toEqual({ a: 1 });
      await expect(readJsonFile(join(folder, 'b.json'))).rejects.toThrow(SyntaxError);
      await expect(readJsonFile(join(folder, 'c.json'))).rejects.toThrow('ENOENT');
    }));
});
