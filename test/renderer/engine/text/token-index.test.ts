import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexTokens } from '#renderer/engine/text/token-index.ts';

describe('indexTokens', () => {
  const token = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constant('__proto__'),
  );
  const ids = fc.array(fc.tuple(token, fc.nat(60_000)), { minLength: 1, maxLength: 40 }).map((pairs) => new Map(pairs));

  it.each([
    ['as Python writes it', (pairs: readonly string[]) => `{${pairs.join(', ')}}`],
    ['closely', (pairs: readonly string[]) => `{${pairs.join(',')}}\n`],
    ['with lines', (pairs: readonly string[]) => ` {\n  ${pairs.join(',\n  ')}\n}\n`],
  ])('reads an object %s', (_name, write) => {
    fc.assert(
      fc.property(ids, token, (given, other) => {
        const text = write(Array.from(given, ([key, id]) => `${JSON.stringify(key)}: ${id}`));
        const index = indexTokens(text)!;
        for (const [key, id] of given) expect(index.idOf(key)).toBe(id);
        expect(index.idOf(other)).toBe(given.get(other));
        expect(index.top).toBe(Math.max(...given.values()));
      }),
    );
  });

  it('reads letters that are spelt as numbers', () => {
    expect(indexTokens('{"\\u0120a": 7, "b\\"": 8}')!.idOf('Ġa')).toBe(7);
  });

  it.each([
    '',
    '{',
    '{}',
    '[]',
    '{"a"}',
    '{"a": 1',
    '{"a": 1,}',
    '{"a": 1.5}',
    '{"a": -1}',
    '{"a": 01}',
    '{"a": "1"}',
    '{"a": 1e3}',
    '{"a": 12345678901}',
    '{"a": 1} x',
    '{"a": 1 "b": 2}',
    '{"\\x": 1}',
    '{"a',
    '{"a\\',
    '{a: 1}',
    '{"a": }',
  ])('leaves %j to others', (text) => {
    expect(indexTokens(text)).toBeNull();
  });
});
