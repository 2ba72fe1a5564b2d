import type { Rule, RuleStore } from '#bot/ports/rules.ts';
import type { RuleAsker, SaidSetting, SettingRef, SettingService } from '#bot/ports/server-rules.ts';
import { ruleAuthor } from '#bot/rules/rule-asker.ts';
import { fitsSetting, readSetting, type SettingValue } from '#bot/settings/setting.ts';
import {
  SETTING_NAMES,
  type ServerSettingName,
  type ServerSettings,
  settingNamed,
  settingOf,
} from '#bot/settings/settings.ts';
import { failure, failureOf } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';

/** ServerSettings of one server and its channels together. */
const RULES_MAX = 2000;

/** Characters of something typed that a sentence repeats. */
const SHOWN_MAX = 40;

/** What one server and its channels have set, by key. */
type Said = ReadonlyMap<string, SettingValue>;

/** The settings over the store of rules. */
export function createSettingService(rules: Pick<RuleStore, 'list' | 'change'>): SettingService {
  const settle = settler();
  return {
    of: async ({ serverId, channelId, threadOf }) =>
      settle(await rules.list(serverId, 'setting'), [channelId, ...(threadOf === undefined ? [] : [threadOf])]),
    async said(serverId) {
      const all = await rules.list(serverId, 'setting');
      return all.flatMap(({ key, value, authorId }) => {
        const ref = refOf(key);
        return ref && fitsSetting(settingOf(ref.name), value)
          ? [{ ...ref, value, authorId } satisfies SaidSetting]
          : [];
      });
    },
    async set(asker, { name: typedName, value: typed, channelId }) {
      const by = ruleAuthor(asker);
      const name = mustBeKnown(typedName, channelId);
      const read = readSetting(name, settingOf(name), typed);
      if (!read.ok) throw failureOf('invalid', [read.problem]);
      await write(rules, { name, channelId }, { asker, by, value: read.value });
      return { name, channelId, value: read.value };
    },
    async reset(asker, { name: typedName, channelId }) {
      const by = ruleAuthor(asker);
      const name = mustBeKnown(typedName, channelId);
      await write(rules, { name, channelId }, { asker, by, value: null });
      const holds = settle(await rules.list(asker.serverId, 'setting'), channelId === null ? [] : [channelId]);
      return { name, channelId, value: holds[name] };
    },
  };
}

async function write(
  rules: Pick<RuleStore, 'change'>,
  ref: SettingRef,
  {
    asker: { serverId },
    ...change
  }: {
    readonly asker: RuleAsker;
    readonly by: ReturnType<typeof ruleAuthor>;
    readonly value: SettingValue | null;
  },
) {
  await rules.change([{ serverId, kind: 'setting', key: keyOf(ref), ...change }], { max: RULES_MAX });
}

function mustBeKnown(typed: string, channelId: string | null): ServerSettingName {
  const name = settingNamed(typed);
  if (!name)
    throw failure('not-found', 'setting.unknown', { name: cut(typed.trim(), SHOWN_MAX), known: SETTING_NAMES });
  if (channelId !== null && !settingOf(name).byChannel) throw failure('invalid', 'setting.not-by-channel', { name });
  return name;
}

/** A slash is in no id and in no name. */
function keyOf({ name, channelId }: SettingRef): string {
  return `${channelId ?? ''}/${name}`;
}

/** Undefined for a setting that this version of the program does not have. */
function refOf(key: string): SettingRef | undefined {
  const [channelId = '', typed = ''] = key.split('/');
  const name = settingNamed(typed);
  return name && { name, channelId: channelId === '' ? null : channelId };
}

/** The store gives the same list until something changes: what was made of it stays as long. */
function settler() {
  const known = new WeakMap<readonly Rule<'setting'>[], Map<string, ServerSettings>>();
  return (all: readonly Rule<'setting'>[], channelIds: readonly string[]): ServerSettings => {
    const byChannel = known.get(all) ?? new Map<string, ServerSettings>();
    known.set(all, byChannel);
    const channels = channelIds.join(' ');
    const settled =
      byChannel.get(channels) ?? settledIn(new Map(all.map(({ key, value }) => [key, value])), channelIds);
    byChannel.set(channels, settled);
    return settled;
  };
}

/** @param channelIds a thread before what it hangs in; the first that says something counts. */
function settledIn(said: Said, channelIds: readonly string[]): ServerSettings {
  const values = SETTING_NAMES.map((name) => [name, valueIn(said, name, channelIds)] as const);
  // Each value fits its own setting.
  return Object.fromEntries(values) as ServerSettings;
}

function valueIn(said: Said, name: ServerSettingName, channelIds: readonly string[]) {
  const setting = settingOf(name);
  const fitting = [...channelIds, '']
    .map((channel) => said.get(`${channel}/${name}`))
    .filter((value) => value !== undefined && fitsSetting(setting, value));
  return fitting[0] ?? setting.default;
}
