import type { Sentences } from '#shared/text/message.ts';

/** What members like to have in every prompt. */
export const PREFERENCES = {
  'prefer.heading': 'How you like to draw',
  'prefer.about': 'This goes with every prompt of yours, in every server. What a prompt says itself wins.',
  'prefer.suffix': 'With every prompt',
  'prefer.options': 'Flags of your own',
  'prefer.nothing': 'nothing',
  'prefer.remix-on': 'Remix is on: drawing something again asks for other words first.',
  'prefer.remix-off': 'Remix is off: drawing something again takes the same words.',
  'prefer.many': ({ given }: { given: string }) =>
    `Cannot keep this for every prompt: --repeat and {a, b} belong in the prompt itself, given “${given}”`,
  'prefer.flag-unknown': ({ flag, meant }: { flag: string; meant: string }) =>
    meant === ''
      ? `Cannot keep “--${flag}” for every prompt: there is no such setting, and none like it; /help has those that there are`
      : `Cannot keep “--${flag}” for every prompt: there is no such setting; did you mean “--${meant}”?`,
  'prefer.flag-foreign': ({ flags }: { flags: readonly string[] }) =>
    `Cannot keep ${flags.join(' ')} for every prompt: there is nothing like it here, so leave it out`,
  'prefer.flag-value': ({ typed, example }: { typed: string; example: string }) =>
    `Cannot keep “${typed}” as a value for every prompt: it must be like ${example}`,
  'prefer.name': ({ max, given }: { max: number; given: string }) =>
    `Cannot name a flag like this: a letter first, then letters, digits and dashes, ${max} at most, given “${given}”`,
  'prefer.name-taken': ({ name }: { name: string }) => `Cannot name a flag --${name}: it means something already`,
  'prefer.options-max': ({ max, given }: { max: number; given: number }) =>
    `Cannot keep so many flags of your own: ${max} at most, given ${given}. One without a value goes`,
  'command.prefer': 'What goes with every prompt of yours',
  'command.prefer.suffix': 'Words and flags for every prompt of yours',
  'command.prefer.suffix.text': 'Such as: soft light --ar 3:2. Left out, there are none any more',
  'command.prefer.option': 'A flag of your own',
  'command.prefer.option.name': 'What you type: mine for --mine',
  'command.prefer.option.value': 'What it stands for; left out, the flag goes',
  'command.prefer.remix': 'Ask for other words before something is drawn again',
  'command.prefer.remix.on': 'Yes or no',
  'command.prefer.show': 'Show what you prefer',
  'option.on': 'on',
} as const satisfies Sentences;
