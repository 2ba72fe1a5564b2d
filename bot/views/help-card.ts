import type { Place } from '#bot/domain/job.ts';
import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import type { Card, CardField } from '#bot/views/card.ts';

/** What `/help` says. `demonstration`: the bundled model is all there is. */
export function helpCard({
  demonstration,
  platform,
}: {
  readonly demonstration: boolean;
  readonly platform: Place['platform'];
}): Card {
  return {
    heading: 'Easel draws what you write',
    paragraphs: ['Write `/imagine`, then a few words. The picture comes out of the noise as you watch.'],
    fields: [
      ...(demonstration ? [TRY] : []),
      WORDS,
      SETTINGS,
      ...(platform === 'discord' ? [BUTTONS] : []),
      STYLES,
      ...(demonstration ? [DEMO] : []),
    ],
  };
}

const TRY: CardField = {
  name: 'To begin with',
  value: SUGGESTIONS.slice(0, 4)
    .map((suggestion) => `• ${suggestion}`)
    .join('\n'),
};

const WORDS: CardField = {
  name: 'Words',
  value: [
    '`(red)` stresses a word, `((red))` more, `(red:1.4)` by a number; `[red]` plays it down.',
    '`[dog:cat:0.5]` turns one into the other half way, `[dog|cat]` at every step; `a AND b` draws both in one picture.',
    '`<lora:name:0.8>` adds an adapter of the model. `BREAK` starts a new part. A backslash keeps a bracket: `\\(`.',
  ].join('\n'),
};

const SETTINGS: CardField = {
  name: 'Settings, anywhere in the prompt',
  value: [
    '`--seed 7` the same noise, so the same picture',
    '`--steps 4` how long it is drawn, `--guidance 1.5` how strictly',
    '`--ar 3:2` its shape, or `--width 512 --height 768`',
    '`--count 4` pictures at once, `--no hands` what to leave out',
    '`--style`, `--model`, `--sampler` by name',
  ].join('\n'),
};

const BUTTONS: CardField = {
  name: 'Under a picture',
  value: [
    '🔁 Reroll draws it again with another seed, ✏️ Edit with other words, ❌ cancels or deletes.',
    'Reactions 🔁 and ❌ by the owner do the same.',
  ].join('\n'),
};

const STYLES: CardField = {
  name: 'Styles and the queue',
  value: [
    '`/style list` shows the styles of this server, `/style create` makes one.',
    '`/queue` shows who is next, and what draws.',
  ].join('\n'),
};

const DEMO: CardField = {
  name: 'About these pictures',
  value: [
    'They come from a tiny model for demonstration. It knows houses, castles, lighthouses, trees, flowers, mushrooms,',
    'cars, boats, balloons, rockets, cats and butterflies, in small storybook scenes. For real pictures the operator',
    'runs `npm run models -- pull sd15`, or puts model files into the folder `models`, and starts Easel again.',
  ].join(' '),
};
