import type { JsonObject } from '#test/fakes/discord/json.ts';
import { INTERACTION_TYPE, type InteractionState } from '#test/fakes/discord/world/interaction-state.ts';
import { messagePayload } from '#test/fakes/discord/world/message-payload.ts';
import { channelPayload, memberPayload, userPayload } from '#test/fakes/discord/world/payloads.ts';
import { contextOf } from '#test/fakes/discord/world/people-and-places.ts';
import { bitsOf } from '#test/fakes/discord/world/permissions.ts';
import { permissionsOf, type World } from '#test/fakes/discord/world/world.ts';

/** An interaction as the gateway delivers it. `data` is the part that depends on its kind. */
export function interactionPayload(world: World, interaction: InteractionState, data: JsonObject): JsonObject {
  const { userId, channelId } = interaction;
  const channel = world.channels.get(channelId)!;
  const may = (id: string) => permissionsOf(world, { userId: id, channelId }).toString();
  const source = interaction.sourceId === null ? undefined : world.messages.get(interaction.sourceId);
  return {
    id: interaction.id,
    application_id: world.bot.id,
    type: INTERACTION_TYPE[interaction.kind],
    token: interaction.token,
    version: 1,
    data,
    channel_id: channelId,
    channel: { ...channelPayload(channel), permissions: may(userId) },
    locale: world.users.get(userId)!.locale ?? 'en-US',
    app_permissions: appPermissions(world, interaction),
    entitlements: [],
    authorizing_integration_owners: ownersOf(interaction),
    context: contextOf(channel),
    ...asker(world, interaction),
    attachment_size_limit: interaction.sizeLimit,
    ...(source ? { message: messagePayload(world, source) } : {}),
  };
}

/** Outside of servers an app may send files and embeds; where it is not a member, what its member may. */
function appPermissions(world: World, { userId, guildId, channelId }: InteractionState): string {
  if (guildId === '') return bitsOf(['AttachFiles', 'EmbedLinks']).toString();
  const member = world.otherGuilds.has(guildId) ? userId : world.bot.id;
  return permissionsOf(world, { userId: member, channelId }).toString();
}

/** A server's member; outside of servers a user. */
function asker(world: World, { userId, guildId, channelId }: InteractionState): JsonObject {
  const user = userPayload(world.users.get(userId)!);
  const guild = world.guilds.get(guildId) ?? world.otherGuilds.get(guildId);
  const member = guild?.members.get(userId);
  if (!guild || !member) return { user };
  const permissions = permissionsOf(world, { userId, channelId }).toString();
  return {
    guild_id: guildId,
    guild: { id: guildId, features: [], locale: guild.locale },
    guild_locale: guild.locale,
    member: { ...memberPayload(member), permissions, user },
  };
}

function ownersOf({ userInstalled, userId, guildId }: InteractionState): JsonObject {
  if (userInstalled) return { '1': userId };
  // Commands in a conversation with the bot itself belong to no server.
  return { '0': guildId === '' ? '0' : guildId };
}
