import { expect, it } from 'vitest';
import { COMMANDS } from '#bot/commands/commands.ts';
import { LANGUAGES } from '#bot/text/locale.ts';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

/** Discord's code of each language of ours. */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-US', de: 'de', es: 'es-ES', ja: 'ja' };

it.each(LANGUAGES)(
  'the help fits into one message in %s, and has every command that the reader may use',
  async (language) => {
    const { channel, guild } = await startTestBot();
    const reader = guild.member(`reader-${language}`, { locale: LOCALES[language]! });
    const keeper = guild.member(`keeper-${language}`, { locale: LOCALES[language]!, permissions: ['ManageGuild'] });
    for (const each of [reader, keeper]) {
      const { text } = await each.slash(channel, 'help').message();
      expect(text.length).toBeLessThan(4000);
      for (const { group, name, who, only } of COMMANDS)
        if (who === 'everybody' && only !== 'studio') expect(text).toContain(`/${group?.name ?? name}`);
      expect(text.includes('/audit')).toBe(each === keeper);
    }
  },
);
