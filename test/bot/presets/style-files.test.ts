import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_SETTLED } from '#bot/presets/ready-made.ts';
import { printStyleCsv, printStyleJson, readStyleCsv } from '#bot/presets/style-files.ts';

const style = (name: string, change: object = {}) => ({ ...NOTHING_SETTLED, name, description: '', ...change });

describe('styles.csv', () => {
  it('is read as A1111 writes it: columns by name, words in quotes, rows without words left out', () => {
    const text =
      '\uFEFFname,prompt,negative_prompt\r\nnone,,\r\n"Oil, thick","oil of {prompt}, ""wet""\npaint",photo\r\n';
    expect(readStyleCsv(text)).toEqual([
      { name: 'Oil, thick', template: 'oil of {prompt}, "wet"\npaint', negative: 'photo' },
    ]);
    expect(readStyleCsv('negative_prompt,text,name\nx,y,old')).toEqual([{ name: 'old', template: 'y', negative: 'x' }]);
  });

  it('is refused without its columns', () => {
    expect(() => readStyleCsv('a,b\n1,2')).toThrow('must have the columns name and prompt, given a, b');
  });

  it('gives back what was written, whatever the words are, and no text makes it hang', () => {
    const words = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', '{prompt}'), maxLength: 12 });
    const named = fc.record({ name: fc.stringMatching(/^[a-z"]{1,5}$/), template: words, negative: words });
    fc.assert(
      fc.property(fc.array(named, { maxLength: 4 }), fc.string(), (rows, junk) => {
        const shown = rows.filter(
          ({ template, negative }) => (template + negative).trim() !== '' && template !== '{prompt}',
        );
        expect(readStyleCsv(printStyleCsv(shown.map((row) => style(row.name, row))))).toEqual(shown);
        try {
          readStyleCsv(`name,prompt\n${junk}`);
        } catch (thrown) {
          expect(thrown).toHaveProperty('code', 'invalid');
        }
      }),
      { numRuns: 200 },
    );
  });
});

it('styles.json has the names of options, and nothing that a style leaves to the model', () => {
  const adapters = [{ name: 'ink', weight: 0.8 }];
  const pictures = { control: 'canny', likeStrength: 0.4 };
  const owned = { serverId: 'harbour', authorId: 'ada', createdAt: 1, updatedAt: 1 };
  const json = printStyleJson([
    style('ink', { ...owned, steps: 3, width: 64, height: 96, adapters, clipSkip: 2, ...pictures }),
  ]);
  const size = { size: '64x96', 'clip-skip': 2, adapters: 'ink:0.8', control: 'canny', 'like-strength': 0.4 };
  expect(JSON.parse(json)).toEqual([{ name: 'ink', template: '{prompt}', steps: 3, ...size }]);
});
