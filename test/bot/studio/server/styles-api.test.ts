import { describe, expect, it } from 'vitest';
import { READY_MADE_SERVER } from '#bot/ports/preset-pictures.ts';
import type { CompletionCard, ReadingCard, StyleList } from '#bot/studio/server/api.ts';
import { openStudio, run, submit } from '#test/bot/studio/server/studio-fixture.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const GOUACHE = {
  name: 'Gouache',
  description: 'Matte paint',
  template: 'gouache of {prompt}',
  steps: 6,
  adapters: 'lcm',
};

describe('styles of the studio', () => {
  it('begin with the ready-made ones and a default', async () => {
    const { ask, workplace, studio } = await openStudio();
    const { body } = await ask<StyleList>('GET', '/api/styles');
    const drawn = { name: 'blueprint', look: 'as it is', data: Buffer.from('a small picture') };
    await workplace.storage.presetPictures.put(READY_MADE_SERVER, drawn);
    const drawnNow = (await ask<StyleList>('GET', '/api/styles')).body.styles;
    const addressOf = (list: StyleList['styles'], name: string) => list.find((one) => one.name === name)!.picture;
    expect([addressOf(body.styles, 'blueprint'), addressOf(drawnNow, 'storybook')]).toEqual([null, null]);
    expect(addressOf(drawnNow, 'blueprint')).toMatch(/^\/api\/styles\/blueprint\/picture\?look=/);
    const look = (name: string) => fetch(`${studio.address}/api/styles/${name}/picture`);
    const [there, missing] = [await look('blueprint'), await look('storybook')];
    expect([there.headers.get('content-type'), await there.text()]).toEqual(['image/webp', 'a small picture']);
    expect([missing.status, (await look('nothing-like-it')).status]).toEqual([404, 404]);
    expect(body.styles.find(({ name }) => name === 'blueprint')).toMatchObject({ readyMade: true });
    expect(body.defaultStyle).toBe('storybook');
  });

  it('are created, used, changed, made the default, deleted and brought back', async () => {
    const place = await openStudio();
    const styles = async () => (await place.ask<StyleList>('GET', '/api/styles')).body;
    const style = async (name: string) => (await styles()).styles.find((one) => one.name === name);
    const created = await run(place, 'style create', GOUACHE);
    expect(created).toMatchObject({ status: 200, body: { answer: 'card', style: 'gouache' } });
    expect(inEnglish(created.body)).toMatchObject({ notices: ['The name is written “gouache”'] });
    const job = await submit(place, { prompt: 'a cat', style: 'gouache' });
    expect(job).toMatchObject({ style: 'gouache', settled: { steps: 6 } });
    await run(place, 'style edit', { name: 'gouache', steps: null, width: 256 });
    expect(await style('gouache')).toMatchObject({ steps: null, width: 256, readyMade: false });
    await run(place, 'style undo', { name: 'gouache' });
    expect(await style('gouache')).toMatchObject({ steps: 6, width: null });
    await run(place, 'style default', { name: 'gouache' });
    expect((await styles()).defaultStyle).toBe('gouache');
    await run(place, 'style default', { name: 'plain' });
    expect((await styles()).defaultStyle).toBeNull();
    const deleted = await run(place, 'style delete', { name: 'gouache' });
    expect(deleted.body).toEqual({
      answer: 'sentence',
      sentence: 'The style gouache is forgotten. Its pictures stay.',
    });
    expect(await style('gouache')).toBeUndefined();
    await run(place, 'style undo', { name: 'gouache' });
    expect(await style('gouache')).toMatchObject({ steps: 6 });
  });

  it('of the studio replace a ready-made one of the same name', async () => {
    const place = await openStudio();
    await run(place, 'style create', { ...GOUACHE, name: 'blueprint' });
    const { body } = await place.ask<StyleList>('GET', '/api/styles');
    expect(body.styles.filter(({ name }) => name === 'blueprint')).toMatchObject([{ readyMade: false }]);
  });

  it('are imported from JSON, all or none', async () => {
    const place = await openStudio();
    const styles = [GOUACHE, { name: 'ink', 'clip-skip': 1 }];
    const imported = await run(place, 'style import', { json: JSON.stringify(styles) });
    expect(inEnglish(imported.body)).toMatchObject({ answer: 'card', notices: ['The name is written “gouache”'] });
    const again = await run(place, 'style import', { json: JSON.stringify({ name: 'ink', steps: 9 }) });
    expect(inEnglish(again.body)).toMatchObject({ notices: ['The style “ink” was there and has been replaced'] });
    const refusal = async (json: string) => (await run<{ error: string }>(place, 'style import', { json })).body.error;
    expect(await refusal('{')).toBe(
      'Cannot import styles: the text is neither JSON, as /style export gives it, nor the styles.csv of A1111',
    );
    expect(await refusal('[{"name":"oil"},{"name":"wax","step":1}]')).toMatch(/“step”: there is name, description/);
    expect(await refusal('[{"name":"oil"},{"name":"wax","steps":0}]')).toMatch(/^wax: .*given 0/);
    const { body } = await place.ask<StyleList>('GET', '/api/styles');
    expect(body.styles.filter(({ readyMade }) => !readyMade).map(({ name, steps }) => [name, steps])).toEqual([
      ['gouache', 6],
      ['ink', 9],
    ]);
  });

  const wrong: readonly [string, object, RegExp][] = [
    ['two places for the prompt', { template: '{prompt} {prompt}' }, /may stand in it once, given 2 times/],
    ['the name of no style', { name: 'plain' }, /that word means no style/],
    ['an empty name', { name: '' }, /1–32 letters/],
    ['steps 0', { steps: 0 }, /steps.*given 0/],
    ['an unknown model', { model: 'demmo' }, /did you mean “demo”/],
    ['an unknown adapter', { adapters: 'lcn' }, /“lcn”/],
    ['a width of 513', { width: 513 }, /multiple of 8, given 513/],
    ['a sampler that is a number', { sampler: 7 }, /“sampler”: it must be text, given 7/],
    ['a setting that nobody knows', { cfg: 7 }, /“cfg”: there is name, description, template/],
    ['everything wrong at once', { name: '', steps: 0 }, /1–32 letters[\s\S]*given 0/],
  ];
  it.each(wrong)('with %s are refused in words', async (_what, change, sentence) => {
    const reply = await run<{ error: string }>(await openStudio(), 'style create', { ...GOUACHE, ...change });
    expect([reply.status, reply.body.error]).toEqual([400, expect.stringMatching(sentence)]);
  });

  it('that are not there, or there twice, are refused in the words of Discord', async () => {
    const place = await openStudio();
    await run(place, 'style create', GOUACHE);
    expect((await run(place, 'style create', GOUACHE)).status).toBe(409);
    expect(await run(place, 'style edit', { name: 'blueprint', steps: 1 })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('“blueprint” is ready-made and stays') },
    });
    expect(await run(place, 'style delete', { name: 'nothing' })).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining('no style “nothing”') },
    });
    expect((await run(place, 'style default', { name: 'nothing' })).status).toBe(404);
  });

  it('are completed while a name is typed', async () => {
    const { ask } = await openStudio();
    const complete = async (command: string, option: string, typed: string) =>
      (await ask<CompletionCard[]>('POST', '/api/complete', { command, option, typed })).body.map(({ value }) => value);
    expect(await complete('imagine', 'style', 'pl')).toEqual(['plain']);
    expect(await complete('style create', 'adapters', 'lcm:1, b')).toEqual(['lcm:1, blueprint']);
    expect(await complete('imagine', 'prompt', 'a')).toEqual([]);
    expect(await complete('imagine', 'constructor', 'a')).toEqual([]);
  });
});

describe('a style of one’s own', () => {
  it('that has the name of a ready-made one says whose place it takes', async () => {
    const place = await openStudio();
    const made = await run(place, 'style create', { name: 'watercolor', template: '{prompt}, wet paint' });
    expect(JSON.stringify(made.body)).toContain('in place of the ready-made style “watercolor”');
    const other = await run(place, 'style create', { name: 'gouache', template: '{prompt}, gouache' });
    expect(JSON.stringify(other.body)).not.toContain('in place of');
  });
});

describe('the token count', () => {
  it('is of what would be encoded: words in their style, without settings, window by window', async () => {
    const { ask } = await openStudio();
    const count = async (prompt: string, style: string | null) =>
      (await ask<ReadingCard>('POST', '/api/reading', { prompt, style })).body.windows;
    expect(await count('a (red:1.4) house --steps 4', 'plain')).toEqual([3]);
    expect(await count('a red house', 'pixel-art')).toEqual([6]);
    expect(await count('a red house', null)).toEqual([3]);
    expect(await count('a red house BREAK by the sea', 'plain')).toEqual([3, 3]);
  });

  it('is empty where no renderer can count', async () => {
    const { ask, renderer } = await openStudio();
    await renderer.vanish();
    const { status, body } = await ask<ReadingCard>('POST', '/api/reading', { prompt: 'a house', style: null });
    expect([status, body]).toEqual([200, expect.objectContaining({ windows: null, windowTokens: 75 })]);
  });
});
