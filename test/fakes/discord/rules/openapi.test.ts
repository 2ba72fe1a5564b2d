import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '#test/fakes/discord/json.ts';
import { OPENAPI_FILE, openOpenapi } from '#test/fakes/discord/rules/openapi.ts';

const CREATE = { method: 'POST', template: '/channels/{channel_id}/messages' };
const CALLBACK = { method: 'POST', template: '/interactions/{interaction_id}/{interaction_token}/callback' };
const COMMANDS = { method: 'PUT', template: '/applications/{application_id}/commands' };
const card: Json = {
  flags: 32768,
  components: [
    {
      type: 17,
      accent_color: 1,
      components: [
        { type: 10, content: 'x' },
        { type: 12, items: [{ media: { url: 'attachment://a.png' }, description: 'x' }] },
        { type: 1, components: [{ type: 2, style: 1, custom_id: 'a', label: 'x', emoji: { name: '🔁' } }] },
      ],
    },
  ],
};

describe.skipIf(!existsSync(OPENAPI_FILE))('Discord’s description', () => {
  const openapi = openOpenapi(OPENAPI_FILE);

  it.each<[string, Json, number]>([
    ['a plain message', { content: 'x' }, 0],
    ['a card', card, 0],
    ['content that is a number', { content: 7 }, 1],
    ['content of 4001', { content: 'x'.repeat(4001) }, 1],
    ['eleven embeds', { embeds: Array(11).fill({ title: 'x' }) }, 1],
    ['an unknown component', { components: [{ type: 99 }] }, 1],
  ])('judges %s', (_title, body, wrong) => {
    expect(Math.min(1, openapi!.checkRequest(CREATE, body).length)).toBe(wrong);
  });

  it.each<[string, typeof CREATE, Json, readonly string[]]>([
    ['none', CREATE, card, []],
    ['a misspelt key', CREATE, { content: 'x', embedz: [] }, ['/embedz is no field of this operation']],
    ['keys that discord.js always sends', CREATE, { content: 'x', tts: false, nonce: '1', enforce_nonce: true }, []],
    [
      'a misspelt key of a button',
      CREATE,
      { components: [{ type: 1, components: [{ type: 2, style: 1, customId: 'a', label: 'x' }] }] },
      ['/components/0/components/0/customId is no field of this operation'],
    ],
    [
      'a misspelt key in a callback',
      CALLBACK,
      { type: 4, data: { content: 'x', flagz: 64 } },
      ['/data/flagz is no field of this operation'],
    ],
    [
      'a misspelt key of an option',
      COMMANDS,
      [{ name: 'a', description: 'x', options: [{ type: 4, name: 'b', description: 'x', minValue: 1 }] }],
      ['/0/options/0/minValue is no field of this operation'],
    ],
    ['names of languages', COMMANDS, [{ name: 'a', description: 'x', name_localizations: { de: 'b' } }], []],
  ])('finds unknown keys: %s', (_title, operation, body, expected) => {
    expect(openapi!.checkKeys(operation, body)).toEqual(expected);
  });

  it('judges answers by their status', () => {
    const bot = { method: 'GET', template: '/gateway/bot' };
    expect(openapi!.checkAnswer(bot, 200, { url: 1 })).not.toEqual([]);
    expect(openapi!.checkAnswer(bot, 204, { url: 1 })).toEqual([]);
  });
});

it('is missed loudly, once, when the file is not there', () => {
  const written: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text) => written.push(String(text)) > 0;
  try {
    expect([openOpenapi('nowhere.json'), openOpenapi('nowhere.json')]).toEqual([null, null]);
  } finally {
    process.stderr.write = write;
  }
  expect(written).toEqual(['The fake Discord checks no body against the OpenAPI description: no nowhere.json\n']);
});
