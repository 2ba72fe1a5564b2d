import { objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { type CommandOverride, everyChannel, OVERRIDE_TYPE } from '#test/fakes/discord/world/command-overrides.ts';
import { commandPermissionsPayload } from '#test/fakes/discord/world/payloads.ts';
import type { GuildState } from '#test/fakes/discord/world/people-and-places.ts';
import type { World } from '#test/fakes/discord/world/world.ts';

/** One line under Integrations: for whom or where, and whether they may. */
export type OverrideLine = { readonly allow: boolean } & (
  | { readonly role: 'everyone' | { readonly id: string } }
  | { readonly member: { readonly id: string } }
  | { readonly channel: 'all' | { readonly id: string } }
);

/** Says anew what holds for a command, or for all, and tells the gateway. */
export function overrideCommand(
  world: World,
  guild: GuildState,
  { command, lines }: { readonly command: string; readonly lines: readonly OverrideLine[] },
): void {
  const known = [...objectsOf(world.commands.get(guild.id)), ...objectsOf(world.commands.get(''))];
  const found = known.find(({ name }) => name === command);
  if (command !== 'all' && !found) throw new Error(`There is no command /${command} in this server`);
  const id = command === 'all' ? world.bot.id : stringOf(found?.id);
  const overrides = lines.map((line) => overrideOf(guild, line));
  if (overrides.length === 0) guild.commandOverrides.delete(id);
  else guild.commandOverrides.set(id, overrides);
  const data = commandPermissionsPayload(world, { guild, id });
  world.dispatch({ name: 'APPLICATION_COMMAND_PERMISSIONS_UPDATE', intent: 0, data });
}

function overrideOf(guild: GuildState, line: OverrideLine): CommandOverride {
  const permission = line.allow;
  if ('role' in line) {
    return { id: line.role === 'everyone' ? guild.id : line.role.id, type: OVERRIDE_TYPE.role, permission };
  }
  if ('member' in line) return { id: line.member.id, type: OVERRIDE_TYPE.user, permission };
  return {
    id: line.channel === 'all' ? everyChannel(guild) : line.channel.id,
    type: OVERRIDE_TYPE.channel,
    permission,
  };
}
