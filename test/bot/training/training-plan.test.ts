import { describe, expect, it } from 'vitest';
import type { TrainingWish } from '#bot/ports/training.ts';
import { nextName, trainTask, wishLike, wordFor } from '#bot/training/training-plan.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { SOME_BLOB } from '#test/fakes/some-tasks.ts';

const [model] = FAKE_DESCRIPTION.models;

describe('wishLike', () => {
  it.each(['style', 'subject', 'words'] as const)('is the %s that a training came of, under another name', (kind) => {
    const captions = ['', 'on a table', 'a mug here', 'a MUG, a mug cup'];
    const pictures = captions.map((caption, i) => ({ name: `${i}.png`, image: SOME_BLOB, caption, repeats: i + 1 }));
    const wish: TrainingWish = { kind, name: 'mug', about: kind === 'style' ? '' : 'cup', pictures };
    const task = trainTask(wish, { model: model!, steps: 9, seed: 1 });
    const again = wishLike({ kind, word: wordFor(wish) }, task, 'mug-2');
    expect({ ...again, pictures: again.pictures.map(({ caption, repeats }) => [caption, repeats]) }).toEqual({
      ...{ kind, name: 'mug-2', about: wish.about, model: 'tiny', steps: 9 },
      pictures: [
        ['', 1],
        ['on a table', 2],
        ['a mug-2 here', 3],
        ['a mug-2, a mug-2 cup', 4],
      ],
    });
    const next = trainTask(again, { model: model!, steps: 9, seed: 1 });
    expect(next.pictures.map(({ caption }) => caption)).toEqual(
      task.pictures.map(({ caption }) => caption.replace(/\bmug\b/gi, 'mug-2')),
    );
  });
});

describe('what a training leaves as it is', () => {
  const picture = { name: '1.png', image: SOME_BLOB, caption: '', repeats: 1 };
  const wish: TrainingWish = { kind: 'subject', name: 'mug', about: 'cup', pictures: [picture] };
  const classOf = (demonstration: boolean, about = 'cup') =>
    trainTask({ ...wish, about }, { model: { ...model!, demonstration }, steps: 9, seed: 1 }).classPictures;

  it('is the class, and of the small model other things in place of it; nothing where no class is named', () => {
    expect(classOf(false)).toEqual({ caption: 'a cup', count: 50 });
    const { caption, others, count } = classOf(true)!;
    expect([others!.length + 1, new Set([caption, ...others!]).size]).toEqual([count, count]);
    expect([caption, ...others!]).not.toContain('a cup');
    expect([classOf(false, ''), classOf(true, '')]).toEqual([null, null]);
  });
});

describe('nextName', () => {
  it('is the next number that is free, within 32 characters', () => {
    expect(nextName('mug', ['mug'])).toBe('mug-2');
    expect(nextName('mug-2', ['mug', 'mug-2', 'mug-3'])).toBe('mug-4');
    expect(nextName('a'.repeat(32), [])).toBe(`${'a'.repeat(30)}-2`);
  });
});
