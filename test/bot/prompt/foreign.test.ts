import { describe, expect, it } from 'vitest';
import { foreignHabits, foreignSetting } from '#bot/prompt/foreign.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const told = (text: string) => inEnglish(readPrompt(text).problems.map(({ message }) => message));

describe('settings of Midjourney', () => {
  it('are left out with their values, in one line', () => {
    const typed = 'a cat --v 6.1 --S 250 --q 2 --weird 10 --iw 1.5 --sref https://x.test/a.png --niji --raw at night';
    const { text, flags, problems } = readPrompt(typed);
    expect(text).toBe('a cat at night');
    expect(flags).toEqual({ imageWeight: 1.5 });
    expect(inEnglish(problems.map(({ message }) => message))).toEqual([
      'Left out, as there is nothing like it here: --v --s --q --weird --sref --niji --raw',
    ]);
    expect(problems[0]).toMatchObject({ isPlain: true });
  });

  it.each([
    ['a cat --w 100', {}, ['Left out, as there is nothing like it here: --w']],
    ['a cat --w 512 --h 768', { width: 512, height: 768 }, []],
    ['a cat --h 768 --w 512', { width: 512, height: 768 }, []],
    ['a cat --width 512', { width: 512 }, []],
    ['a cat --tile walking', { tile: true }, []],
    ['a cat --ar 3:2 --seed 7', { ratio: { width: 3, height: 2 }, seed: 7 }, []],
  ])('in %j leave %o', (text, flags, sentences) => {
    expect(readPrompt(text).flags).toEqual(flags);
    expect(told(text)).toEqual(sentences);
  });

  it.each([
    [
      '--prompt "a red cat" --negative_prompt "blurry, dog" --steps 20 --cfg_scale 6.5 --sampler_name "DPM++ 2M Karras"',
      'a red cat',
      { no: 'blurry, dog', steps: 20, guidance: 6.5, sampler: 'DPM++ 2M Karras' },
    ],
    ['--prompt a cat --width 512 --height 768 --batch_size 2', 'a cat', { width: 512, height: 768, count: 2 }],
    ['a cat --sd_model "dream like" --styles ink', 'a cat', { model: 'dream like', style: 'ink' }],
    ['a cat --denoising_strength 0.4 --weighting comfy', 'a cat', { strength: 0.4, weighting: 'comfy' }],
  ])('of A1111’s lines of prompts are read: %j', (typed, text, flags) => {
    const read = readPrompt(typed);
    expect([read.text.trim(), read.flags, read.problems]).toEqual([text, flags, []]);
  });

  it('of A1111 that there is nothing for are told like the others', () => {
    expect(told('a cat --restore_faces true --sameseed --do_not_save_grid --sampler_index 2 at night')).toEqual([
      'Left out, as there is nothing like it here: --restore_faces --sameseed --do_not_save_grid --sampler_index',
    ]);
    expect(readPrompt('a cat --restore_faces true at night').text).toBe('a cat at night');
  });

  it('are known by all their names, and no word of ours is among them', () => {
    expect(foreignSetting('Stylize')).toBe('number');
    for (const own of ['seed', 'steps', 'no', 'ar', 'style', 'h']) expect(foreignSetting(own)).toBeUndefined();
  });
});

describe('habits of other programs', () => {
  it.each([
    ['hot dog::1.5 food::-1', ['“::1.5” weighs nothing here']],
    ['hot:: dog', ['“::” weighs nothing here']],
    ['https://example.org/cat.png as a painting', ['“https://example.org/cat.png” is drawn as letters']],
  ])('%j is told: %o', (text, sentences) => {
    expect(told(text)).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
  });

  it.each([
    'a [cat::0.5] sat',
    'a [red|blue] cat',
    'std::vector',
    'a snake_case__word',
    'a {cat}',
    'a {red|blue} __cat__',
    '16:9',
    'a: b',
  ])('%j is none', (text) => expect(told(text)).toEqual([]));

  it('take time in proportion to the length', () => {
    for (const unit of ['{a|', '::', '__a', 'http://', '{']) {
      expect(foreignHabits(unit.repeat(7000), []).length).toBeLessThanOrEqual(4);
    }
  });
});
