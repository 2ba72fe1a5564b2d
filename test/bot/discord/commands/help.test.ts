import { expect, it } from 'vitest';
import { COMMANDS } from '#bot/commands/commands.ts';
import { LANGUAGES } from '#bot/text/locale.ts';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

/** Discord's code of each language of ours. */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-US', de: 'de', es: 'es-ES', ja: 'ja' };

it.each(LANGUAGES)('the help fits into one message in %s and ends with the last command', async (language) => {
  const { channel, guild } = await startTestBot();
  const reader = guild.member(`reader-${language}`, { locale: LOCALES[language]! });
  const { text } = await reader.slash(channel, 'help').message();
  expect(text.length).toBeLessThan(4000);
  expect(text).toContain(`/${COMMANDS.at(-1)!.name}`);
});
