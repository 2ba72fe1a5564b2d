import { expect, it } from 'vitest';
import { benchPromptLanguage } from '#test/bench/prompt-language.ts';

it('no one of 100,000 strings throws or takes longer than 50 ms', async () => {
  const rows = new Map((await benchPromptLanguage()).map(({ name, value }) => [name, value]));
  expect(rows.get('strings that throw')).toBe(0);
  expect(rows.get('slowest string')).toBeLessThan(50);
}, 300_000);
