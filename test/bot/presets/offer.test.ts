import { describe, expect, it } from 'vitest';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { canDraw, followOffer, offerOf } from '#bot/presets/offer.ts';
import type { Description, Limits } from '#shared/contract/messages.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';

function description(change: { models?: Record<string, string[]>; limits?: Partial<Limits> }): Description {
  const models = Object.entries(change.models ?? { tiny: [] }).map(([name, adapters]) => ({
    ...FAKE_DESCRIPTION.models[0]!,
    name,
    adapters: adapters.map((adapter) => ({ name: adapter, kind: 'lora' })),
  }));
  return { ...FAKE_DESCRIPTION, models, limits: { ...FAKE_DESCRIPTION.limits!, ...change.limits } };
}

describe('what a cluster offers', () => {
  it('is nothing when nobody has described itself', () => {
    expect(offerOf([])).toBeNull();
    expect(offerOf([{ ...FAKE_DESCRIPTION, limits: null }])).toBeNull();
  });
  it('is every model once, with the adapters of all that have it', () => {
    const offer = offerOf([description({ models: { a: ['x'] } }), description({ models: { b: [], a: ['y', 'x'] } })]);
    expect(offer?.models.map(({ name, adapters }) => [name, adapters.map((each) => each.name)])).toEqual([
      ['a', ['x', 'y']],
      ['b', []],
    ]);
    expect(offer?.samplers.map(({ name }) => name)).toEqual(['lcm', 'dpmpp_2m']);
  });
  it('names models that words are not enough for last', () => {
    const [plain] = FAKE_DESCRIPTION.models;
    const models = [{ ...plain!, name: 'inpainting', needs: ['image', 'mask'] }, plain!];
    expect(offerOf([{ ...FAKE_DESCRIPTION, models }])?.models.map(({ name }) => name)).toEqual([
      plain!.name,
      'inpainting',
    ]);
  });
  it('is within limits that every renderer keeps', () => {
    const one = description({ limits: { sideMin: 64, sideMax: 1024, sideMultiple: 8, stepsMax: 50, countMax: 4 } });
    const other = description({ limits: { sideMin: 32, sideMax: 2048, sideMultiple: 12, stepsMax: 150, countMax: 1 } });
    const expected = { sideMin: 64, sideMax: 1024, sideMultiple: 24, stepsMax: 50, countMax: 1 };
    expect(offerOf([one, other])?.limits).toMatchObject(expected);
    expect(offerOf([other, one])?.limits).toMatchObject(expected);
  });
});

describe('what is offered now', () => {
  const renderer = (id: string, description: Description | null): RendererSnapshot => ({
    id,
    address: id,
    up: description !== null,
    downReason: null,
    description,
    state: null,
  });

  it('counts a renderer that has not answered since the restart by what it said before', async () => {
    const cluster = { snapshot: () => [renderer('a', null), renderer('b', description({ models: { b: [] } }))] };
    const said = description({ models: { a: [] } });
    const remembered = { cluster, descriptions: { recall: async (id: string) => (id === 'a' ? said : null) } };
    expect((await followOffer(remembered).offer())?.models.map(({ name }) => name)).toEqual(['a', 'b']);
    const fresh = { cluster, descriptions: { recall: async () => null } };
    expect((await followOffer(fresh).offer())?.models.map(({ name }) => name)).toEqual(['b']);
  });

  it('is done by a renderer that takes its kind, and has the model, its adapters and the sampler', () => {
    const said = description({ models: { a: ['x'] } });
    const spec = { kind: 'draw', model: 'a', adapters: [{ name: 'x', weight: 1 }], sampler: 'lcm' } as const;
    expect(canDraw(said, spec)).toBe(true);
    for (const other of [
      { model: 'b' },
      { adapters: [{ name: 'y', weight: 1 }] },
      { sampler: 'heun' },
      { kind: 'train' } as const,
    ])
      expect(canDraw(said, { ...spec, ...other })).toBe(false);
    expect(canDraw(said, { ...spec, imageAdapters: ['plus'] })).toBe(false);
    expect(canDraw(said, { ...spec, upscaler: 'esr' })).toBe(false);
    const enlarging = { ...said, upscalers: [{ name: 'esr', scale: 4, licence: '' }] };
    expect(canDraw(enlarging, { ...spec, upscaler: 'esr' })).toBe(true);
    expect(canDraw(enlarging, { ...spec, upscaler: 'esr', denoises: true })).toBe(false);
    const denoising = { ...said, upscalers: [{ name: 'esr', scale: 4, licence: '', denoises: true }] };
    expect(canDraw(denoising, { ...spec, upscaler: 'esr', denoises: true })).toBe(true);
    expect(canDraw(null, spec)).toBe(false);
    const upscale = { kind: 'upscale', model: null, adapters: [], sampler: null } as const;
    expect(canDraw({ ...said, tasks: ['upscale'] }, upscale)).toBe(true);
    const depth = { ...upscale, kind: 'preprocess', methods: ['depth'] } as const;
    const preprocessing = { ...said, tasks: ['preprocess'] };
    expect(canDraw(preprocessing, depth)).toBe(false);
    const preprocessors = [{ method: 'depth', model: 'small', licence: '' }];
    expect(canDraw({ ...preprocessing, preprocessors }, depth)).toBe(true);
  });
});
