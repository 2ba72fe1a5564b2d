import { type Client, type Guild, type GuildMember, PermissionFlagsBits, Routes } from 'discord.js';
import { demandShowing, lackingRightsIn } from '#bot/discord/gateway/own-rights.ts';
import { escapeMarkdown } from '#bot/discord/markdown.ts';
import { isOpenToAll, mayOpen } from '#bot/discord/rights/may-read.ts';
import type { KnownServer, MemberRights, ServerDirectory, ShownFile } from '#bot/ports/server-directory.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import { cut } from '#shared/text/cut.ts';

/** How long a member is taken for what Discord said last. Milliseconds. */
const FRESH_MS = 60_000;

/** Members that are remembered so long. */
const REMEMBERED_MAX = 1_000;

/** Channels of one server that are named. */
const CHANNELS_MAX = 500;

/**
 * What the client knows of its servers. Members are asked for one by one: without the intent for members Discord does
 * not say when somebody loses a role.
 */
export function createServerDirectory(client: Client, clock: Pick<Clock, 'now'>): ServerDirectory {
  const asked = new Map<string, { readonly at: number; readonly rights: Promise<MemberRights | null> }>();
  return {
    server(serverId) {
      const guild = client.guilds.cache.get(serverId);
      return guild ? knownServer(guild) : null;
    },
    openChannels(serverId) {
      const channels = [...(client.guilds.cache.get(serverId)?.channels.cache.values() ?? [])];
      return channels.filter((channel) => channel.isTextBased() && isOpenToAll(channel)).map(({ id }) => id);
    },
    rightsOf(serverId, memberId) {
      const key = `${serverId} ${memberId}`;
      const known = asked.get(key);
      if (known && clock.now() - known.at < FRESH_MS) return known.rights;
      asked.delete(key);
      if (asked.size >= REMEMBERED_MAX) asked.delete(asked.keys().next().value!);
      const rights = ask(client, serverId, memberId);
      asked.set(key, { at: clock.now(), rights });
      return rights;
    },
    show: (channelId, file) => show(client, channelId, file),
  };
}

/** Of a message. */
const CONTENT_CHARS_MAX = 2000;

/** Of what describes a file. */
const ALT_CHARS_MAX = 1024;

async function show(client: Client, channelId: string, { name, data, words }: ShownFile): Promise<void> {
  demandShowing(lackingRightsIn(client, channelId));
  const attachments = [{ id: '0', filename: name, ...(words !== '' && { description: cut(words, ALT_CHARS_MAX) }) }];
  const content = cut(escapeMarkdown(words), CONTENT_CHARS_MAX);
  const body = { content, attachments, allowed_mentions: { parse: [] } };
  const files = [{ name, data: Buffer.from(data), contentType: 'image/webp' }];
  await client.rest.post(Routes.channelMessages(channelId), { body, files }).catch((cause: unknown) => {
    throw failure('unavailable', 'discord.not-shown', { cause });
  });
}

async function ask(client: Client, serverId: string, memberId: string): Promise<MemberRights | null> {
  const guild = client.guilds.cache.get(serverId);
  // Whoever is not in it, and whoever cannot be asked for, may nothing.
  const member = await guild?.members.fetch({ user: memberId, force: true }).catch(() => null);
  return member ? rightsIn(member) : null;
}

function rightsIn(member: GuildMember): MemberRights {
  const { permissions } = member;
  return {
    mayManageServer: permissions.has(PermissionFlagsBits.ManageGuild),
    isModerator: permissions.has(PermissionFlagsBits.ManageMessages),
    mayRead: (channelId) => {
      const channel = member.guild.channels.cache.get(channelId);
      return channel !== undefined && mayOpen(channel, member);
    },
  };
}

function knownServer(guild: Guild): KnownServer {
  const written = [...guild.channels.cache.values()].filter((channel) => channel.isTextBased() && !channel.isThread());
  const ordered = written.toSorted((a, b) => placeOf(a) - placeOf(b));
  return {
    serverId: guild.id,
    name: guild.name,
    channels: ordered.slice(0, CHANNELS_MAX).map(({ id, name }) => ({ channelId: id, name })),
  };
}

function placeOf(channel: { readonly rawPosition?: number }): number {
  return channel.rawPosition ?? 0;
}
