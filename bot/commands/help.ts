import { callOf, commandsOn, defineCommand, type RunContext } from '#bot/commands/command.ts';
import { isDemonstration } from '#bot/presets/offer.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { CardField } from '#bot/views/card.ts';
import { helpCard } from '#bot/views/help-card.ts';

/** How to write a prompt, and what else there is. */
export const help = defineCommand({
  name: 'help',
  description: say('command.help'),
  options: {},
  who: 'everybody',
  key: 'h',
  answers: 'card',
  async run(_, context) {
    const { presets, place } = context;
    const demonstration = isDemonstration(await presets.offer());
    const card = helpCard({ demonstration, platform: place.platform });
    return { card: { ...card, fields: [...card.fields, commandList(context)] }, notices: [] };
  },
});

/** Every command that there is here, so that a new one needs no words elsewhere. */
function commandList({ commands, place, language }: RunContext): CardField {
  const writer = writerOf(language);
  const lines = commandsOn(commands, place.platform).map(
    (command) => `\`/${callOf(command)}\` ${writer.say(command.description)}`,
  );
  return { name: writer.say(say('help.commands')), value: lines.join('\n') };
}
