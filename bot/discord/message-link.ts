import { linkedServer } from '#bot/discord/conversation.ts';
import { ORIGINAL } from '#bot/discord/panel/panel-writer.ts';
import type { Job } from '#bot/domain/job.ts';

/** Where a job's message can be opened; empty when it has none on Discord, or its id is not known yet. */
export function messageLink({ place, panel }: Pick<Job, 'place' | 'panel'>): string {
  if (place.platform !== 'discord' || !panel || panel.messageId === ORIGINAL) return '';
  const server = linkedServer(place.serverId, panel.reach);
  return `https://discord.com/channels/${server}/${panel.channelId}/${panel.messageId}`;
}
