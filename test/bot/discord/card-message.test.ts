import { describe, expect, it } from 'vitest';
import { cardMessage } from '#bot/discord/card-message.ts';

function textsOf(message: ReturnType<typeof cardMessage>): string[] {
  const [container] = message.body.components as readonly unknown[] as { components: { content: string }[] }[];
  return container!.components.map(({ content }) => content);
}

describe('cardMessage()', () => {
  it('shows heading, notices, paragraphs and fields in this order', () => {
    const card = { heading: 'Styles', paragraphs: ['One.'], fields: [{ name: 'ink', value: 'wet' }] };
    expect(textsOf(cardMessage(card, ['Note.']))).toEqual(['### Styles', 'Note.', 'One.', '**ink**\nwet']);
  });

  it('has no empty part', () => {
    expect(textsOf(cardMessage({ heading: 'Empty', paragraphs: [], fields: [] }))).toEqual(['### Empty']);
  });

  it('stays within four thousand characters and says what is left out', () => {
    const fields = Array.from({ length: 60 }, (_, index) => ({ name: `style-${index}`, value: 'x'.repeat(100) }));
    const texts = textsOf(cardMessage({ heading: 'Styles', paragraphs: [], fields }));
    expect(texts.join('').length).toBeLessThanOrEqual(4000);
    expect(texts[1]).toMatch(/-# … and \d+ more$/);
  });
});
