import { describe, expect, it } from 'vitest';
import { callOf } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import type { CommandReply, JobCard, StyleList } from '#bot/studio/server/api.ts';
import { cardsUntil, openStudio } from '#test/bot/studio/server/studio-fixture.ts';
import { groupLines } from '#test/bot/text/group-lines.ts';
import { textsIn, unbracketed } from '#test/bot/text/unbracketed.ts';

const CALLS = [...groupLines('studio'), ...COMMANDS.map(callOf).map((call) => `/${call}`)].toSorted(
  (a, b) => b.length - a.length,
);
const DATA = [...SUGGESTIONS, 'a lighthouse', 'this machine', 'demo', 'lcm', 'gouache', 'matt', '{prompt}'];

/** Names of ready-made styles and what they add to a prompt. */
const STYLE_WORDS =
  /storybook|fine|pixel-art|watercolor|blueprint|neon|chalkboard|dpmpp_2m|euler_a|euler|ddim|style|painting|pixel art of|line drawing of|none/g;

const IMAGINE = '/api/commands/imagine';
const CREATE = '/api/commands/style/create';

const fixedIn = (value: unknown) =>
  textsIn(value)
    .map((text) => CALLS.reduce((left, call) => left.replaceAll(call, ''), text))
    .map((text) => unbracketed(text.replace(STYLE_WORDS, ''), DATA))
    .filter(Boolean);

describe('the studio in the language of the browser', () => {
  it('says jobs, styles and refusals in German', async () => {
    const place = await openStudio({ language: 'de-DE,de;q=0.9,en;q=0.5' });
    const { job: body } = (await place.ask<{ job: JobCard }>('POST', IMAGINE, { input: { prompt: 'a (lighthouse' } }))
      .body;
    expect(body.notices[0]).toMatchObject([
      { kind: 'plain', text: 'Diese Klammer wird nie geschlossen und reicht deshalb bis zum Ende' },
      { kind: 'excerpt', text: 'a (lighthouse', from: 2, to: 3 },
    ]);
    const cards = await cardsUntil(place, { id: body.id, state: 'done' });
    expect(cards.at(-1)?.status).toMatch(/^Gezeichnet in \d+(,\d+)? s$/);
    const { body: styles } = await place.ask<StyleList>('GET', '/api/styles');
    expect(styles.styles.find(({ name }) => name === 'blueprint')?.description).toBe('Weiße Linien auf blauem Papier');
    const { body: refused } = await place.ask('POST', IMAGINE, { input: { prompt: '' } });
    expect(refused.error).toBe('Der Prompt ist leer: Schreib, was gezeichnet werden soll');
  });

  it('has nothing fixed in a language of brackets', async () => {
    const place = await openStudio({ language: 'en-XA' });
    const { ask } = place;
    const { job: body } = (
      await ask<{ job: JobCard }>('POST', IMAGINE, { input: { prompt: 'a lighthouse', negative: 'matt' } })
    ).body;
    const cards = await cardsUntil(place, { id: body.id, state: 'done' });
    // Which platform it came from is told by name, and worded by the page.
    for (const { origin, ...card } of cards) expect([origin, fixedIn(card)]).toEqual(['studio', []]);
    const typed = { name: 'Gouache', description: 'matt', template: 'matt', steps: 9999, sampler: 'lcm karras' };
    const replies = [
      await ask<CommandReply>('POST', CREATE, { input: typed }),
      ...(await Promise.all(
        ['help', 'queue', 'style/list', 'style/undo'].map((call) =>
          ask<CommandReply>('POST', `/api/commands/${call}`, {
            input: call === 'style/undo' ? { name: 'gouache' } : {},
          }),
        ),
      )),
    ];
    for (const { status, body } of replies) {
      expect(status).toBe(200);
      expect(fixedIn({ ...body, answer: '' })).toEqual([]);
    }
    const refusals = [
      await ask('POST', IMAGINE, { input: { prompt: '()' } }),
      await ask('POST', IMAGINE, { input: { prompt: 'a lighthouse', style: 'matt', steps: 0 } }),
      await ask('POST', IMAGINE, { input: { prompt: 'a lighthouse', seed: 'matt', count: 90 } }),
      await ask('POST', IMAGINE, { input: 'matt' }),
      await ask('POST', CREATE, { input: { ...typed, name: '?', adapters: 'matt:900', template: '{prompt}{prompt}' } }),
      await ask('POST', '/api/commands/style/delete', { input: { name: 'matt' } }),
      await ask('POST', '/api/jobs/matt/cancel', {}),
      await ask('GET', '/api/matt'),
      await ask('GET', '/api/events?session='),
    ];
    for (const { status, body } of refusals) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(fixedIn(body)).toEqual([]);
    }
  });
});
