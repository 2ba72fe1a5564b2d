import { describe, expect, it } from 'vitest';
import type { JobCard, StyleChange, StyleList, TokenCard } from '#bot/studio/server/api.ts';
import { openStudio } from '#test/bot/studio/server/studio-fixture.ts';

const GOUACHE = {
  name: 'Gouache',
  description: 'Matte paint',
  template: 'gouache of {prompt}',
  steps: 6,
  adapters: 'lcm',
};

describe('styles of the studio', () => {
  it('begin with the ready-made ones and a default', async () => {
    const { ask } = await openStudio();
    const { body } = await ask<StyleList>('GET', '/api/styles');
    expect(body.styles.find(({ name }) => name === 'blueprint')).toMatchObject({ readyMade: true });
    expect(body.defaultStyle).toBe('storybook');
  });

  it('are created, used, changed, made the default and deleted', async () => {
    const { ask } = await openStudio();
    const created = await ask<StyleChange>('POST', '/api/styles', GOUACHE);
    expect([created.status, created.body.name]).toEqual([201, 'gouache']);
    expect(created.body.notices).toEqual(['The name is written “gouache”']);
    const { body: job } = await ask<JobCard>('POST', '/api/jobs', { order: { prompt: 'a cat', style: 'gouache' } });
    expect(job).toMatchObject({ style: 'gouache', settled: { steps: 6 } });
    const { body: changed } = await ask<StyleChange>('PUT', '/api/styles/gouache', { ...GOUACHE, steps: null });
    expect(changed.styles.find(({ name }) => name === 'gouache')).toMatchObject({ steps: null, readyMade: false });
    const { body: chosen } = await ask<StyleList>('PUT', '/api/default-style', { name: 'gouache' });
    expect(chosen.defaultStyle).toBe('gouache');
    expect((await ask<StyleList>('PUT', '/api/default-style', { name: null })).body.defaultStyle).toBeNull();
    const { body: left } = await ask<StyleList>('DELETE', '/api/styles/gouache');
    expect(left.styles.some(({ name }) => name === 'gouache')).toBe(false);
  });

  it('of the studio replace a ready-made one of the same name', async () => {
    const { ask } = await openStudio();
    const { body } = await ask<StyleChange>('POST', '/api/styles', { ...GOUACHE, name: 'blueprint' });
    expect(body.styles.filter(({ name }) => name === 'blueprint')).toMatchObject([{ readyMade: false }]);
  });

  const wrong: readonly [string, object, number, RegExp][] = [
    ['two places for the prompt', { template: '{prompt} {prompt}' }, 400, /may stand in it once, given 2 times/],
    ['the name of no style', { name: 'plain' }, 400, /that word means no style/],
    ['an empty name', { name: '' }, 400, /1–32 letters/],
    ['steps 0', { steps: 0 }, 400, /steps.*given 0/],
    ['an unknown model', { model: 'demmo' }, 400, /did you mean “demo”/],
    ['an unknown adapter', { adapters: 'lcn' }, 400, /“lcn”/],
    ['a width of 513', { width: 513 }, 400, /multiple of 8, given 513/],
    ['a sampler that is a number', { sampler: 7 }, 400, /"sampler": it must be text, given 7/],
    ['everything wrong at once', { name: '', steps: 0 }, 400, /1–32 letters[\s\S]*given 0/],
  ];
  it.each(wrong)('with %s are refused in words', async (_what, change, status, sentence) => {
    const { ask } = await openStudio();
    const reply = await ask('POST', '/api/styles', { ...GOUACHE, ...change });
    expect([reply.status, reply.body.error]).toEqual([status, expect.stringMatching(sentence)]);
  });

  it('that are not there, or there twice, are refused in words', async () => {
    const { ask } = await openStudio();
    await ask('POST', '/api/styles', GOUACHE);
    expect((await ask('POST', '/api/styles', GOUACHE)).status).toBe(409);
    expect(await ask('PUT', '/api/styles/blueprint', GOUACHE)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('“blueprint” is ready-made and stays') },
    });
    expect((await ask('DELETE', '/api/styles/nothing')).body.error).toContain('no style “nothing”');
    expect((await ask('PUT', '/api/default-style', { name: 'nothing' })).status).toBe(404);
  });
});

describe('the token count', () => {
  it('is of what would be encoded: words in their style, without settings, window by window', async () => {
    const { ask } = await openStudio();
    const count = async (prompt: string, style: string | null) =>
      (await ask<TokenCard>('POST', '/api/tokens', { prompt, style })).body.windows;
    expect(await count('a (red:1.4) house --steps 4', 'plain')).toEqual([3]);
    expect(await count('a red house', 'pixel-art')).toEqual([6]);
    expect(await count('a red house', null)).toEqual([3]);
    expect(await count('a red house BREAK by the sea', 'plain')).toEqual([3, 3]);
  });

  it('is empty where no renderer can count', async () => {
    const { ask, renderer } = await openStudio();
    await renderer.vanish();
    const { status, body } = await ask<TokenCard>('POST', '/api/tokens', { prompt: 'a house', style: null });
    expect([status, body]).toEqual([200, { windows: null, windowTokens: 75 }]);
  });
});
