import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
} from 'discord.js';

const { Boolean: BOOLEAN, Integer: INTEGER, Number: NUMBER, String: STRING } = ApplicationCommandOptionType;

/** The settings that an edit can give back to the model, by the name of their option. */
export const RESETTABLE = [
  'description',
  'template',
  'negative',
  'model',
  'adapters',
  'sampler',
  'karras',
  'steps',
  'guidance',
  'size',
  'clip-skip',
] as const;

const SETTINGS: readonly APIApplicationCommandBasicOption[] = [
  { type: STRING, name: 'description', description: 'One line about it, for the list', max_length: 100 },
  {
    type: STRING,
    name: 'template',
    description: 'Words around the prompt: "watercolor of {prompt}, soft light"',
    max_length: 1000,
  },
  { type: STRING, name: 'negative', description: 'What its pictures should not have', max_length: 1000 },
  { type: STRING, name: 'model', description: 'The model that draws it', autocomplete: true, max_length: 100 },
  {
    type: STRING,
    name: 'adapters',
    description: 'LoRAs with weights: "detail:0.8, ink"',
    autocomplete: true,
    max_length: 400,
  },
  { type: STRING, name: 'sampler', description: 'How noise becomes a picture', autocomplete: true, max_length: 100 },
  { type: BOOLEAN, name: 'karras', description: 'Noise levels spaced as by Karras' },
  { type: INTEGER, name: 'steps', description: 'Steps out of the noise' },
  { type: NUMBER, name: 'guidance', description: 'How strictly the words are followed' },
  { type: STRING, name: 'size', description: 'Width and height in pixels: "512x768"', max_length: 20 },
  { type: INTEGER, name: 'clip-skip', description: 'Last layers of the text encoder to leave out' },
];

function subcommand(
  name: string,
  description: string,
  options: readonly APIApplicationCommandBasicOption[] = [],
): APIApplicationCommandSubcommandOption {
  return { type: ApplicationCommandOptionType.Subcommand, name, description, options: [...options] };
}

function nameOption(description: string): APIApplicationCommandBasicOption {
  return { type: STRING, name: 'name', description, required: true, autocomplete: true, max_length: 100 };
}

/** The subcommands of `/style` as Discord is told. */
export const STYLE_SUBCOMMANDS: APIApplicationCommandSubcommandOption[] = [
  subcommand('create', 'Make a style for this server', [
    { type: STRING, name: 'name', description: 'Letters, digits and dashes', required: true, max_length: 100 },
    ...SETTINGS,
  ]),
  subcommand('edit', 'Change a style of this server; what is not given stays', [
    nameOption('The style to change'),
    ...SETTINGS,
    {
      type: STRING,
      name: 'reset',
      description: 'One setting to give back to the model',
      choices: RESETTABLE.map((name) => ({ name, value: name })),
    },
  ]),
  subcommand('show', 'Everything that a style settles', [nameOption('The style to look at')]),
  subcommand('list', 'All styles of this server'),
  subcommand('delete', 'Forget a style of this server', [nameOption('The style to forget')]),
  subcommand('default', 'Choose the style that is used when nobody names one', [
    nameOption('A style, or plain for none'),
  ]),
];
