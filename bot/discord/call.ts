import type { BaseInteraction, Interaction } from 'discord.js';
import { PermissionFlagsBits } from 'discord.js';
import type { Answer } from '#bot/discord/answer.ts';
import type { Rooms } from '#bot/discord/rooms.ts';
import type { Member, Place } from '#bot/jobs/job.ts';
import { Failure } from '#shared/failure.ts';

/** A command, button or form that somebody used, free of discord.js: who, where, and how to answer. */
export interface Call extends Rooms {
  readonly answer: Answer;
  readonly requestKey: string;
  readonly place: Place;
  readonly member: Member;
  /** May change what belongs to the server: its styles. */
  readonly mayManageServer: boolean;
  /** The largest file that the member's channel takes. */
  readonly bytesMax: number;
}

/** Reads who asks and where; throws `denied` outside of a server. */
export function callOf(interaction: Interaction, { rooms, answer }: { rooms: Rooms; answer: Answer }): Call {
  const { guildId, channelId, memberPermissions } = interaction;
  if (!guildId || !channelId) {
    throw new Failure('denied', 'Cannot draw in private messages: Easel works in the channels of a server');
  }
  return {
    ...rooms,
    answer,
    requestKey: `discord:${interaction.id}`,
    place: { platform: 'discord', serverId: guildId, channelId },
    member: {
      id: interaction.user.id,
      name: nameOf(interaction),
      isModerator: memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
    },
    mayManageServer: memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    bytesMax: interaction.attachmentSizeLimit,
  };
}

function nameOf(interaction: BaseInteraction): string {
  return interaction.inCachedGuild() ? interaction.member.displayName : interaction.user.displayName;
}
