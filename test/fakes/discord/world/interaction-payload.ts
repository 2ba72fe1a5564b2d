import type { JsonObject } from '#test/fakes/discord/json.ts';
import { INTERACTION_TYPE, type InteractionState } from '#test/fakes/discord/world/interaction-state.ts';
import { messagePayload } from '#test/fakes/discord/world/message-payload.ts';
import { channelPayload, memberPayload, userPayload } from '#test/fakes/discord/world/payloads.ts';
import { permissionsOf, type World } from '#test/fakes/discord/world/world.ts';

/** An interaction as the gateway delivers it. `data` is the part that depends on its kind. */
export function interactionPayload(world: World, interaction: InteractionState, data: JsonObject): JsonObject {
  const { userId, guildId, channelId } = interaction;
  const channel = world.channels.get(channelId)!;
  const guild = world.guilds.get(guildId)!;
  const member = guild.members.get(userId)!;
  const may = (id: string) => permissionsOf(world, { userId: id, channelId }).toString();
  const source = interaction.sourceId === null ? undefined : world.messages.get(interaction.sourceId);
  return {
    id: interaction.id,
    application_id: world.bot.id,
    type: INTERACTION_TYPE[interaction.kind],
    token: interaction.token,
    version: 1,
    data,
    guild_id: guildId,
    guild: { id: guildId, features: [], locale: guild.locale },
    channel_id: channelId,
    channel: { ...channelPayload(channel), permissions: may(userId) },
    member: { ...memberPayload(member), permissions: may(userId), user: userPayload(world.users.get(userId)!) },
    locale: world.users.get(userId)!.locale ?? 'en-US',
    guild_locale: guild.locale,
    app_permissions: may(world.bot.id),
    entitlements: [],
    authorizing_integration_owners: interaction.userInstalled ? { '1': userId } : { '0': guildId },
    context: 0,
    attachment_size_limit: interaction.sizeLimit,
    ...(source ? { message: messagePayload(world, source) } : {}),
  };
}
