import { say } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

interface SettingTraits {
  /** What it decides. */
  readonly sentence: Message;
  /** A channel can say something else than its server. */
  readonly byChannel?: true;
  /** It is about what only Discord has; absent = it holds in the studio, too. */
  readonly only?: 'discord';
}

/** On or off. */
export interface SwitchSetting extends SettingTraits {
  readonly kind: 'switch';
  readonly default: boolean;
}

/** A whole number. */
export interface NumberSetting extends SettingTraits {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** One of some words. */
export interface ChoiceSetting<Value extends string = string> extends SettingTraits {
  readonly kind: 'choice';
  readonly default: Value;
  readonly choices: readonly { readonly value: Value; readonly label: Message }[];
}

/** A channel of the server, by its id; an empty text is none. */
export interface ChannelSetting extends SettingTraits {
  readonly kind: 'channel';
  readonly default: '';
}

/** A setting of a server. */
export type Setting = SwitchSetting | NumberSetting | ChoiceSetting | ChannelSetting;

/** What a setting can be. */
export type SettingValue = boolean | number | string;

/** What this setting can be. */
export type ValueOfSetting<One extends Setting> =
  One extends ChoiceSetting<infer Value>
    ? Value
    : One extends SwitchSetting
      ? boolean
      : One extends NumberSetting
        ? number
        : string;

/** What was typed as the setting takes it, or what is wrong with it. */
export type ReadSetting =
  | { readonly ok: true; readonly value: SettingValue }
  | { readonly ok: false; readonly problem: Message };

/** Characters of something typed that a sentence repeats. */
const SHOWN_MAX = 40;

/** How a switch can be typed besides `on` and `off`. */
const SWITCHES = new Map([
  ...['on', 'yes', 'true'].map((word) => [word, true] as const),
  ...['off', 'no', 'false'].map((word) => [word, false] as const),
]);

/** How no channel is typed. */
const NO_CHANNEL = 'none';

/** Reads the value that somebody typed for the setting of that name. */
export function readSetting(name: string, setting: Setting, typed: string): ReadSetting {
  const word = typed.trim().toLowerCase();
  const value = valueIn(setting, word);
  if (value !== undefined && fitsSetting(setting, value)) return { ok: true, value };
  return { ok: false, problem: problemOf(name, setting, cut(typed.trim(), SHOWN_MAX)) };
}

/** Whether the setting can be this; what was stored by another version of the program may not fit. */
export function fitsSetting(setting: Setting, value: SettingValue): boolean {
  switch (setting.kind) {
    case 'switch':
      return typeof value === 'boolean';
    case 'number':
      return Number.isInteger(value) && Number(value) >= setting.min && Number(value) <= setting.max;
    case 'choice':
      return setting.choices.some((choice) => choice.value === value);
    case 'channel':
      return typeof value === 'string' && (value === '' || /^\d{17,20}$/.test(value));
  }
}

/** A value as it is typed. */
export function typedValue(setting: Setting, value: SettingValue): string {
  if (setting.kind === 'switch') return value ? 'on' : 'off';
  return setting.kind === 'channel' && value === '' ? NO_CHANNEL : String(value);
}

/** Undefined when it is nothing of that kind; bounds are not looked at. */
function valueIn({ kind }: Setting, word: string): SettingValue | undefined {
  switch (kind) {
    case 'switch':
      return SWITCHES.get(word);
    case 'number':
      return /^[+-]?\d{1,15}$/.test(word) ? Number(word) : undefined;
    case 'choice':
      return word;
    case 'channel':
      // As Discord spells a channel that somebody names.
      return word === NO_CHANNEL ? '' : word.replace(/^<#(\d+)>$/, '$1');
  }
}

function problemOf(name: string, setting: Setting, given: string): Message {
  switch (setting.kind) {
    case 'switch':
      return say('setting.not-switch', { name, given });
    case 'number':
      return say('setting.not-number', { name, min: setting.min, max: setting.max, given });
    case 'choice':
      return say('setting.not-choice', { name, known: setting.choices.map(({ value }) => value), given });
    case 'channel':
      return say('setting.not-channel', { name, given });
  }
}
