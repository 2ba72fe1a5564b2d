import type { Client, GatewayMessageReactionAddDispatchData } from 'discord.js';
import { JOB_ACTIONS } from '#bot/commands/job-actions.ts';
import { conversationAt, isConversation, threadIn } from '#bot/discord/conversation.ts';
import { demandShowing, type LackingRight, lackingRightsIn } from '#bot/discord/gateway/own-rights.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import { sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import { isOver } from '#bot/discord/panel/panel-state.ts';
import { ORIGINAL } from '#bot/discord/panel/panel-writer.ts';
import { NO_TOKEN } from '#bot/discord/panel/put-panel.ts';
import type { BriefMessages } from '#bot/discord/reactions/brief-messages.ts';
import { plainEmoji } from '#bot/discord/reactions/plain-emoji.ts';
import { nonceFor } from '#bot/discord/reactions/reaction-nonce.ts';
import { sendPictures } from '#bot/discord/reactions/send-pictures.ts';
import { whoseWish } from '#bot/discord/reactions/votes.ts';
import { whoReacted } from '#bot/discord/reactions/who-reacted.ts';
import { sentencesMarkdown } from '#bot/discord/sentences.ts';
import { undoMessage } from '#bot/discord/undo-message.ts';
import { type JobView, type Member, type Place, picturesIn } from '#bot/domain/job.ts';
import { failure, say } from '#bot/text/say.ts';

/** A reaction to one of our panels, free of discord.js. */
export interface Pressed {
  readonly view: JobView;
  readonly member: Member;
  /** The owner of the picture wants it, or as many members as count for that. */
  readonly isOwners: boolean;
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
/** How long it sees what else a reaction came to. */
const SAID_MS = 8000;

/** What a reaction does. */
type Act = (pressed: Pressed, services: Services) => Promise<void>;

/**
 * What each reaction does: for the owner, or for so many members as the server says; ❌ for moderators, too, and ✉️ for
 * everybody. Members add them by hand; the bot adds none,
 * as the message has the same as buttons.
 */
const REACTIONS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['🔁', drawing('reroll')],
  ['🎲', drawing('nextSeed')],
  ['⬆', enlargeByReaction],
  ...['1', '2', '3', '4'].map((digit, index) => [`${digit}\u20e3`, drawing('variation', index)] as const),
  ['🔒', keepSeedByReaction],
  ['❌', removeByReaction],
  ['✉', sendByReaction],
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
  const { message_id: messageId, channel_id: channelId } = event;
  const emoji = plainEmoji(event.emoji.name);
  const act = REACTIONS.get(emoji);
  if (!act || event.member?.user.bot) return;
  const view = (await services.jobs.findByMessage(messageId)) ?? (await newPanel(event, client, services));
  if (!view || view.job.state.kind === 'deleted') return;
  const place = placeOf(event, client);
  const { serverId } = place;
  const { member, asker } = await whoReacted(event, client);
  // In a conversation nobody has a say in what others may.
  const demandRight = async (command: string) =>
    isConversation(serverId) ? undefined : services.commandRights.demand(command, { ...asker, serverId });
  const lacking = lackingRightsIn(client, channelId);
  const by = await whoseWish({ view, member, emoji, channelId, messageId }, services);
  await act(
    {
      view,
      isOwners: by !== 'nobody',
      member: { ...member, roleIds: asker.roleIds, demandRight },
      lacking,
      brief,
      messageId,
      place,
      ...(by === 'votes' ? sharedWish(`discord:votes:${messageId}:${emoji}`) : { requestKey: key, nonce }),
    },
    services,
  );
}

/**
 * A panel that was posted just now: Discord tells of reactions before it has answered which message that is. Throws
 * `not-found` for one that is so old that its job is not kept any more.
 */
async function newPanel(
  { message_author_id: authorId, message_id: messageId, channel_id: channelId }: GatewayMessageReactionAddDispatchData,
  client: Client,
  { jobs, writer }: Services,
): Promise<JobView | null> {
  if (authorId === undefined || authorId !== client.user?.id) return null;
  const jobId = await writer.jobShownBy({ channelId, messageId });
  const view = jobId === null ? null : await jobs.view(jobId);
  if (jobId !== null && view === null) throw failure('not-found', 'job.not-kept');
  const isElsewhere = view?.job.panel && view.job.panel.messageId !== ORIGINAL;
  return isElsewhere ? null : view;
}

/** Votes are one wish together, however often the last one is given. */
function sharedWish(requestKey: string): Pick<Pressed, 'requestKey' | 'nonce'> {
  return { requestKey, nonce: nonceFor(requestKey) };
}

function placeOf(
  { guild_id: serverId, channel_id: channelId }: GatewayMessageReactionAddDispatchData,
  client: Client,
): Place {
  if (!serverId) return conversationAt(channelId);
  return { platform: 'discord', serverId, channelId, ...threadIn(client.channels.cache.get(channelId)) };
}

/** A reaction that comes to a new picture, as a reply; one that was there before is not shown again. */
function drawing(action: 'reroll' | 'nextSeed' | 'variation' | 'upscale', picture?: number): Act {
  return async (pressed, services) => {
    const { view, messageId, nonce, lacking, isOwners, brief: _, ...asked } = pressed;
    const { state } = view.job;
    if (!isOwners) return;
    // A number that no picture has is somebody's vote, or a slip.
    const isThere = picture === undefined || (state.kind === 'done' && picture < picturesIn(state.result).length);
    if (!isThere) return;
    demandShowing(lacking);
    const picked = picture === undefined ? {} : { picture };
    const child = await JOB_ACTIONS[action].run(view.job.id, { ...services, ...asked, ...picked });
    const { reach, language } = view.job.panel ?? {};
    if (child.job.panel === null)
      await services.panelSync.repost(child, { replyTo: messageId, nonce, reach, language });
  };
}

/** Of a draft its end, in the same message; else the picture, larger. */
async function enlargeByReaction(pressed: Pressed, services: Services): Promise<void> {
  const { view, messageId, place, lacking, isOwners, brief: _, ...asked } = pressed;
  if (!view.job.settled.draftOf)
    return services.jobs.offers('upscale') ? drawing('upscale')(pressed, services) : undefined;
  if (!isOwners) return;
  demandShowing(lacking);
  const finished = await JOB_ACTIONS.finish.run(view.job.id, { ...services, ...asked, place });
  const address = { channelId: place.channelId, messageId, ...NO_TOKEN };
  if (finished.job.panel === null) await services.panelSync.takeOver(finished, address);
}

async function keepSeedByReaction({ view, brief, member, place, nonce }: Pressed, { jobs, serverLanguage }: Services) {
  if (member.id !== view.job.ownerId) return;
  const seed = await jobs.keepSeed(view.job.id, member);
  const said = sentencesMarkdown(say('job.seed-kept', { seed }), serverLanguage(place.serverId));
  await brief.show(sentenceMessage(said), { channelId: place.channelId, nonce, shownMs: SAID_MS });
}

/** Whoever sees a picture may have it. */
async function sendByReaction({ view, member, nonce }: Pressed, services: Services): Promise<void> {
  await sendPictures(view, { ...services, memberId: member.id, nonce });
}

async function removeByReaction({ view, brief, ...asked }: Pressed, services: Services): Promise<void> {
  const { member, place, nonce } = asked;
  if (member.id !== view.job.ownerId && !member.isModerator) return;
  if (!isOver(view)) return JOB_ACTIONS.cancel.run(view.job.id, { ...services, ...asked });
  const deleted = await JOB_ACTIONS.delete.run(view.job.id, { ...services, ...asked });
  const message = undoMessage(deleted, services.serverLanguage(place.serverId));
  await brief.show(message, { channelId: place.channelId, nonce, shownMs: UNDO_SHOWN_MS });
}
