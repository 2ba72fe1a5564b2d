import type { CommandGroup } from '#bot/commands/command.ts';
import type { Input, TextOption } from '#bot/commands/option.ts';
import { SETTING_RESETS } from '#bot/presets/setting-resets.ts';
import type { TypedPreset } from '#bot/presets/valid-preset.ts';
import { say } from '#bot/text/say.ts';
import { TIMESTEP_SPACINGS } from '#shared/contract/bounds.ts';
import type { Message } from '#shared/text/message.ts';
import { plainMessage } from '#shared/text/message.ts';

/** `/style`: the looks that a server has agreed on, invisible in every other server. */
export const STYLE_GROUP: CommandGroup = { name: 'style', description: say('command.style') };

/** What a style can settle. */
export const STYLE_SETTINGS = {
  description: {
    kind: 'text',
    description: say('command.style.setting.description'),
    called: say('option.description'),
    charactersMax: 100,
    nullable: true,
  },
  template: {
    kind: 'text',
    description: say('command.style.setting.template'),
    called: say('option.template'),
    charactersMax: 1000,
    nullable: true,
  },
  negative: {
    kind: 'text',
    description: say('command.style.setting.negative'),
    called: say('option.negative'),
    charactersMax: 1000,
    nullable: true,
  },
  model: {
    kind: 'text',
    description: say('command.style.setting.model'),
    called: say('option.model'),
    charactersMax: 100,
    completes: 'model',
    nullable: true,
  },
  adapters: {
    kind: 'text',
    description: say('command.style.setting.adapters'),
    called: say('option.adapters'),
    charactersMax: 400,
    completes: 'adapters',
    nullable: true,
  },
  sampler: {
    kind: 'text',
    description: say('command.style.setting.sampler'),
    called: say('option.sampler'),
    charactersMax: 100,
    completes: 'sampler',
    nullable: true,
  },
  karras: {
    kind: 'boolean',
    description: say('command.style.setting.karras'),
    called: say('option.karras'),
    nullable: true,
  },
  spacing: {
    kind: 'choice',
    description: say('command.style.setting.spacing'),
    called: say('option.spacing'),
    choices: TIMESTEP_SPACINGS.map((value) => ({ value, label: plainMessage(value) })),
    nullable: true,
  },
  steps: {
    kind: 'integer',
    description: say('command.style.setting.steps'),
    called: say('option.steps'),
    nullable: true,
  },
  guidance: {
    kind: 'number',
    description: say('command.imagine.guidance'),
    called: say('option.guidance'),
    nullable: true,
  },
  size: {
    kind: 'text',
    description: say('command.style.setting.size'),
    called: say('option.size'),
    charactersMax: 20,
    nullable: true,
  },
  width: { kind: 'integer', description: say('command.imagine.width'), only: 'studio', nullable: true },
  height: { kind: 'integer', description: say('command.imagine.height'), only: 'studio', nullable: true },
  'clip-skip': {
    kind: 'integer',
    description: say('command.style.setting.clip-skip'),
    called: say('option.clip-skip'),
    nullable: true,
  },
  control: {
    kind: 'text',
    description: say('command.style.setting.control'),
    called: say('option.control'),
    charactersMax: 400,
    completes: 'control',
    nullable: true,
  },
  'like-strength': {
    kind: 'number',
    description: say('command.style.setting.like-strength'),
    called: say('option.like-strength'),
    nullable: true,
  },
  hidden: {
    kind: 'boolean',
    description: say('command.style.setting.hidden'),
    called: say('option.hidden'),
    nullable: true,
  },
} as const;

/** A new style's name with everything that it can settle. */
export const NEW_STYLE_OPTIONS = {
  name: {
    kind: 'text',
    description: say('command.style.new-name'),
    called: say('option.name'),
    required: true,
    charactersMax: 100,
  },
  ...STYLE_SETTINGS,
} as const;

/** The settings that an edit can give back to the model, as choices. */
export const RESET_CHOICES = (Object.keys(SETTING_RESETS) as (keyof typeof SETTING_RESETS)[]).map((value) => ({
  value,
  label: plainMessage(value),
}));

/** The option that names a style which is there. */
export function nameOption<const Kind extends NonNullable<TextOption['completes']>>(
  description: Message,
  completes: Kind,
) {
  return {
    kind: 'text',
    description,
    called: say('option.name'),
    required: true,
    charactersMax: 100,
    completes,
  } as const;
}

/** What was given of the settings, as styles are checked. */
export function typedSettings({
  'clip-skip': clipSkip,
  'like-strength': likeStrength,
  ...settings
}: Input<typeof STYLE_SETTINGS>): Omit<TypedPreset, 'name'> {
  return {
    ...settings,
    ...(clipSkip === undefined ? {} : { clipSkip }),
    ...(likeStrength === undefined ? {} : { likeStrength }),
  };
}
