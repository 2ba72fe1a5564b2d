import { expect, it } from 'vitest';
import { usedAdapters, withAdapter, withoutAdapter, withStrength } from '#bot/studio/page/app/prompt-adapters.ts';

it('adapters are read from the prompt, and their strength and they themselves are changed there', () => {
  const prompt = 'a house <lora:ink:0.8> at night <lyco:neon:0.2:1> --seed 7';
  expect(usedAdapters(prompt)).toEqual([
    { name: 'ink', weight: 0.8 },
    { name: 'neon', weight: 1 },
  ]);
  expect(withStrength(prompt, 'ink', 0.123)).toContain('a house <lora:ink:0.12> at night <lyco:neon');
  expect(withStrength(prompt, 'neon', 0.5)).toContain('<lora:neon:0.5> --seed 7');
  expect(withoutAdapter(prompt, 'ink')).toBe('a house at night <lyco:neon:0.2:1> --seed 7');
  expect(withoutAdapter(`${prompt} <lora:ink:1>`, 'ink')).not.toContain('ink');
  expect(withAdapter('a house --seed 7', { name: 'ink', triggers: ['inkstyle', 'House'] })).toBe(
    'a house, inkstyle <lora:ink:1> --seed 7',
  );
});
