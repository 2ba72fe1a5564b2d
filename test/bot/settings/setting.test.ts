import { describe, expect, it } from 'vitest';
import { fitsSetting, readSetting, type Setting, typedValue } from '#bot/settings/setting.ts';
import { SETTING_NAMES, settingOf } from '#bot/settings/settings.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';

const sentence = say('setting.drawing');
const SWITCH: Setting = { kind: 'switch', default: true, sentence };
const NUMBER: Setting = { kind: 'number', default: 5, min: 1, max: 9, sentence };
const CHOICE: Setting = { kind: 'choice', default: 'a', choices: [{ value: 'a', label: sentence }], sentence };
const CHANNEL: Setting = { kind: 'channel', default: '', sentence };
const ID = '123456789012345678';

describe('a typed value', () => {
  it.each([
    [SWITCH, ' No ', false],
    [NUMBER, '9', 9],
    [CHOICE, 'A', 'a'],
    [CHANNEL, `<#${ID}>`, ID],
    [CHANNEL, 'none', ''],
  ])('%j %s is read', (setting, typed, value) => {
    expect(readSetting('x', setting, typed)).toEqual({ ok: true, value });
    expect(readSetting('x', setting, typedValue(setting, value))).toEqual({ ok: true, value });
  });

  it.each([
    [SWITCH, '1', 'Cannot set x: it is on or off, given 1'],
    [NUMBER, '10', 'Cannot set x: a whole number from 1 to 9, given 10'],
    [NUMBER, '2.5', 'Cannot set x: a whole number from 1 to 9, given 2.5'],
    [CHOICE, 'b', 'Cannot set x: it is one of a, given b'],
    [CHANNEL, '#sea', 'Cannot set x: name a channel with #, or type none, given #sea'],
  ])('%j %s is refused with what it may be', (setting, typed, said) => {
    const read = readSetting('x', setting, typed);
    expect(!read.ok && writerOf('en').say(read.problem)).toBe(said);
  });
});

it('every setting can be what it usually is', () => {
  for (const name of SETTING_NAMES) expect(fitsSetting(settingOf(name), settingOf(name).default), name).toBe(true);
});
