import { isConversation } from '#bot/discord/conversation.ts';
import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { isPrivate, type Job } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { Log } from '#shared/log.ts';
import { cut } from '#shared/text/cut.ts';

/** Discord takes no longer names. */
const NAME_CHARS_MAX = 100;

/**
 * The threads that take each member's pictures of a channel, where its server wants that. A thread is remembered, so
 * that it is found after a restart; one that is archived goes on, and in the place of one that is locked or deleted
 * another is opened.
 */
export class MemberThreads {
  readonly #jobs: Pick<JobService, 'rules' | 'delivery'>;
  readonly #writer: Pick<PanelWriter, 'openThread' | 'threadState'>;
  readonly #log: Log;
  /** Looks that are under way: two pictures at once open one thread. */
  readonly #looking = new Map<string, Promise<string | null>>();

  constructor({
    jobs,
    writer,
    log,
  }: {
    readonly jobs: Pick<JobService, 'rules' | 'delivery'>;
    readonly writer: Pick<PanelWriter, 'openThread' | 'threadState'>;
    readonly log: Log;
  }) {
    this.#jobs = jobs;
    this.#writer = writer;
    this.#log = log;
  }

  /** The thread that shows this job; null = it is shown where it was asked for. Throws what the ledger throws. */
  async of(job: Pick<Job, 'place' | 'ownerId' | 'ownerName' | 'settled'>): Promise<string | null> {
    const { place, ownerId } = job;
    // A thread has no threads, in a conversation there are none, and what one member sees is in no message of ours.
    if (place.threadOf !== undefined || isConversation(place.serverId) || isPrivate(job)) return null;
    if ((await this.#jobs.rules.settings.of(place)).threads !== 'member') return null;
    const key = `${place.channelId} ${ownerId}`;
    const looking = this.#looking.get(key) ?? this.#find(job).finally(() => this.#looking.delete(key));
    this.#looking.set(key, looking);
    return looking;
  }

  async #find({ place, ownerId, ownerName }: Pick<Job, 'place' | 'ownerId' | 'ownerName'>): Promise<string | null> {
    const { serverId, channelId } = place;
    const of = { serverId, channelId, memberId: ownerId };
    const known = await this.#jobs.delivery.threadOf(of);
    if (known !== null && (await this.#writer.threadState(known)) !== 'closed') return known;
    const opened = await this.#writer.openThread({ channelId }, cut(ownerName.trim() || ownerId, NAME_CHARS_MAX));
    if (typeof opened === 'string') {
      await this.#jobs.delivery.setThread(of, opened);
      return opened;
    }
    this.#log.info({ ...place, error: opened.kind }, 'no thread could be opened for the pictures of a member');
    return null;
  }
}
