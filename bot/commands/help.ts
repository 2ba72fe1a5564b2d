import { callOf, commandsOn, defineCommand, type RunContext } from '#bot/commands/command.ts';
import { isDemonstration } from '#bot/presets/offer.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { CardField } from '#bot/views/card.ts';
import { helpCard } from '#bot/views/help-card.ts';
import { code, linesOf, rich } from '#shared/text/rich.ts';

/** How to write a prompt, and what else there is. */
export const help = defineCommand({
  name: 'help',
  description: say('command.help'),
  options: {},
  who: 'everybody',
  key: 'h',
  answers: 'card',
  async run(_, context) {
    const { presets, reader } = context;
    const demonstration = isDemonstration(await presets.offer());
    const card = helpCard({ demonstration, reader });
    return { card: { ...card, fields: [...card.fields, commandList(context)] }, notices: [] };
  },
});

/** Every command that there is here, so that a new one needs no words elsewhere. */
function commandList({ commands, reader }: RunContext): CardField {
  const { say: words, rich: worded } = writerOf(reader.language);
  const lines = commandsOn(commands, reader.platform).map(
    (command) => rich`${code(`/${callOf(command)}`)} ${words(command.description)}`,
  );
  return { name: worded(say('help.commands')), value: linesOf(lines) };
}
