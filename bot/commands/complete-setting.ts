import { type Completion, completions } from '#bot/presets/completion.ts';
import { typedValue } from '#bot/settings/setting.ts';
import { SETTING_NAMES, settingNamed, settingOf } from '#bot/settings/settings.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';

/** Names of settings, with what they decide. */
export function completeSetting(typed: string, language: Language): readonly Completion[] {
  const { say } = writerOf(language);
  const all = SETTING_NAMES.map((name) => ({ name, description: say(settingOf(name).sentence) }));
  return completions(all, typed);
}

/** What the setting that is named beside it can be; of a number its bounds and its usual value. */
export function completeSettingValue({
  typed,
  language,
  given = {},
}: {
  readonly typed: string;
  readonly language: Language;
  readonly given?: Readonly<Record<string, unknown>>;
}): readonly Completion[] {
  const name = typeof given.name === 'string' ? settingNamed(given.name) : undefined;
  if (!name) return [];
  const setting = settingOf(name);
  const { say } = writerOf(language);
  switch (setting.kind) {
    case 'switch':
      return completions([{ name: 'on' }, { name: 'off' }], typed);
    case 'number':
      return completions(
        [...new Set([setting.default, setting.min, setting.max])].map((value) => ({ name: String(value) })),
        typed,
      );
    case 'choice':
      return completions(
        setting.choices.map(({ value, label }) => ({ name: value, description: say(label) })),
        typed,
      );
    case 'channel':
      return completions([{ name: typedValue(setting, '') }], typed);
  }
}
