import { expect, it } from 'vitest';
import { completeLast } from '#bot/presets/completion.ts';

const ADAPTERS = [
  { name: 'ink', triggers: ['wet ink', 'paper'] },
  { name: 'inkwell' },
  { name: 'neon', triggers: ['glowing ink'] },
  { name: 'ink', triggers: [] },
];

it('adapters are completed with the words that call them up, also by these', () => {
  expect(completeLast(ADAPTERS.slice(0, 3), 'lcm:1, ink')).toEqual([
    { value: 'lcm:1, ink', label: 'lcm:1, ink – wet ink, paper' },
    { value: 'lcm:1, inkwell', label: 'lcm:1, inkwell' },
    { value: 'lcm:1, neon', label: 'lcm:1, neon – glowing ink' },
  ]);
  expect(completeLast(ADAPTERS, 'paper')).toEqual([]);
  expect(completeLast([{ name: 'x'.repeat(95) }], 'abc, def, x')).toEqual([]);
});
