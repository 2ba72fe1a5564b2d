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

/**
 * Every command that there is here, so that a new one needs no words elsewhere. Those of a group share a line: all of
 * them with their descriptions are more than one message takes.
 */
function commandList({ commands, reader }: RunContext): CardField {
  const { say: words, rich: worded } = writerOf(reader.language);
  const here = commandsOn(commands, reader.platform);
  const lines = here.flatMap((command) => {
    const { group } = command;
    if (group === undefined) return [rich`${code(`/${callOf(command)}`)} ${words(command.description)}`];
    const together = here.filter((each) => each.group?.name === group.name);
    if (together[0] !== command) return [];
    return [rich`${code(`/${group.name}`)} ${together.map(({ name }) => name).join(', ')}`];
  });
  return { name: worded(say('help.commands')), value: linesOf(lines) };
}
