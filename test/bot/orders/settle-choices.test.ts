import { describe, expect, it } from 'vitest';
import { chooseSampler, chooseSpacing, chooseStyle, defaultModel } from '#bot/orders/settle-choices.ts';
import { DEMO, REAL, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { somePreset } from '#test/bot/presets/some-preset.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const OFFER = { presets: [somePreset({ name: 'own' })], defaultStyle: null, models: [DEMO, REAL], samplers: SAMPLERS };

describe('defaultModel()', () => {
  it('is a real model where there is one', () => {
    expect(defaultModel([DEMO, REAL])).toBe(REAL);
    expect(defaultModel([DEMO])).toBe(DEMO);
  });
});

describe('chooseStyle()', () => {
  it('takes a named style with a named model', () => {
    expect(chooseStyle(OFFER, { style: ' Own ', model: 'DEMO' })).toMatchObject({
      kind: 'chosen',
      preset: { name: 'own' },
      model: DEMO,
    });
  });

  it('shortens a name that nobody knows', () => {
    expect(inEnglish(chooseStyle(OFFER, { style: 'x'.repeat(500), model: undefined }))).toEqual({
      kind: 'refused',
      problem: `There is no style “${'x'.repeat(39)}…” here; there is plain, own`,
    });
  });
});

describe('chooseSampler()', () => {
  const check = (named: string | undefined, preset: Parameters<typeof somePreset>[0] | null) =>
    inEnglish(chooseSampler(OFFER, { named, preset: preset && somePreset(preset) }));

  it('is dpmpp_2m with Karras spacing where nothing is said', () => {
    expect(check(undefined, null)).toEqual({ name: 'dpmpp_2m', karras: true });
  });
  it('is what the style says', () => {
    expect(check(undefined, { name: 'a', sampler: 'euler', karras: true })).toEqual({ name: 'euler', karras: true });
    expect(check(undefined, { name: 'a', sampler: 'euler' })).toEqual({ name: 'euler', karras: false });
    expect(check(undefined, { name: 'a', sampler: 'lcm', karras: true })).toEqual({ name: 'lcm', karras: false });
  });
  it('is what the model’s operator says where the style says nothing, as far as renderers have it', () => {
    const said = { sampler: 'euler', karras: true, steps: 0, guidance: 0, clipSkip: 0 };
    const choose = (change: object, preset: Parameters<typeof somePreset>[0] | null = null) => {
      const model = { ...REAL, defaults: { ...said, ...change } };
      return chooseSampler(OFFER, { named: undefined, preset: preset && somePreset(preset), model });
    };
    expect(choose({})).toEqual({ name: 'euler', karras: true });
    expect(choose({ karras: false })).toEqual({ name: 'euler', karras: false });
    expect(choose({ sampler: 'heun' })).toEqual({ name: 'dpmpp_2m', karras: true });
    expect(choose({}, { name: 'a', sampler: 'euler_a' })).toEqual({ name: 'euler_a', karras: false });
    expect(choose({}, { name: 'a', sampler: 'euler', karras: false })).toEqual({ name: 'euler', karras: false });
  });
  it('is the first there is where dpmpp_2m is missing', () => {
    const samplers = SAMPLERS.slice(0, 2);
    expect(chooseSampler({ ...OFFER, samplers }, { named: undefined, preset: null })).toEqual({
      name: 'lcm',
      karras: false,
    });
  });
  it('refuses a sampler of a style that no renderer has', () => {
    expect(check(undefined, { name: 'a', sampler: 'heun' })).toEqual({
      problem: 'There is no sampler “heun” here; there is lcm, ddim, euler, euler_a, dpmpp_2m',
    });
  });
});

describe('chooseSpacing()', () => {
  const euler = SAMPLERS.find(({ name }) => name === 'euler')!;
  const trailing = { ...REAL, defaults: { ...SAID, spacing: 'trailing' } };
  const check = (choice: Partial<Parameters<typeof chooseSpacing>[0]>) =>
    inEnglish(chooseSpacing({ named: undefined, preset: null, model: REAL, sampler: euler, ...choice }));

  it('is what a flag says, also in A1111’s word, then the style, then the model', () => {
    const style = somePreset({ name: 'a', spacing: 'leading' });
    expect(check({}).spacing).toBe('');
    expect(check({ model: trailing }).spacing).toBe('trailing');
    expect(check({ model: trailing, preset: style }).spacing).toBe('leading');
    expect(check({ model: trailing, preset: style, named: 'linspace' }).spacing).toBe('linspace');
    expect(check({ named: 'sgm_uniform' })).toEqual({ spacing: 'trailing', problems: [], notices: [] });
  });

  it('refuses a word that is none', () => {
    expect(check({ named: 'cosy' }).problems).toEqual([
      'There is no spacing “cosy”; it can be linspace, leading, trailing',
    ]);
  });

  it('goes without where the sampler has timesteps of its own, and says so to who asked', () => {
    const lcm = SAMPLERS.find(({ name }) => name === 'lcm')!;
    expect(check({ sampler: lcm, model: trailing })).toEqual({ spacing: '', problems: [], notices: [] });
    expect(check({ sampler: lcm, named: 'trailing' })).toEqual({
      spacing: '',
      problems: [],
      notices: ['lcm has timesteps of its own, so it is drawn without spacing trailing'],
    });
  });
});

const SAID = { sampler: '', karras: false, steps: 0, guidance: 0, clipSkip: 0 };
