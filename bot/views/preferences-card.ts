import type { Preferences } from '#bot/ports/preferences.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card } from '#bot/views/card.ts';
import { code, linesOf, rich } from '#shared/text/rich.ts';

/** How a member likes to draw, for their own eyes. */
export function preferencesCard({ suffix, options, remix }: Preferences, { language }: Reader): Card {
  const writer = writerOf(language);
  const own = Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const remixed = say(remix ? 'prefer.remix-on' : 'prefer.remix-off');
  return {
    heading: writer.rich(say('prefer.heading')),
    paragraphs: [writer.rich(say('prefer.about')), writer.rich(remixed)],
    fields: [
      {
        name: writer.rich(say('prefer.suffix')),
        value: suffix === '' ? writer.rich(say('prefer.nothing')) : [code(suffix)],
      },
      {
        name: writer.rich(say('prefer.options')),
        value:
          own.length === 0
            ? writer.rich(say('prefer.nothing'))
            : linesOf(own.map(([name, value]) => rich`${code(`--${name}`)} ${code(value)}`)),
      },
    ],
  };
}
