import { type Client, type GuildMember, PermissionFlagsBits } from 'discord.js';
import { isConversation } from '#bot/discord/conversation.ts';
import { classifyDiscordError } from '#bot/discord/gateway/discord-error.ts';
import type { CommandRights } from '#bot/discord/rights/command-rights.ts';
import { isAgeRestricted } from '#bot/discord/rights/may-read.ts';
import type { Members } from '#bot/ports/api-keys.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** How long Discord's word about a member holds. Milliseconds. */
const HOLDS_MS = 60_000;

/** Members whose standing is remembered. */
const MEMBERS_MAX = 2_000;

/** Who members are now, without an interaction of theirs that would say it: Discord is asked, once a minute for each. */
export function createMembersNow(
  client: Client,
  {
    commandRights,
    outsideServers,
    clock,
  }: { readonly commandRights: CommandRights; readonly outsideServers: boolean; readonly clock: Clock },
): Members {
  const known = new Map<string, { readonly at: number; readonly member: Promise<GuildMember> }>();
  const ask = (serverId: string, memberId: string) => {
    const name = `${serverId} ${memberId}`;
    const before = known.get(name);
    if (before && before.at > clock.now() - HOLDS_MS) return before.member;
    const member = fetchMember(client, serverId, memberId);
    known.delete(name);
    known.set(name, { at: clock.now(), member });
    member.catch(() => known.delete(name));
    if (known.size > MEMBERS_MAX) known.delete(known.keys().next().value!);
    return member;
  };
  return {
    async memberOf({ ownerId: id, ownerName, home: { serverId, channelId } }) {
      if (isConversation(serverId)) {
        if (!outsideServers) throw failure('denied', 'ask.private');
        return { id, name: ownerName, isModerator: false };
      }
      const member = await ask(serverId, id);
      const channel =
        client.channels.cache.get(channelId) ?? (await client.channels.fetch(channelId).catch(() => null));
      const permissions = channel && !channel.isDMBased() ? channel.permissionsFor(member) : null;
      const roleIds = [...member.roles.cache.keys()];
      const asker = { serverId, channelId, memberId: id, roleIds };
      const allowed = member.isCommunicationDisabled() ? null : permissions;
      return {
        id,
        name: member.displayName,
        roleIds,
        isModerator: permissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
        isAmongAdults: channel !== null && !channel.isDMBased() && isAgeRestricted(channel),
        demandRight: (command) => commandRights.demand(command, { ...asker, permissions: allowed }),
      };
    },
  };
}

/** As Discord says it now: what the gateway has told is not kept fresh for members. */
async function fetchMember(client: Client, serverId: string, user: string): Promise<GuildMember> {
  const server = client.guilds.cache.get(serverId);
  if (!server) throw failure('denied', 'api.not-there');
  try {
    return await server.members.fetch({ user, force: true });
  } catch (cause) {
    const { kind } = classifyDiscordError(cause);
    if (kind === 'gone' || kind === 'refused') throw failure('denied', 'api.not-there', { cause });
    throw failure('unavailable', 'api.discord-away', { cause });
  }
}
