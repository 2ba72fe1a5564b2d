import type { ChoiceSetting, Setting, ValueOfSetting } from '#bot/settings/setting.ts';
import { say } from '#bot/text/say.ts';

/** Reactions under a picture that come to something. */
const INVITED = ['🔁', '🎲', '1️⃣', '2️⃣', '3️⃣', '4️⃣', '⬆️', '✉️', '⭐', '🔒', '❌'];

/** One of the reactions that are put under each picture, so that a click does. */
function invitation(number: number) {
  const none = { value: 'none', label: say('setting.invite.none') };
  const choices = [none, ...INVITED.map((value) => ({ value, label: say('setting.invite.emoji', { emoji: value }) }))];
  const sentence = say('setting.invite', { number });
  const invited = { kind: 'choice', default: 'none', choices, byChannel: true, only: 'discord', sentence } as const;
  return invited satisfies ChoiceSetting;
}

/**
 * Every setting of a server, by the name that members type, in the order in which they are shown. A new one is an
 * entry here and its sentence in bot/text; whoever obeys it asks `rules.settings.of(place)`.
 */
export const SETTINGS = {
  drawing: { kind: 'switch', default: true, byChannel: true, sentence: say('setting.drawing') },
  'adults-only': {
    kind: 'switch',
    default: false,
    byChannel: true,
    only: 'discord',
    sentence: say('setting.adults-only'),
  },
  'keep-days': { kind: 'number', default: 0, min: 0, max: 3650, sentence: say('setting.keep-days') },
  studio: { kind: 'switch', default: false, only: 'discord', sentence: say('setting.studio') },
  keys: { kind: 'switch', default: true, byChannel: true, sentence: say('setting.keys') },
  hold: { kind: 'switch', default: false, byChannel: true, sentence: say('setting.hold') },
  flagged: {
    kind: 'choice',
    default: 'withhold',
    choices: [
      { value: 'withhold', label: say('setting.flagged.withhold') },
      { value: 'hold', label: say('setting.flagged.hold') },
    ],
    sentence: say('setting.flagged'),
  },
  moderators: { kind: 'channel', default: '', only: 'discord', sentence: say('setting.moderators') },
  'reports-hide': {
    kind: 'number',
    default: 3,
    min: 0,
    max: 100,
    only: 'discord',
    sentence: say('setting.reports-hide'),
  },
  relax: { kind: 'switch', default: false, byChannel: true, sentence: say('setting.relax') },
  'choose-pace': {
    kind: 'choice',
    default: 'relax',
    choices: [
      { value: 'none', label: say('setting.choose-pace.none') },
      { value: 'relax', label: say('setting.choose-pace.relax') },
      { value: 'both', label: say('setting.choose-pace.both') },
    ],
    byChannel: true,
    sentence: say('setting.choose-pace'),
  },
  'when-used-up': {
    kind: 'choice',
    default: 'refuse',
    choices: [
      { value: 'refuse', label: say('setting.when-used-up.refuse') },
      { value: 'relax', label: say('setting.when-used-up.relax') },
    ],
    only: 'discord',
    sentence: say('setting.when-used-up'),
  },
  training: {
    kind: 'choice',
    default: 'none',
    choices: [
      { value: 'none', label: say('setting.training.none') },
      { value: 'moderators', label: say('setting.training.moderators') },
      { value: 'everybody', label: say('setting.training.everybody') },
    ],
    only: 'discord',
    sentence: say('setting.training'),
  },
  'training-seconds': {
    kind: 'number',
    default: 3600,
    min: 0,
    max: 86_400,
    only: 'discord',
    sentence: say('setting.training-seconds'),
  },
  spoiler: { kind: 'switch', default: false, byChannel: true, only: 'discord', sentence: say('setting.spoiler') },
  threads: {
    kind: 'choice',
    default: 'none',
    choices: [
      { value: 'none', label: say('setting.threads.none') },
      { value: 'batch', label: say('setting.threads.batch') },
      { value: 'member', label: say('setting.threads.member') },
    ],
    byChannel: true,
    only: 'discord',
    sentence: say('setting.threads'),
  },
  votes: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 100,
    byChannel: true,
    only: 'discord',
    sentence: say('setting.votes'),
  },
  'invite-1': invitation(1),
  'invite-2': invitation(2),
  'invite-3': invitation(3),
  starboard: { kind: 'channel', default: '', only: 'discord', sentence: say('setting.starboard') },
  stars: { kind: 'number', default: 3, min: 1, max: 100, only: 'discord', sentence: say('setting.stars') },
} as const satisfies Readonly<Record<string, Setting>>;

export type ServerSettingName = keyof typeof SETTINGS;

/** What holds in one place: a value for every setting. */
export type ServerSettings = { readonly [Name in ServerSettingName]: ValueOfSetting<(typeof SETTINGS)[Name]> };

/** All names, in the order in which they are shown. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly ServerSettingName[];

/** The declaration behind a name. */
export function settingOf(name: ServerSettingName): Setting {
  return SETTINGS[name];
}

/** The setting that somebody names; undefined when there is none. */
export function settingNamed(typed: string): ServerSettingName | undefined {
  const word = typed.trim().toLowerCase();
  return SETTING_NAMES.find((name) => name === word);
}
