import fc from 'fast-check';

/** Texts full of what the prompt language knows, mixed with any characters at all, lone surrogates too. */
export const promptText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(...'()[]:\\, \n', '(', ')', ':1.3)', ':-2)', ':1e9)', ': .5 )', ':1,3)'),
      },
      {
        weight: 4,
        arbitrary: fc.constantFrom('a', 'red house', 'BREAK', ' BREAK ', 'BREAKS', '--', '—', '-', '😀', '猫', 'é'),
      },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          '--seed 7',
          '--ar 3:2',
          ' --no ',
          '—seed',
          ' --steps',
          ' -n 3',
          '=',
          '--cfg NaN',
          '--what 5',
        ),
      },
      { weight: 2, arbitrary: fc.constantFrom('{', '|', '}', '{a|b}', '{a, b}', '__a__', '__', '2$$', '3::') },
      { weight: 2, arbitrary: fc.string({ maxLength: 8, unit: 'binary' }) },
      { weight: 1, arbitrary: fc.string({ maxLength: 4, unit: 'grapheme' }) },
      { weight: 1, arbitrary: fc.constantFrom('\ud83d', '\udc00', '\u0000', '\u200d') },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** Texts that change from step to step, or nearly so. */
export const changingText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('[', ']', '(', ')', ':', '|', ':3]', ':.5]', ': 2 ]', ':1.2)', '\\') },
      {
        weight: 3,
        arbitrary: fc.constantFrom('a', 'b c', ' ', ',', ' AND ', 'AND', ' :1.5 AND', 'BREAK', '<lora:x:1>'),
      },
      { weight: 2, arbitrary: fc.constantFrom('[a:b:3]', '[a|b|]', '[[a|b]:c:2]', '([a:2]:1.3)', '16:9') },
      { weight: 1, arbitrary: fc.string({ maxLength: 4, unit: 'binary' }) },
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));
