import { commandsOn } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';

/** Each group's name and the names of its commands as the help lists them: typed, and so in no language. */
export function groupLines(platform: 'discord' | 'studio'): readonly string[] {
  const byGroup = Map.groupBy(commandsOn(COMMANDS, platform), ({ group }) => group?.name);
  return [...byGroup].flatMap(([name, commands]) =>
    name === undefined ? [] : [`/${name}`, commands.map((command) => command.name).join(', ')],
  );
}
