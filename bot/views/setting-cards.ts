import type { Place } from '#bot/domain/job.ts';
import type { SaidSetting } from '#bot/ports/server-rules.ts';
import { typedValue } from '#bot/settings/setting.ts';
import { SETTING_NAMES, type ServerSettingName, settingOf } from '#bot/settings/settings.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card } from '#bot/views/card.ts';
import type { Message } from '#shared/text/message.ts';
import { joinRich, linesOf, plainNode } from '#shared/text/rich.ts';

/** Every setting: what it decides, what was set here, in the server and elsewhere, and what it usually is. */
export function settingsCard(
  said: readonly SaidSetting[],
  { place, reader }: { readonly place: Pick<Place, 'channelId'>; readonly reader: Reader },
): Card {
  const { rich } = writerOf(reader.language);
  const described = (name: ServerSettingName) => [
    rich(settingOf(name).sentence),
    joinRich(saidOf(name, said, place.channelId).map(rich), ' · '),
  ];
  return {
    heading: rich(say('settings.heading')),
    paragraphs: [rich(say('settings.how'))],
    fields: SETTING_NAMES.map((name) => ({ name: [plainNode(name)], value: linesOf(described(name)) })),
  };
}

/** What holds comes first. */
function saidOf(name: ServerSettingName, said: readonly SaidSetting[], channelId: string): readonly Message[] {
  const setting = settingOf(name);
  const own = said.filter((one) => one.name === name);
  const valueIn = (place: string | null) => own.find((one) => one.channelId === place)?.value;
  const [here, server] = [valueIn(channelId), valueIn(null)];
  const elsewhere = own.filter((one) => one.channelId !== null && one.channelId !== channelId).length;
  return [
    ...(here === undefined ? [] : [say('settings.here', { value: typedValue(setting, here) })]),
    ...(server === undefined ? [] : [say('settings.server', { value: typedValue(setting, server) })]),
    say('settings.default', { value: typedValue(setting, setting.default) }),
    ...(elsewhere === 0 ? [] : [say('settings.elsewhere', { count: elsewhere })]),
  ];
}
