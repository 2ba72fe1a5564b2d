import { type Command, commandsOn, defineCommand, type RunContext } from '#bot/commands/command.ts';
import { isDemonstration } from '#bot/presets/offer.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { CardField } from '#bot/views/card.ts';
import { helpCard } from '#bot/views/help-card.ts';
import { code, joinRich, linesOf, rich } from '#shared/text/rich.ts';

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

/** Commands of a group that have a line. */
const PARTS_SHOWN = 5;

/**
 * Every command that who asks may use here, so that a new one needs no words elsewhere. Those of a group share a line;
 * large groups, and those of who moderates or manages, have only names: all of them with their descriptions are more
 * than one message takes.
 */
function commandList({ commands, reader, member, mayManageServer }: RunContext): CardField {
  const { say: words, rich: worded } = writerOf(reader.language);
  const may = { everybody: true, moderate: member.isModerator || mayManageServer, 'manage server': mayManageServer };
  const here = commandsOn(commands, reader.platform).filter(({ who }) => may[who]);
  const named = Map.groupBy(here, ({ group, name }) => group?.name ?? name);
  const isShown = (parts: readonly Command[]) =>
    parts.length <= PARTS_SHOWN && parts.some(({ who }) => who === 'everybody');
  const forAll = [...named].filter(([, parts]) => isShown(parts));
  const others = [...named.keys()].filter((name) => !forAll.some(([known]) => known === name));
  const lines = forAll.map(([name, [first, ...rest]]) => {
    const { group, description } = first!;
    const said = group ? [first!, ...rest].map((each) => each.name).join(', ') : words(description);
    return rich`${code(`/${name}`)} ${said}`;
  });
  const short = joinRich(
    others.map((name) => [code(`/${name}`)]),
    ' ',
  );
  return { name: worded(say('help.commands')), value: linesOf(others.length > 0 ? [short, ...lines] : lines) };
}
