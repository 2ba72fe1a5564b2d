import { describe, expect, it } from 'vitest';
import { captionToTrain, promptsOf, ratingOf } from '#bot/prompt/described.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';

const caption = (text: string) => ({ text });
const tag = (text: string) => ({ text, isTag: true });

describe('promptsOf', () => {
  it('takes four captions, or leaves the last places to tags', () => {
    const captions = ['a', 'b', 'c', 'd', 'e'].map(caption);
    expect(promptsOf(captions)).toEqual(['a', 'b', 'c', 'd']);
    expect(promptsOf([...captions, tag('1girl'), tag('long_hair')])).toEqual(['a', 'b', 'c', '1girl, long hair']);
    expect(promptsOf([])).toEqual([]);
  });

  it('leaves out what a picture is rated, which is told beside them', () => {
    const rated = [tag('1girl'), tag('long_hair'), { ...tag('rating:sensitive'), score: 0.8 }];
    expect(promptsOf(rated)).toEqual(['1girl, long hair']);
    expect(ratingOf(rated)).toEqual({ name: 'sensitive', score: 0.8 });
    expect(ratingOf([caption('rating:general')])).toBeNull();
  });

  it('makes two prompts of tags alone where there are many', () => {
    const tags = Array.from({ length: 50 }, (_, i) => tag(`t${i}`));
    const [all, few, ...none] = promptsOf(tags);
    expect(all!.split(', ')).toHaveLength(40);
    expect(few).toBe('t0, t1, t2, t3, t4, t5, t6, t7');
    expect(none).toEqual([]);
  });

  it.each(['smile (cat)', 'a [sign] that says {x|y} <lora:a:1>', 'back\\slash', 'a -- b --steps 9', ':d'])(
    'says %j so that the prompt has it as mere words',
    (text) => {
      const [prompt] = promptsOf([caption(text)]);
      const { prompt: read, flags, adapters, problems } = readPrompt(prompt!);
      const words = text.replace('--', '-').replace('--', '-');
      expect(read).toEqual({ chunks: [{ spans: [{ text: words, weight: 1 }] }] });
      expect([flags, adapters, problems]).toEqual([{}, [], []]);
    },
  );
});

describe('captionToTrain', () => {
  it('is the first caption as it is, or tags with commas between where no captioner is there', () => {
    const tags = [tag('red_house'), tag('in a meadow'), tag('rating:general')];
    expect(captionToTrain([...tags, caption('a house (old)'), caption('a hut')])).toBe('a house (old)');
    expect(captionToTrain(tags)).toBe('red house, in a meadow');
    expect(captionToTrain([tag('rating:general')])).toBe('');
    expect(captionToTrain([])).toBe('');
  });
});
