import { byId, element } from '#bot/studio/page/app/element.ts';
import { rules } from '#bot/studio/page/app/rule-server.ts';
import { ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { fill } from '#bot/studio/page/parts/field.ts';
import { outcomeLine } from '#bot/studio/page/parts/outcome-line.ts';
import { createRows } from '#bot/studio/page/parts/rows.ts';
import { serverChoice } from '#bot/studio/page/parts/server-choice.ts';
import { type PlacedSetting, type SettingActions, settingRow, valueText } from '#bot/studio/page/parts/setting-row.ts';
import type { RuledServerCard, SettingList } from '#bot/studio/server/rule-api.ts';

/** Every setting of a server, for all of it or one channel: what holds, who says so, what it decides. */
export function showSettingsRoom(store: PageStore): void {
  const room = byId('room-server', HTMLDivElement);
  const told = outcomeLine();
  const choice = serverChoice({ fits: ({ mayManage }) => mayManage, changed: () => void refresh() });
  const channel = element('select', { class: 'small', 'aria-label': ruleLabel('ruling.where') });
  const list = element('ul', { class: 'settings-list' });
  let settings: SettingList['settings'] = [];
  const channelId = () => (channel.value === '' ? null : channel.value);
  const actions: SettingActions = {
    set: (placed, value) => change(placed, value),
    reset: (placed) => change(placed, null),
  };
  const showRows = createRows<PlacedSetting>(list, {
    keyOf: ({ setting }) => `${choice.chosen?.serverId} ${setting.name}`,
    make: () => settingRow(actions),
  });
  const show = () => {
    const channels = choice.chosen?.channels ?? [];
    showRows(settings.map((setting) => ({ setting, channelId: channelId(), channels })));
  };
  const take = (got: SettingList) => {
    settings = got.settings;
    show();
  };
  const change = async ({ setting, channelId, channels }: PlacedSetting, value: string | null) => {
    const server = choice.chosen?.serverId ?? '';
    const { name } = setting;
    await told.run(async () => {
      const got = await (value === null
        ? rules.reset(server, { name, channelId })
        : rules.set(server, { name, value, channelId }));
      take(got);
      const now = valueText(setting, value ?? underIt(setting, channelId), channels);
      return { sentence: ruleLabel('ruling.set', { name, value: now }), back: wayBack(server, got.change, take) };
    });
    show(); // what was refused shows what holds
  };
  const refresh = () =>
    told.run(async () => {
      const server = await choice.load();
      showChannels(channel, server);
      if (server) take(await rules.settings(server.serverId));
      return null;
    });
  channel.addEventListener('change', show);
  const title = element('h2', {}, ruleLabel('ruling.settings'));
  room.append(
    element('header', { class: 'row' }, title, choice.element, channel),
    told.element,
    element('section', { class: 'sheet rule-sheet', 'aria-label': ruleLabel('ruling.settings') }, list),
    choice.note,
  );
  store.watch(
    ({ room: now }) => [now],
    (now) => {
      if (now === 'server') void refresh();
    },
  );
}

/** Takes the change back by the log, and shows what holds then. */
function wayBack(server: string, change: number | null, take: (list: SettingList) => void) {
  if (change === null) return null;
  return async () => {
    await rules.undo(server, change);
    take(await rules.settings(server));
  };
}

/** What holds where nothing is said in that place. */
function underIt({ usual, server }: PlacedSetting['setting'], channelId: string | null): string {
  return channelId === null ? usual : (server ?? usual);
}

function showChannels(select: HTMLSelectElement, server: RuledServerCard | null): void {
  const channels = server?.channels ?? [];
  const before = select.value;
  const whole = ['', ruleLabel('ruling.whole-server')] as const;
  fill(select, [whole, ...channels.map(({ channelId, name }) => [channelId, `#${name}`] as const)]);
  select.value = channels.some(({ channelId }) => channelId === before) ? before : '';
  select.hidden = channels.length === 0;
}
