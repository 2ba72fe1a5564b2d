import { type CommandGroup, defineCommand, ruleAsker } from '#bot/commands/command.ts';
import type { SettingValue } from '#bot/settings/setting.ts';
import { typedValue } from '#bot/settings/setting.ts';
import { type ServerSettingName, settingOf } from '#bot/settings/settings.ts';
import { say } from '#bot/text/say.ts';
import { settingsCard } from '#bot/views/setting-cards.ts';

/** `/settings`: how Easel behaves in a server. The studio has pages of its own for it. */
const SETTINGS_GROUP: CommandGroup = { name: 'settings', description: say('command.settings') };

const NAME = {
  kind: 'text',
  description: say('command.settings.set.name'),
  called: say('option.name'),
  required: true,
  charactersMax: 100,
  completes: 'setting',
} as const;

const WHERE = {
  kind: 'choice',
  description: say('command.settings.where'),
  called: say('option.where'),
  choices: [
    { value: 'server', label: say('style-where.server') },
    { value: 'channel', label: say('style-where.channel') },
  ],
} as const;

/** What holds here, and what was set. */
export const showSettings = defineCommand({
  group: SETTINGS_GROUP,
  name: 'show',
  description: say('command.settings.show'),
  options: {},
  who: 'manage server',
  onlyInServers: true,
  only: 'discord',
  answers: 'card',
  async run(_, { jobs, place, reader }) {
    return { card: settingsCard(await jobs.rules.settings.said(place.serverId), { place, reader }), notices: [] };
  },
});

/** Changes a setting of the server or of this channel. */
export const setSetting = defineCommand({
  group: SETTINGS_GROUP,
  name: 'set',
  description: say('command.settings.set'),
  options: {
    name: NAME,
    value: {
      kind: 'text',
      description: say('command.settings.set.value'),
      called: say('option.value'),
      required: true,
      charactersMax: 100,
      completes: 'setting-value',
    },
    where: WHERE,
  },
  who: 'manage server',
  onlyInServers: true,
  only: 'discord',
  answers: 'sentence',
  async run({ name, value, where = 'server' }, context) {
    const channelId = where === 'channel' ? context.place.channelId : null;
    const set = await context.jobs.rules.settings.set(ruleAsker(context), { name, value, channelId });
    return say('setting-done.set', { where, name: set.name, value: typed(set) });
  },
});

/** Gives a setting back to the server, or to what it usually is. */
export const resetSetting = defineCommand({
  group: SETTINGS_GROUP,
  name: 'reset',
  description: say('command.settings.reset'),
  options: { name: NAME, where: WHERE },
  who: 'manage server',
  onlyInServers: true,
  only: 'discord',
  answers: 'sentence',
  async run({ name, where = 'server' }, context) {
    const channelId = where === 'channel' ? context.place.channelId : null;
    const set = await context.jobs.rules.settings.reset(ruleAsker(context), { name, channelId });
    return say('setting-done.reset', { where, name: set.name, value: typed(set) });
  },
});

function typed({ name, value }: { readonly name: ServerSettingName; readonly value: SettingValue }): string {
  return typedValue(settingOf(name), value);
}
