import { type Command, commandsOn, defineCommand, type RunContext } from '#bot/commands/command.ts';
import { isDemonstration } from '#bot/presets/offer.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card, CardField } from '#bot/views/card.ts';
import { helpCard } from '#bot/views/help-card.ts';
import { code, joinRich, linesOf, plainText, rich } from '#shared/text/rich.ts';

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
    const room = reader.platform === 'studio' ? Number.POSITIVE_INFINITY : CHARACTERS_MAX - charactersIn(card);
    return { card: { ...card, fields: [...card.fields, commandList(context, room)] }, notices: [] };
  },
});

/** Commands of a group that have a line. */
const PARTS_SHOWN = 5;

/** Characters of the whole help, without those that make words strong or code: what one message of Discord has room for. */
const CHARACTERS_MAX = 3400;

/**
 * Every command that who asks may use here, so that a new one needs no words elsewhere. Those of a group share a line.
 * Large groups, those of who moderates or manages, and the last of those for which `room` characters are too few have
 * only names.
 */
function commandList({ commands, reader, member, mayManageServer }: RunContext, room: number): CardField {
  const { say: words, rich: worded } = writerOf(reader.language);
  const may = { everybody: true, moderate: member.isModerator || mayManageServer, 'manage server': mayManageServer };
  const here = commandsOn(commands, reader.platform).filter(({ who }) => may[who]);
  const named = [...Map.groupBy(here, ({ group, name }) => group?.name ?? name)];
  const isShown = (parts: readonly Command[]) =>
    parts.length <= PARTS_SHOWN && parts.some(({ who }) => who === 'everybody');
  const lines = named
    .filter(([, parts]) => isShown(parts))
    .map(([name, [first, ...rest]]) => {
      const said = first!.group ? [first!, ...rest].map((each) => each.name).join(', ') : words(first!.description);
      return { name, line: rich`${code(`/${name}`)} ${said}` };
    });
  const listed = (count: number) => {
    const described = lines.slice(0, count);
    const others = named.map(([name]) => name).filter((name) => !described.some((one) => one.name === name));
    const short = joinRich(
      others.map((name) => [code(`/${name}`)]),
      ' ',
    );
    return linesOf([...(others.length > 0 ? [short] : []), ...described.map(({ line }) => line)]);
  };
  let count = lines.length;
  while (count > 0 && plainText(listed(count)).length > room) count -= 1;
  return { name: worded(say('help.commands')), value: listed(count) };
}

function charactersIn({ paragraphs, fields }: Card): number {
  const texts = [...paragraphs, ...fields.flatMap(({ name, value }) => [name, value])];
  return texts.reduce((sum, text) => sum + plainText(text).length, 0);
}
