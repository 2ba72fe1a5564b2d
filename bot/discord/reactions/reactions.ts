import type { Client, GatewayMessageReactionAddDispatchData } from 'discord.js';
import { JOB_ACTIONS } from '#bot/commands/job-actions.ts';
import { demandShowing, type LackingRight, lackingRightsIn } from '#bot/discord/gateway/own-rights.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import { isOver } from '#bot/discord/panel/panel-state.ts';
import type { BriefMessages } from '#bot/discord/reactions/brief-messages.ts';
import { whoReacted } from '#bot/discord/reactions/who-reacted.ts';
import { undoMessage } from '#bot/discord/undo-message.ts';
import type { JobView, Member, Place } from '#bot/domain/job.ts';

/** A reaction to one of our panels, free of discord.js. */
export interface Pressed {
  readonly view: JobView;
  readonly member: Member;
  /** Of the panel that was reacted to. */
  readonly messageId: string;
  /** Where it was pressed, which may be a channel that Discord has moved since. */
  readonly place: Place;
  readonly requestKey: string;
  /** What it comes to is posted once by. */
  readonly nonce: string;
  /** What the bot may not do there of all that showing a picture takes. */
  readonly lacking: readonly LackingRight[];
  readonly brief: BriefMessages;
}

/** How long a channel sees that something was deleted by a reaction; `/undelete` takes it back for longer. */
const UNDO_SHOWN_MS = 30_000;

/**
 * What each reaction does: 🔁 for the owner alone, ❌ for the owner and moderators. Members add them by hand; the bot
 * adds none, as the message has the same as buttons.
 */
const REACTIONS: ReadonlyMap<string, (pressed: Pressed, services: Services) => Promise<void>> = new Map([
  ['🔁', rerollByReaction],
  ['❌', removeByReaction],
]);

/**
 * Acts on a reaction if it is one of ours on a panel of ours; anything else is none of our business. It is told by
 * Discord's own event, as discord.js keeps reactions in channels that it does not know to itself.
 */
export async function react(
  event: GatewayMessageReactionAddDispatchData,
  {
    client,
    key,
    nonce,
    services,
    brief,
  }: {
    readonly client: Client;
    /** One a reaction. */
    readonly key: string;
    readonly nonce: string;
    readonly services: Services;
    readonly brief: BriefMessages;
  },
): Promise<void> {
  const { message_id: messageId, channel_id: channelId, guild_id: serverId } = event;
  const act = REACTIONS.get(event.emoji.name ?? '');
  if (!act || event.member?.user.bot || !serverId) return;
  const view = await services.jobs.findByMessage(messageId);
  if (!view || view.job.state.kind === 'deleted') return;
  const place = { platform: 'discord', serverId, channelId } as const;
  const { member, asker } = await whoReacted(event, client);
  const demandRight = (command: string) => services.commandRights.demand(command, { ...asker, serverId });
  const lacking = lackingRightsIn(client, channelId);
  await act(
    {
      view,
      member: { ...member, roleIds: asker.roleIds, demandRight },
      lacking,
      brief,
      messageId,
      place,
      requestKey: key,
      nonce,
    },
    services,
  );
}

async function rerollByReaction(pressed: Pressed, services: Services): Promise<void> {
  const { view, messageId, nonce, lacking, brief: _, ...asked } = pressed;
  if (asked.member.id !== view.job.ownerId) return;
  demandShowing(lacking);
  const child = await JOB_ACTIONS.reroll.run(view.job.id, { ...services, ...asked });
  await services.panelSync.repost(child, { replyTo: messageId, nonce });
}

async function removeByReaction({ view, brief, ...asked }: Pressed, services: Services): Promise<void> {
  const { member, place, nonce } = asked;
  if (member.id !== view.job.ownerId && !member.isModerator) return;
  if (!isOver(view)) return JOB_ACTIONS.cancel.run(view.job.id, { ...services, ...asked });
  const deleted = await JOB_ACTIONS.delete.run(view.job.id, { ...services, ...asked });
  const message = undoMessage(deleted, services.serverLanguage(place.serverId));
  await brief.show(message, { channelId: place.channelId, nonce, shownMs: UNDO_SHOWN_MS });
}
