import { expect, it } from 'vitest';
import { sentenceOf } from '#bot/domain/sentence.ts';

it('pictures of one sentence have one name for it, whatever was set and weighed', () => {
  const same = [
    'a red house',
    'a (Red:1.3) house',
    'a red  house --seed 7',
    'a red house, <lora:ink:0.8> --steps=4 --ar 3:2',
  ];
  expect(new Set(same.map(sentenceOf))).toEqual(new Set(['a red house']));
  expect(sentenceOf('a red boat')).not.toBe(sentenceOf('a red house'));
  expect([sentenceOf(' --seed 4 '), sentenceOf('')]).toEqual(['--seed 4', '']);
  expect(sentenceOf('灯台 [day:night:0.5]')).toBe('灯台 day:night');
});
