import { element } from '#bot/studio/page/app/element.ts';
import { ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import { fill } from '#bot/studio/page/parts/field.ts';
import type { Row } from '#bot/studio/page/parts/rows.ts';
import type { RuledServerCard, SettingCard } from '#bot/studio/server/rule-api.ts';

/** A setting as it holds in one place: the channel, or the whole server where that is null. */
export interface PlacedSetting {
  readonly setting: SettingCard;
  readonly channelId: string | null;
  readonly channels: RuledServerCard['channels'];
}

/** What can be done with one; resolves when it is done or refused. */
export interface SettingActions {
  set(placed: PlacedSetting, value: string): Promise<unknown>;
  /** As the server says, or as usual. */
  reset(placed: PlacedSetting): Promise<unknown>;
}

/** A value as people read it. */
export function valueText(
  { kind, choices }: SettingCard,
  value: string,
  channels: RuledServerCard['channels'],
): string {
  if (kind === 'switch') return ruleLabel(value === 'on' ? 'ruling.on' : 'ruling.off');
  if (kind === 'choice') return choices.find((choice) => choice.value === value)?.label ?? value;
  if (kind !== 'channel') return value;
  if (value === 'none') return ruleLabel('ruling.none');
  return `#${channels.find(({ channelId }) => channelId === value)?.name ?? value}`;
}

/** One setting: what it decides, a control with what holds, and who says so. */
export function settingRow(actions: SettingActions): Row<PlacedSetting> {
  const about = element('span', { class: 'setting-about' });
  const name = element('code');
  const from = element('span', { class: 'soft small-text' });
  const back = element('button', { class: 'link small-text', hidden: true });
  const controls = element('div', { class: 'setting-control' });
  let now: PlacedSetting | null = null;
  let control: SettingControl | null = null;
  back.addEventListener('click', () => now && void actions.reset(now));
  const from_ = element('p', { class: 'row' }, from, back);
  const place = element(
    'li',
    { class: 'setting' },
    element('div', { class: 'stack' }, about, element('p', { class: 'row soft small-text' }, name)),
    controls,
    from_,
  );
  return {
    element: place,
    show(placed) {
      now = placed;
      const { setting, channelId, channels } = placed;
      about.textContent = setting.sentence;
      name.textContent = setting.name;
      control ??= controlOf(setting, (value) => now && void actions.set(now, value));
      if (controls.childElementCount === 0) controls.append(control.element);
      const isFixed = channelId !== null && !setting.byChannel;
      const { value, under, isSaidHere } = standing(placed);
      control.show(value, { ...placed, isFixed });
      from.textContent = isFixed ? ruleLabel('ruling.server-only') : fromText(placed, isSaidHere);
      back.hidden = !isSaidHere;
      back.textContent = ruleLabel('ruling.back-to', { value: valueText(setting, under, channels) });
      back.ariaLabel = `${back.textContent}: ${setting.name}`;
    },
  };
}

/** What holds in the place, whether it was said right there, and what would hold if it was not. */
function standing({ setting, channelId }: PlacedSetting) {
  const { usual, server, channels } = setting;
  const inServer = server ?? usual;
  if (channelId === null) return { value: inServer, under: usual, isSaidHere: server !== null };
  const said = channels.find((one) => one.channelId === channelId)?.value ?? null;
  return { value: said ?? inServer, under: inServer, isSaidHere: said !== null };
}

function fromText({ setting, channelId }: PlacedSetting, isSaidHere: boolean): string {
  const source =
    channelId !== null && isSaidHere
      ? ruleLabel('ruling.from-channel')
      : ruleLabel(setting.server === null ? 'ruling.from-usual' : 'ruling.from-server');
  const count = setting.channels.length;
  return channelId === null && count > 0 ? `${source}, ${ruleLabel('ruling.channels-differ', { count })}` : source;
}

/** What a value is chosen with. */
interface SettingControl {
  readonly element: HTMLElement;
  show(value: string, how: PlacedSetting & { readonly isFixed: boolean }): void;
}

function controlOf(setting: SettingCard, changed: (value: string) => void): SettingControl {
  if (setting.kind === 'switch') return switchControl(setting, changed);
  return setting.kind === 'number' ? numberControl(setting, changed) : listControl(setting, changed);
}

function switchControl({ sentence }: SettingCard, changed: (value: string) => void): SettingControl {
  const word = element('span');
  const button = element('button', {
    class: 'switch',
    role: 'switch',
    'aria-label': sentence,
    onclick: () => changed(button.ariaChecked === 'true' ? 'off' : 'on'),
  });
  button.append(element('i'), word);
  return {
    element: button,
    show(value, { isFixed }) {
      button.ariaChecked = String(value === 'on');
      button.disabled = isFixed;
      word.textContent = ruleLabel(value === 'on' ? 'ruling.on' : 'ruling.off');
    },
  };
}

function numberControl({ sentence, min, max }: SettingCard, changed: (value: string) => void): SettingControl {
  const input = element('input', { type: 'number', min, max, step: 1, 'aria-label': sentence });
  const range = element('span', { class: 'soft small-text' }, ruleLabel('ruling.from-to', { min: min!, max: max! }));
  input.addEventListener('change', () => changed(input.value));
  let shown = '';
  return {
    element: element('span', { class: 'row' }, input, range),
    show(value, { isFixed }) {
      // What was typed and refused stays to be put right.
      if (value !== shown) input.value = value;
      shown = value;
      input.disabled = isFixed;
    },
  };
}

function listControl({ kind, choices, sentence }: SettingCard, changed: (value: string) => void): SettingControl {
  const select = element('select', { class: 'small', 'aria-label': sentence });
  select.addEventListener('change', () => changed(select.value));
  return {
    element: select,
    show(value, { setting, channels, isFixed }) {
      const named = channels.map(({ channelId, name }) => [channelId, `#${name}`] as const);
      const all =
        kind === 'channel'
          ? [['none', ruleLabel('ruling.none')] as const, ...named]
          : choices.map((choice) => [choice.value, choice.label] as const);
      const isThere = all.some(([one]) => one === value);
      fill(select, isThere ? all : [...all, [value, valueText(setting, value, channels)] as const]);
      select.value = value;
      select.disabled = isFixed;
    },
  };
}
