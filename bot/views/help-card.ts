import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card } from '#bot/views/card.ts';
import type { Message } from '#shared/text/message.ts';
import { linesOf, rich } from '#shared/text/rich.ts';

/** What `/help` says. `demonstration`: the bundled model is all there is. */
export function helpCard({
  demonstration,
  reader,
}: {
  readonly demonstration: boolean;
  readonly reader: Reader;
}): Card {
  const writer = writerOf(reader.language);
  const isStudio = reader.platform === 'studio';
  const field = (name: Message, value: Message) => ({ name: writer.rich(name), value: writer.rich(value) });
  const ideas = {
    name: writer.rich(say('help.try')),
    value: linesOf(SUGGESTIONS.slice(0, 4).map((idea) => rich`• ${idea}`)),
  };
  return {
    heading: writer.rich(say('help.heading')),
    paragraphs: [writer.rich(say(isStudio ? 'help.intro-studio' : 'help.intro'))],
    fields: [
      ...(demonstration ? [ideas] : []),
      field(say('help.words'), say('help.words-text')),
      field(say('help.settings'), say('help.settings-text')),
      ...(isStudio ? [] : [field(say('help.buttons'), say('help.buttons-text'))]),
      field(say('help.styles'), say('help.styles-text')),
      ...(demonstration ? [field(say('help.demo'), say(isStudio ? 'help.demo-studio' : 'help.demo-text'))] : []),
    ],
  };
}
