/**
 * A waiting line between a writer that must not wait and a reader that may be slow. Items with a key replace an unread
 * item of the same key (newest wins, in the older one's place); items without a key are all kept, up to `bound`.
 */
export interface Mailbox<T> {
  /** False when the box is closed or full; nothing was kept then. */
  put(item: T, key?: string): boolean;
  /** Ends the reader after what is still unread; with a reason the reader throws it instead. */
  close(reason?: unknown): void;
  /** Items in order until closed; leaving the loop closes the box. One reader only. */
  read(signal?: AbortSignal): AsyncGenerator<T, void, undefined>;
  readonly size: number;
}

/** Makes an empty mailbox. */
export function createMailbox<T>(bound = 1000): Mailbox<T> {
  let unread = new Map<string | symbol, T>();
  let closed: { reason?: unknown } | undefined;
  let wake: () => void = () => {};

  return {
    get size() {
      return unread.size;
    },
    put(item, key) {
      if (closed || (unread.size >= bound && !(key !== undefined && unread.has(key)))) return false;
      unread.set(key ?? Symbol('item'), item);
      wake();
      return true;
    },
    close(reason) {
      closed ??= reason === undefined ? {} : { reason };
      wake();
    },
    async *read(signal) {
      const abort = () => wake();
      signal?.addEventListener('abort', abort);
      try {
        while (true) {
          signal?.throwIfAborted();
          const [next] = unread;
          if (next) {
            unread.delete(next[0]);
            yield next[1];
          } else if (closed) {
            if (closed.reason !== undefined) throw closed.reason;
            return;
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        signal?.removeEventListener('abort', abort);
        closed ??= {};
        unread = new Map();
      }
    },
  };
}
