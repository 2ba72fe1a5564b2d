import { describe, expect, it } from 'vitest';
import { choosePreload, type PreloadPlaces } from '#bot/dispatch/choose-preload.ts';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { createRendererIndex } from '#bot/dispatch/renderer-index.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import type { AdapterUse } from '#shared/contract/messages.ts';
import { renderer } from '#test/bot/dispatch/placement-fixture.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const INK = [{ name: 'ink', weight: 1 }];

/** Models, or models with adapters, by how often they are asked for. */
type Asked = readonly (readonly [model: string, asked: number, adapters?: readonly AdapterUse[]])[];

function choose(asked: Asked, renderers: readonly RendererLoad[], change: Partial<PreloadPlaces> = {}) {
  const index = createRendererIndex();
  index.update(renderers);
  const demand = asked.map(([model, times, adapters = []]) => ({
    needs: needsOf(settledOrder({ model, adapters }).task),
    asked: times,
  }));
  const places = { index, mayLoad: () => true, placesOf: () => 2, msPerWork: () => null, ...change };
  const chosen = choosePreload(demand, places);
  if (!chosen) return null;
  const merged = chosen.adapters.map(({ name }) => `+${name}`).join('');
  return `${chosen.model}${merged} on ${chosen.renderer.snapshot.id}`;
}

const busy = (id: string, ...models: readonly string[]) =>
  renderer(id, { backlogMs: 9_000, resident: models.map((model) => ({ model })) });
const idle = (id: string, ...models: readonly string[]) =>
  renderer(id, { resident: models.map((model) => ({ model })) });

describe('what is loaded ahead', () => {
  it('is what is asked for most of what no idle renderer has', () => {
    expect(choose([['a', 9]], [busy('r', 'a'), idle('s')])).toBe('a on s');
    expect(choose([['a', 9]], [busy('r', 'a'), idle('s', 'a'), idle('t')])).toBeNull();
    const both: Asked = [
      ['a', 9],
      ['b', 5],
    ];
    expect(choose(both, [busy('r', 'b'), idle('s', 'a'), idle('t')])).toBe('b on s');
  });

  it('is nothing that was asked for once, or that nobody can draw', () => {
    expect(choose([['a', 1]], [busy('r', 'a'), idle('s')])).toBeNull();
    expect(choose([['c', 9]], [idle('s')])).toBeNull();
    expect(choose([['c', 9]], [renderer('s', { models: ['a', 'c'], resident: [] })])).toBe('c on s');
  });

  it('goes to nobody who is busy, down, starting, draining, in maintenance or cooling down', () => {
    const some = { resident: [] };
    const unfit = [
      busy('busy'),
      renderer('down', { ...some, up: false }),
      renderer('starting', { ...some, phase: 'STARTING' }),
      renderer('draining', { ...some, phase: 'DRAINING' }),
      renderer('maintained', { ...some, maintained: true }),
      renderer('resting', { ...some, resting: true }),
    ];
    expect(choose([['a', 9]], unfit)).toBeNull();
    expect(choose([['a', 9]], [...unfit, idle('s')])).toBe('a on s');
    expect(choose([['a', 9]], [idle('s'), idle('t')], { mayLoad: ({ snapshot: { id } }) => id === 't' })).toBe(
      'a on t',
    );
  });

  it('takes a free place before the place of another, and of equals the fastest', () => {
    const asked: Asked = [
      ['a', 9],
      ['b', 2],
      ['c', 2],
    ];
    const models = ['a', 'b', 'c'];
    const full = renderer('full', { models, resident: [{ model: 'b' }, { model: 'c' }] });
    const free = (id: string) => renderer(id, { models, resident: [{ model: 'c' }] });
    expect(choose(asked, [full, free('r')])).toBe('a on r');
    const msPerWork: PreloadPlaces['msPerWork'] = ({ snapshot: { id } }) => ({ r: 200, s: 50 })[id] ?? null;
    expect(choose(asked, [free('unknown'), free('r'), free('s')], { msPerWork })).toBe('a on s');
  });

  it('takes the place of the least lately used only where that is asked for much less, copy by copy', () => {
    const models = ['a', 'b', 'c'];
    const full = renderer('full', { models, resident: [{ model: 'b' }, { model: 'c' }] });
    expect(
      choose(
        [
          ['a', 9],
          ['b', 5],
        ],
        [full],
      ),
    ).toBeNull();
    expect(
      choose(
        [
          ['a', 9],
          ['b', 4],
        ],
        [full],
      ),
    ).toBe('a on full');
    // A second copy of a is worth half.
    expect(
      choose(
        [
          ['a', 9],
          ['b', 4],
        ],
        [busy('r', 'a'), full],
      ),
    ).toBeNull();
    // Nobody knows how much fits: something goes.
    const one = renderer('one', { models, resident: [{ model: 'b' }] });
    expect(
      choose(
        [
          ['a', 9],
          ['b', 5],
        ],
        [one],
        { placesOf: () => null },
      ),
    ).toBeNull();
    expect(
      choose(
        [
          ['a', 9],
          ['b', 5],
        ],
        [one],
      ),
    ).toBe('a on one');
  });

  it('has adapters merged into it that the renderer merges, and none that it adds to renders', () => {
    const asked: Asked = [['a', 9, INK]];
    expect(choose(asked, [idle('s', 'a')])).toBe('a+ink on s');
    expect(choose(asked, [renderer('s', { switches: true, resident: [] })])).toBe('a on s');
    expect(choose(asked, [renderer('s', { switches: true })])).toBeNull();
    // What merges nothing is the same model for all who ask for it.
    expect(
      choose(
        [
          ['a', 1, INK],
          ['a', 1],
        ],
        [renderer('s', { switches: true, resident: [] })],
      ),
    ).toBe('a on s');
  });
});
