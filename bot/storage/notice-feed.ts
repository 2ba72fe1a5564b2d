import type { JobFeed, JobNotice } from '#bot/ports/job-feed.ts';
import { createNoticeSender, readNotice, type SenderOptions, WAITING_MAX } from '#bot/storage/notice-sender.ts';
import { createBackoff } from '#shared/async/backoff.ts';
import { createMailbox } from '#shared/async/mailbox.ts';

/** Between two tries to listen. Milliseconds. */
const LISTEN_AGAIN = { firstMs: 250, longestMs: 5_000 };

/** A feed that somebody must close. */
export interface OpenFeed extends JobFeed {
  close(): Promise<void>;
}

/** What a connection that listens tells. */
export interface NoticeListener {
  /** From now on every text is heard. */
  joined(): void;
  heard(text: string): void;
}

/** What a feed takes besides what sending takes. */
export interface NoticeFeedOptions extends SenderOptions {
  /** Connects and listens until the connection breaks, which it may throw, or the signal aborts. */
  readonly listen: (listener: NoticeListener, signal: AbortSignal) => Promise<void>;
}

/** Notices by texts that a server carries between bots; a connection that breaks is made again, and tells of the gap. */
export function openNoticeFeed(options: NoticeFeedOptions): OpenFeed {
  const closing = new AbortController();
  const sender = createNoticeSender(options);
  return {
    tell: sender.tell,
    async *notices(signal) {
      const heard = createMailbox<JobNotice>(WAITING_MAX);
      const listening = keepListening(options, heard.put, AbortSignal.any([signal, closing.signal]));
      try {
        yield* heard.read(signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      } finally {
        await listening;
      }
    },
    async close() {
      closing.abort();
      await sender.close();
    },
  };
}

async function keepListening(
  { listen, teller, clock, log }: NoticeFeedOptions,
  put: (notice: JobNotice) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const pauses = createBackoff(LISTEN_AGAIN);
  const listener: NoticeListener = {
    joined() {
      put({ kind: 'gap' });
      pauses.reset();
    },
    heard(text) {
      const notice = readNotice(text, teller);
      if (notice) put(notice);
    },
  };
  while (!signal.aborted) {
    try {
      await listen(listener, signal);
    } catch (thrown) {
      if (!signal.aborted) log.warn({ err: thrown }, 'other bots cannot be heard, trying again');
    }
    if (!signal.aborted) await pauses.wait(clock, signal);
  }
}
