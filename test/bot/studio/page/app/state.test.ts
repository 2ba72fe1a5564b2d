import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reweigh } from '#bot/studio/page/app/reweigh.ts';
import { INITIAL_STATE, onStage, type State, withCard } from '#bot/studio/page/app/state.ts';
import { createStore } from '#bot/studio/page/app/store.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

function card(change: Partial<JobCard> = {}): JobCard {
  return {
    id: 'job',
    live: false,
    parentId: null,
    origin: 'studio',
    by: null,
    createdAt: 1,
    state: 'queued',
    order: { prompt: 'a house' },
    style: null,
    settled: { model: '', sampler: '', steps: 4, guidance: 1, width: 64, height: 64, seed: 7, count: 1 },
    status: '',
    notices: [],
    step: 0,
    steps: 4,
    pictures: [],
    suggestions: [],
    masks: [],
    canUpscale: false,
    canRestore: false,
    canAnimate: false,
    moves: false,
    preview: null,
    previewStep: null,
    renderer: null,
    denoiseMs: null,
    ...change,
  };
}

describe('the gallery’s cards', () => {
  it('are in order, newest first, each job once', () => {
    const jobs = [card({ id: 'b', createdAt: 2 }), card({ id: 'c', createdAt: 3 }), card({ id: 'b', createdAt: 2 })];
    expect(jobs.reduce(withCard, [] as readonly JobCard[]).map(({ id }) => id)).toEqual(['c', 'b']);
  });

  it('leave when they are deleted or cancelled', () => {
    expect(withCard([card()], card({ state: 'deleted' }))).toEqual([]);
    expect(withCard([card()], card({ state: 'cancelled' }))).toEqual([]);
  });

  it('keep their preview until a newer one comes', () => {
    const drawn = withCard([card({ state: 'rendering', preview: 'data:1' })], card({ state: 'rendering', step: 2 }));
    expect(drawn[0]).toMatchObject({ step: 2, preview: 'data:1' });
    expect(withCard(drawn, card({ state: 'done' }))[0]!.preview).toBeNull();
  });
});

describe('the stage', () => {
  const jobs = [card({ id: 'new' }), card({ id: 'old' })];
  const live = card({ id: 'live', live: true });
  const cases: readonly [string, Partial<State>, string | undefined][] = [
    ['nothing at first', {}, undefined],
    ['the newest job', { jobs }, 'new'],
    ['the chosen job', { jobs, selectedId: 'old' }, 'old'],
    ['the newest when the chosen one is gone', { jobs, selectedId: 'gone' }, 'new'],
    ['what is live', { jobs, isLive: true, liveCard: live }, 'live'],
    ['the chosen job also while live', { jobs, isLive: true, liveCard: live, selectedId: 'old' }, 'old'],
  ];
  it.each(cases)('shows %s', (_what, change, id) => {
    expect(onStage({ ...INITIAL_STATE, ...change })?.id).toBe(id);
  });
});

describe('the store', () => {
  it('tells a view once about several changes, and only about its own values', async () => {
    const store = createStore({ a: 1, b: 1 });
    const told: number[] = [];
    store.watch(
      ({ a }) => [a],
      (a) => told.push(a),
    );
    store.set({ a: 2 });
    store.set({ a: 3 });
    await Promise.resolve();
    store.set({ b: 2 });
    await Promise.resolve();
    expect(told).toEqual([1, 3]);
  });
});

describe('weighing words with the keyboard', () => {
  const cases: readonly [string, string, number, string][] = [
    ['the word at the caret', 'a r|ed house', 0.1, 'a (red:1.1) house'],
    ['a selection', 'a |red house|', 0.1, 'a (red house:1.1)'],
    ['a selection with spaces around', 'a| red |house', 0.1, 'a (red:1.1) house'],
    ['what is weighed already', 'a (|red|:1.1) house', 0.1, 'a (red:1.2) house'],
    ['what is weighed less', 'a (|red|:0.9) house', -0.1, 'a (red:0.8) house'],
    ['back to plain', 'a (|red|:1.1) house', -0.1, 'a red house'],
    ['words of any script', 'ein Hä|uschen', 0.1, 'ein (Häuschen:1.1)'],
    ['nothing', 'a  |  b', 0.1, 'a    b'],
    ['nothing below zero', 'a (|red|:0) house', -0.1, 'a (red:0) house'],
  ];
  it.each(cases)('weighs %s', (_what, marked, change, expected) => {
    const [before, inside, after] = marked.split('|') as [string, string, string?];
    const text = marked.replaceAll('|', '');
    const to = after === undefined ? before.length : before.length + inside.length;
    const edit = reweigh(text, { from: before.length, to, change });
    expect(edit ? text.slice(0, edit.from) + edit.text + text.slice(edit.to) : text).toBe(expected);
  });

  it('comes back to the same text after as many steps up as down', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (steps) => {
        let text = 'a red house';
        let select = { from: 2, to: 5 };
        for (let step = 0; step < 2 * steps; step++) {
          const edit = reweigh(text, { ...select, change: step < steps ? 0.1 : -0.1 })!;
          text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
          select = edit.select;
        }
        expect(text).toBe('a red house');
      }),
    );
  });
});
