import type { Client } from 'discord.js';
import type { Services } from '#bot/discord/gateway/services.ts';
import { messageLink } from '#bot/discord/message-link.ts';
import { FILE_BYTES_MAX } from '#bot/discord/panel/choose-pictures.ts';
import { NO_TOKEN } from '#bot/discord/panel/put-panel.ts';
import { nonceFor } from '#bot/discord/reactions/reaction-nonce.ts';
import { isAgeRestricted, isOpenToAll } from '#bot/discord/rights/may-read.ts';
import { panelCopy } from '#bot/discord/show-again.ts';
import { isPrivate, type JobView, picturesIn } from '#bot/domain/job.ts';
import type { StarboardPost } from '#bot/ports/delivery.ts';
import { say } from '#bot/text/say.ts';

/** The reaction that counts. */
export const STAR = '⭐';

/** A message whose stars may be others now. */
export interface Starred {
  readonly channelId: string;
  readonly messageId: string;
}

/**
 * Shows pictures with enough stars in a channel of the server's choice. How many there are is asked of Discord each
 * time, so that no event need be heard, and each picture is shown once: its message is remembered, and looked for in
 * the channel before another is sent.
 */
export class Starboard {
  readonly #services: Services;
  readonly #client: Client;
  /** Messages that are looked at, with whether something happened since the look began. */
  readonly #looking = new Map<string, { again: boolean }>();

  constructor(services: Services, client: Client) {
    this.#services = services;
    this.#client = client;
  }

  /** Brings the starboard up to date with one message. */
  async look(starred: Starred): Promise<void> {
    const known = this.#looking.get(starred.messageId);
    if (known) {
      known.again = true;
      return;
    }
    const state = { again: true };
    this.#looking.set(starred.messageId, state);
    try {
      while (state.again) {
        state.again = false;
        await this.#update(starred);
      }
    } finally {
      this.#looking.delete(starred.messageId);
    }
  }

  /** Takes pictures off the starboard that are deleted, until the signal. */
  async followDeletions(signal: AbortSignal): Promise<void> {
    for await (const view of this.#services.jobs.watch('discord', signal))
      if (view.job.state.kind === 'deleted') await this.#takeOff(view);
  }

  async #update(starred: Starred): Promise<void> {
    const { jobs, writer } = this.#services;
    const view = await jobs.findByMessage(starred.messageId);
    if (!view || !isPresentable(view)) return;
    const { id, place } = view.job;
    const { starboard, stars } = await jobs.rules.settings.of(place);
    const post = await jobs.delivery.starboardPost(place.serverId, id);
    if (starboard === '' || post?.messageId === null || starboard === starred.channelId) return;
    const count = await writer.countReactions(starred, STAR);
    if (typeof count !== 'number' || count === post?.count) return;
    if (count === 0) return this.#takeOff(view);
    if (post) return this.#edit(view, { ...post, count });
    if (count >= stars && this.#mayShow(starred.channelId, starboard)) await this.#show(view, starboard, count);
  }

  async #show(view: JobView, channelId: string, count: number): Promise<void> {
    const { writer, log } = this.#services;
    const { id } = view.job;
    const there = await writer.findShown(channelId, id);
    if (there !== null && typeof there !== 'string')
      return log.warn({ jobId: id, error: there.kind }, 'the starboard could not be looked at');
    if (there) return this.#edit(view, { channelId, messageId: there, count });
    const message = await this.#compose(view, count);
    const posted = await writer.post(channelId, message, { nonce: nonceFor(`starboard ${id}`) });
    if (posted.kind === 'shown') await this.#remember(view, { channelId, messageId: posted.messageId, count });
    else log.warn({ jobId: id, error: posted.kind }, 'a picture could not be brought to the starboard');
  }

  async #edit(view: JobView, post: StarboardPost): Promise<void> {
    const { channelId, messageId, count } = post;
    const address = { channelId, messageId: messageId ?? '', ...NO_TOKEN };
    const edited = await this.#services.writer.edit(address, await this.#compose(view, count));
    if (edited.kind === 'shown') await this.#remember(view, post);
    // Somebody did not want it there.
    if (edited.kind === 'gone') await this.#remember(view, { ...post, messageId: null });
  }

  async #takeOff(view: JobView): Promise<void> {
    const { jobs, writer } = this.#services;
    const { id, place } = view.job;
    const post = await jobs.delivery.starboardPost(place.serverId, id);
    if (!post?.messageId) return;
    const gone = await writer.remove({ channelId: post.channelId, messageId: post.messageId, ...NO_TOKEN });
    if (gone.kind === 'shown' || gone.kind === 'gone') await this.#remember(view, null);
  }

  #remember({ job: { id, place } }: JobView, post: StarboardPost | null): Promise<void> {
    return this.#services.jobs.delivery.setStarboardPost(place.serverId, id, post);
  }

  #compose(view: JobView, count: number) {
    const language = this.#services.serverLanguage(view.job.place.serverId);
    const reader = { language, platform: 'discord' } as const;
    const said = [say('discord.stars', { count, url: messageLink(view.job) })];
    return panelCopy(view, { ...this.#services, reader, bytesMax: FILE_BYTES_MAX, said });
  }

  /** Nothing leaves a channel that not everybody may see, nor one for adults for one that is for all ages. */
  #mayShow(fromId: string, toId: string): boolean {
    const [from, to] = [fromId, toId].map((id) => this.#client.channels.cache.get(id));
    if (!from || !to || from.isDMBased() || to.isDMBased() || from.guildId !== to.guildId) return false;
    if (isAgeRestricted(from) && !isAgeRestricted(to)) return false;
    return isOpenToAll(from);
  }
}

function isPresentable({ job }: JobView): boolean {
  const { state, review } = job;
  return state.kind === 'done' && picturesIn(state.result).length > 0 && !review && !isPrivate(job);
}
