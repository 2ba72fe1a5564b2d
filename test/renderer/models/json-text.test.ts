import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonText } from '#renderer/models/json-text.ts';

describe('JSON with lines', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(readJsonText(text).value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is refused where JSON.parse refuses it', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '1', '-', '01', 'null', 'tru', '\\', '\n');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const isRead = (read: () => unknown) => {
          try {
            read();
            return true;
          } catch {
            return false;
          }
        };
        const isTwice = () => readJsonText(text);
        if (isRead(() => JSON.parse(text))) {
          if (!isRead(isTwice)) expect(isTwice).toThrow('is there twice');
        } else expect(isTwice).toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  it('knows the line of every value, or of what should hold it', () => {
    const { lineOf } = readJsonText('{\n  "models": [\n    {},\n    {\n      "name":\n        1\n    }\n  ]\n}');
    expect(lineOf([])).toBe(1);
    expect(lineOf(['models'])).toBe(2);
    expect(lineOf(['models', 0])).toBe(3);
    expect(lineOf(['models', 1, 'name'])).toBe(6);
    expect(lineOf(['models', 1, 'checkpoint', 'repo'])).toBe(4);
  });

  it.each([
    ['{\n"a": 1,\n}', 3, 'a name in double quotes is expected, given }'],
    ['{"a" 1}', 1, '":" is expected, given 1}'],
    ['[1\n2]', 2, '"," or "]" is expected, given 2]'],
    ['{"a": tru}', 1, 'a value is expected, given tru}'],
    ['', 1, 'a value is expected, given nothing'],
    ['{}\n\n{}', 3, 'the end of the file is expected, given {}'],
    ['{"a": "b\n"}', 1, 'a text in double quotes, closed on its line is expected'],
    ['{"a": 1,\n"a": 2}', 2, '"a" is there twice'],
    [`${'['.repeat(40)}`, 1, 'at most 32 levels is expected'],
  ])('says where %j is wrong', (text, line, message) => {
    const read = () => readJsonText(text);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ line }));
  });
});
