import { expect, it } from 'vitest';
import type { Explanation } from '#bot/ports/explanation.ts';
import { say } from '#bot/text/say.ts';
import { explainCard } from '#bot/views/explain-card.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const token = (text: string, weight = 1, endsWord = true) => ({ text, weight, endsWord });

const READ: Explanation = {
  chosen: 'a red boat',
  problems: [],
  notices: [say('order.negative-and')],
  reading: {
    model: 'demo',
    style: 'ink',
    weighting: 'a1111',
    windowTokens: 75,
    prompt: {
      text: 'ink of a (red:1.4) steampunkish boat',
      added: { before: 'ink of', after: '' },
      texts: [
        {
          weight: 1,
          steps: [
            { from: 1, to: 3 },
            { from: 5, to: null },
          ],
          isSpelled: true,
          windows: [
            { tokens: [token('a'), token('red', 1.4), token('steam', 1, false), token('punk')] },
            { tokens: [token('boat', 0.5)] },
          ],
        },
        { weight: 0.5, steps: null, isSpelled: false, windows: [{ tokens: [token('sea')] }] },
      ],
      more: 3,
    },
    negative: {
      text: 'mist',
      added: { before: 'mist', after: '' },
      texts: [{ weight: 1, steps: null, isSpelled: true, windows: [{ tokens: [token('mist')] }] }],
      more: 0,
    },
    settings: [
      { name: 'steps', value: 4, from: 'flag' },
      { name: 'seed', value: 7, from: 'chance' },
    ],
    adapters: [{ name: 'ink', weight: 0.8, from: 'style' }],
    unknown: [
      { word: 'boaat', near: 'boat' },
      { word: 'zeppelin', near: null },
    ],
  },
};

it('an explanation shows windows of tokens with weights, what the style adds, and who said each setting', () => {
  const card = inEnglish(explainCard(READ, { language: 'en', platform: 'discord' }));
  const text = [card.heading, ...card.paragraphs, ...card.fields.map(({ name, value }) => `${name}: ${value}`)].join(
    '\n',
  );
  expect(text).toBe(
    [
      'How demo reads this',
      'Chosen: a red boat',
      'Prompt 1, steps 1–3, 5–: Window 1 of 2, 4 of 75 tokens: a (red:1.4) steam·punk',
      'Window 2 of 2, 1 of 75 tokens: (boat:0.5)',
      'Prompt 2, pulls 0.5: 1 words: sea',
      'And 3 more texts: ',
      'Not in the picture: 1 of 75 tokens: mist',
      'Added by the style ink: before: ink of',
      'not in the picture: mist',
      'Adapters: ink:0.8 from the style',
      'Words that the model does not know: boaat → boat? · zeppelin',
      'Settings: steps 4 (from the prompt) · seed (by chance)',
      'Left out or changed: AND does nothing in a negative prompt: its parts count together',
    ].join('\n'),
  );
});

it('what cannot be read says why', () => {
  const nothing = { chosen: null, reading: null, problems: [say('order.no-renderer-yet')], notices: [] };
  const card = inEnglish(explainCard(nothing, { language: 'en', platform: 'studio' }));
  expect([card.heading, card.fields[0]!.name]).toEqual(['This cannot be read yet', 'It cannot be drawn so']);
});
