import {
  type APIMessage,
  type APIThreadChannel,
  ChannelType,
  MessageFlags,
  type RawFile,
  type REST,
  Routes,
} from 'discord.js';
import { jobOnButtons } from '#bot/discord/custom-id.ts';
import { classifyDiscordError, type DiscordError, isOfArchivedThread } from '#bot/discord/gateway/discord-error.ts';
import { REPEATABLE } from '#bot/discord/gateway/give-up-unanswered.ts';
import type { DiscordMessage } from '#bot/discord/panel/panel-message.ts';
import { plainEmoji } from '#bot/discord/reactions/plain-emoji.ts';
import type { PanelAddress } from '#bot/domain/job.ts';
import type { Clock } from '#shared/clock.ts';

/** A message that Discord has confirmed. */
export interface Shown {
  readonly kind: 'shown';
  readonly messageId: string;
  /** On its buttons: another than was sent where a message of the same `nonce` was there already. */
  readonly jobId: string | null;
  /** It says what was sent; false where a message of the same `nonce` was there and stays as it is. */
  readonly isAsSent: boolean;
  /** How many more of its kind Discord takes until when; null = it does not say, or it says so of posts. */
  readonly room: { readonly left: number; readonly resetAfterMs: number } | null;
}

/** How a message is sent. */
export interface Sending {
  /** Who sends it does so again when Discord does not answer, so that no answer is waited for long. */
  readonly isRepeated?: boolean;
}

/** Writes panels to Discord. Nothing here throws: what went wrong comes back as a DiscordError. Each call is one request. */
export interface PanelWriter {
  /** With the interaction's token while it lives, else with the bot's own right. */
  edit(address: PanelAddress, message: DiscordMessage, options?: Sending): Promise<Shown | DiscordError>;
  /** A new message of the bot's own. The same `nonce` posts once. */
  post(
    channelId: string,
    message: DiscordMessage,
    options: Sending & {
      readonly nonce: string;
      readonly replyTo?: string;
      /** The one member whom a mention in it wakes. */
      readonly wakes?: string;
    },
  ): Promise<Shown | DiscordError>;
  /** The owner alone sees it. Only while the address has a living token. */
  sendEphemeral(address: PanelAddress, message: DiscordMessage): Promise<Shown | DiscordError>;
  /** The conversation of the bot with a member, by its channel's id. */
  openDirect(memberId: string): Promise<string | DiscordError>;
  /** How many members have reacted to a message with an emoji, the bot left out. */
  countReactions(at: Pick<PanelAddress, 'channelId' | 'messageId'>, emoji: string): Promise<number | DiscordError>;
  /** Of the newest messages there, one of the bot's own that shows this job; null = none does, or none may be read. */
  findShown(channelId: string, jobId: string): Promise<string | null | DiscordError>;
  /** Opens a thread under a message, or in a channel by itself; its id. */
  openThread(
    where: Pick<PanelAddress, 'channelId'> & Partial<Pick<PanelAddress, 'messageId'>>,
    name: string,
  ): Promise<string | DiscordError>;
  /** Whether a thread takes messages, one that is archived too; closed = it is locked or gone; unknown = Discord did not say. */
  threadState(threadId: string): Promise<'open' | 'closed' | 'unknown'>;
  /** Puts an emoji under a message, as a member does; null = it is there. */
  react(at: Pick<PanelAddress, 'channelId' | 'messageId'>, emoji: string): Promise<DiscordError | null>;
  /** The job on a message's buttons; null = it has none, or cannot be read. */
  jobShownBy(at: Pick<PanelAddress, 'channelId' | 'messageId'>): Promise<string | null>;
  /** Whether a message says this already; false where Discord does not tell. */
  shows(address: PanelAddress, message: DiscordMessage): Promise<boolean>;
  /** Takes the message away. */
  remove(address: PanelAddress): Promise<Shown | DiscordError>;
}

/** Discord's own name for the first answer to an interaction; stands for the message id until that is known. */
export const ORIGINAL = '@original';

/** As many messages as Discord gives at once. */
const LOOKED_AT = 100;

/** The token is left alone in its last minute, so that no edit meets its end on the way. */
const TOKEN_MARGIN_MS = 60_000;

/** Whether the interaction's token may still be used. */
export function tokenLives(address: PanelAddress, now: number): boolean {
  return address.interactionToken !== null && now < address.tokenExpiresAt - TOKEN_MARGIN_MS;
}

/**
 * @param options.webhooks knows no bot token: interactions are exempt from the bot's global limit, and a refused
 * interaction token must not cost us our own.
 */
export function createPanelWriter(options: {
  readonly applicationId: () => string;
  readonly webhooks: REST;
  readonly bot: REST;
  readonly clock: Clock;
}): PanelWriter {
  const { applicationId, webhooks, bot, clock } = options;

  /** Null = only the bot's own right is left, and the message id is not known. */
  function routeOf(address: PanelAddress) {
    if (tokenLives(address, clock.now())) {
      // Where the bot cannot write by itself, an answer may be one of several.
      const which = address.reach === 'token' ? address.messageId : ORIGINAL;
      const fullRoute = Routes.webhookMessage(applicationId(), address.interactionToken!, which);
      return { rest: webhooks, fullRoute, auth: false };
    }
    if (address.messageId === ORIGINAL) return null;
    return { rest: bot, fullRoute: Routes.channelMessage(address.channelId, address.messageId), auth: true };
  }

  async function reopened(threadId: string): Promise<boolean> {
    const body = { archived: false };
    return bot.patch(Routes.channel(threadId), { body }).then(
      () => true,
      () => false,
    );
  }

  return {
    async edit(address, message, sending) {
      const route = routeOf(address);
      if (!route) return { kind: 'gone' };
      const request = { ...route, ...sending, method: 'PATCH', body: message.body, files: message.files };
      const sent = await send(route.rest, request);
      // A thread that nobody wrote in for a while is put aside, and nothing in it can be changed until it is opened.
      const isAside = sent.kind === 'refused' && isOfArchivedThread(sent.cause);
      return isAside && (await reopened(address.channelId)) ? send(route.rest, request) : sent;
    },
    async post(channelId, message, { nonce, replyTo, wakes, isRepeated = false }) {
      const reference = replyTo ? { message_reference: { message_id: replyTo, fail_if_not_exists: false } } : {};
      const body = {
        ...message.body,
        ...reference,
        allowed_mentions: { parse: [], replied_user: false, ...(wakes && { users: [wakes] }) },
        nonce,
        enforce_nonce: true,
      };
      const fullRoute = Routes.channelMessages(channelId);
      return send(bot, { fullRoute, method: 'POST', body, files: message.files, isRepeated });
    },
    async sendEphemeral(address, message) {
      if (!tokenLives(address, clock.now())) return { kind: 'expired' };
      const fullRoute = Routes.webhook(applicationId(), address.interactionToken!);
      const body = { ...message.body, flags: message.body.flags | MessageFlags.Ephemeral };
      const query = new URLSearchParams({ wait: 'true' });
      return send(webhooks, { fullRoute, method: 'POST', body, files: message.files, auth: false, query });
    },
    async openDirect(memberId) {
      try {
        const body = { recipient_id: memberId };
        const { id } = (await bot.post(Routes.userChannels(), { body })) as { readonly id: string };
        return id;
      } catch (error) {
        return classifyDiscordError(error);
      }
    },
    async countReactions({ channelId, messageId }, emoji) {
      try {
        const found = (await bot.get(Routes.channelMessage(channelId, messageId))) as APIMessage;
        const same = found.reactions?.filter((one) => plainEmoji(one.emoji.name) === emoji) ?? [];
        return same.reduce((sum, { count, me }) => sum + count - (me ? 1 : 0), 0);
      } catch (error) {
        return classifyDiscordError(error);
      }
    },
    async findShown(channelId, jobId) {
      try {
        const query = new URLSearchParams({ limit: String(LOOKED_AT) });
        const options = { query, headers: REPEATABLE };
        const newest = (await bot.get(Routes.channelMessages(channelId), options)) as readonly APIMessage[];
        return newest.find((one) => jobOnButtons(one) === jobId)?.id ?? null;
      } catch (error) {
        const reason = classifyDiscordError(error);
        return reason.kind === 'broken' || reason.kind === 'wait' ? reason : null;
      }
    },
    async openThread({ channelId, messageId }, name) {
      const type = messageId === undefined ? { type: ChannelType.PublicThread } : {};
      const opened = bot.post(Routes.threads(channelId, messageId), { body: { name, ...type } });
      return opened.then((thread) => (thread as { readonly id: string }).id, classifyDiscordError);
    },
    async threadState(threadId) {
      try {
        const { thread_metadata: metadata } = (await bot.get(Routes.channel(threadId))) as APIThreadChannel;
        return metadata?.locked ? 'closed' : 'open';
      } catch (error) {
        const { kind } = classifyDiscordError(error);
        return kind === 'gone' || kind === 'refused' ? 'closed' : 'unknown';
      }
    },
    async react({ channelId, messageId }, emoji) {
      const route = Routes.channelMessageOwnReaction(channelId, messageId, encodeURIComponent(emoji));
      return bot.put(route).then(() => null, classifyDiscordError);
    },
    async jobShownBy({ channelId, messageId }) {
      return bot.get(Routes.channelMessage(channelId, messageId)).then(jobOnButtons, () => null);
    },
    async shows(address, message) {
      const route = routeOf(address);
      if (!route) return false;
      const { rest, fullRoute, auth } = route;
      return rest.get(fullRoute, { auth, headers: REPEATABLE }).then(
        (there) => wordsIn(there) === wordsIn(message.body),
        () => false,
      );
    },
    async remove(address) {
      const route = routeOf(address);
      return route ? send(route.rest, { ...route, method: 'DELETE' }) : { kind: 'gone' };
    },
  };
}

/** What a message says, as it was sent or as Discord has it: its texts and buttons in order, and how many pictures. */
function wordsIn(part: unknown): string {
  if (Array.isArray(part)) return part.map(wordsIn).join('\n');
  if (typeof part !== 'object' || part === null) return '';
  const one = part as Readonly<Record<string, unknown>>;
  const own = [one.content, one.custom_id, one.label].map((text) => (typeof text === 'string' ? text.trim() : ''));
  const count = Array.isArray(one.items) ? one.items.length : '';
  return [...own, count, wordsIn(one.components)].join('\t');
}

async function send(
  rest: REST,
  request: Sending & {
    readonly fullRoute: `/${string}`;
    readonly method: string;
    readonly body?: unknown;
    readonly files?: readonly RawFile[];
    readonly auth?: boolean;
    readonly query?: URLSearchParams;
  },
): Promise<Shown | DiscordError> {
  const { fullRoute, body, auth = true, query, isRepeated = false } = request;
  const headers = isRepeated ? REPEATABLE : {};
  const files = request.files?.length ? { files: [...request.files] } : {};
  const method = request.method as Parameters<REST['queueRequest']>[0]['method'];
  try {
    const how = { fullRoute, method, body, auth, headers, ...files };
    const response = await rest.queueRequest({ ...how, ...(query ? { query } : {}) });
    const answer = response.status === 204 ? null : ((await response.json()) as { id?: string });
    const left = response.headers.get('x-ratelimit-remaining');
    const resetAfterMs = Number(response.headers.get('x-ratelimit-reset-after') ?? 0) * 1000;
    return {
      kind: 'shown',
      messageId: answer?.id ?? '',
      jobId: jobOnButtons(answer),
      isAsSent: wordsIn(body) === wordsIn(answer),
      room: left === null || method !== 'PATCH' ? null : { left: Number(left), resetAfterMs },
    };
  } catch (error) {
    return classifyDiscordError(error);
  }
}
