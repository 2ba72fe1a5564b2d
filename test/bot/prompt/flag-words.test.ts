import { describe, expect, it } from 'vitest';
import { FLAG_WORDS, flagWord } from '#bot/prompt/flag-words.ts';
import { readFlags } from '#bot/prompt/flags.ts';

describe('FLAG_WORDS', () => {
  it('names each setting and each word once', () => {
    const names = FLAG_WORDS.flatMap((word) => word.names);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(FLAG_WORDS.map((word) => word.key)).size).toBe(FLAG_WORDS.length);
  });

  it.each(FLAG_WORDS)('has an example that works: $example', ({ example, key }) => {
    const { flags, problems } = readFlags(`a cat ${example}`);
    expect(problems).toEqual([]);
    expect(Object.keys(flags)).toEqual([key]);
  });
});

describe('flagWord()', () => {
  it('finds a setting by any of its words, in upper or lower case', () => {
    expect(flagWord('CFG')?.key).toBe('guidance');
    expect(flagWord('aspect')?.key).toBe('ratio');
    for (const name of ['handover', 'high_noise_fraction', 'high-noise-fraction', 'refiner_switch_at'])
      expect(flagWord(name)?.key, name).toBe('handover');
    expect(flagWord('toString')).toBeUndefined();
  });
});
