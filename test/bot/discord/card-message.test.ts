import { describe, expect, it } from 'vitest';
import { cardMessage } from '#bot/discord/card-message.ts';
import { plainNode, type RichText, rich } from '#shared/text/rich.ts';

function textsOf(message: ReturnType<typeof cardMessage>): string[] {
  const [container] = message.body.components as readonly unknown[] as { components: { content: string }[] }[];
  return container!.components.map(({ content }) => content);
}

const plain = (text: string): RichText => [plainNode(text)];

describe('cardMessage()', () => {
  it('shows heading, notices, paragraphs and fields in this order', () => {
    const fields = [{ name: plain('ink_'), value: plain('wet') }];
    const card = { heading: plain('Styles'), paragraphs: [rich`One.`], fields };
    const notices = [rich`Note.`];
    expect(textsOf(cardMessage(card, { language: 'en', notices }))).toEqual([
      '### Styles',
      'Note.',
      'One.',
      '**ink\\_**\nwet',
    ]);
  });

  it('says of each picture what it shows, also of one that stands beside a field', () => {
    const picture = new Uint8Array([1]);
    const fields = [{ name: [plainNode('ink')], value: plain('wet'), picture }];
    const card = { heading: plain('Styles'), paragraphs: [], fields, gallery: [{ data: picture, alt: 'a boat' }] };
    const { body } = cardMessage(card, { language: 'en' });
    expect(body.attachments.map(({ description }) => description)).toEqual(['a boat', 'ink']);
    expect(JSON.stringify(body.components)).toContain('"media":{"url":"attachment://0.webp"},"description":"ink"');
  });

  it('has no empty part', () => {
    const card = { heading: plain('Empty'), paragraphs: [], fields: [] };
    expect(textsOf(cardMessage(card, { language: 'en' }))).toEqual(['### Empty']);
  });

  it.each([
    ['en', /-# … and \d+ more$/],
    ['de', /-# … und \d+ weitere$/],
  ] as const)('stays within four thousand characters and says what is left out (%s)', (language, more) => {
    const fields = Array.from({ length: 60 }, (_, index) => ({
      name: plain(`style-${index}`),
      value: plain('x'.repeat(100)),
    }));
    const texts = textsOf(cardMessage({ heading: plain('Styles'), paragraphs: [], fields }, { language }));
    expect(texts.join('').length).toBeLessThanOrEqual(4000);
    expect(texts[1]).toMatch(more);
  });
});
