import { createNotifier } from '#shared/async/notifier.ts';
import { within } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { RenderEvent } from '#shared/contract/messages.ts';
import type { Failure } from '#shared/failure.ts';

/** A thing to be said, before it has its number. */
export type Said = RenderEvent extends infer Event ? (Event extends RenderEvent ? Omit<Event, 'seq'> : never) : never;

const HEARTBEAT_MS = 1_000;

/**
 * Everything one render has said, for readers that come, go, lag and come again. What must arrive is kept; of previews
 * and interim files only the newest is, so a slow reader costs no memory and misses nothing but those.
 */
export class RenderRecord {
  readonly #clock: Clock;
  readonly #onReaders: () => void;
  readonly #notifier = createNotifier();
  readonly #kept: RenderEvent[] = [];
  readonly #newest = new Map<RenderEvent['event'], RenderEvent>();
  #outcome: { readonly failure: Failure | null } | null = null;
  #seq = 0;
  #readers = 0;
  #bytes = 0;

  /** `onReaders` is called whenever a reader comes or leaves. */
  constructor(options: { readonly clock: Clock; readonly onReaders: () => void }) {
    this.#clock = options.clock;
    this.#onReaders = options.onReaders;
  }

  get ended(): boolean {
    return this.#outcome !== null;
  }

  get readers(): number {
    return this.#readers;
  }

  /** Of the files kept. */
  get bytes(): number {
    return this.#bytes;
  }

  say(said: Said): void {
    if (this.#outcome) return;
    this.#seq += 1;
    const event: RenderEvent = { seq: this.#seq, ...said };
    if (event.event === 'preview' || event.event === 'interim') this.#newest.set(event.event, event);
    else this.#kept.push(event);
    this.#bytes += fileBytes(event);
    this.#notifier.notify();
  }

  /** Nothing more will be said; readers end after what they have not read yet, with the failure if there is one. */
  end(failure: Failure | null): void {
    this.#outcome ??= { failure };
    this.#notifier.notify();
  }

  /** Everything from the start; while nothing is said, a heartbeat each second. */
  follow(signal: AbortSignal): AsyncGenerator<RenderEvent, void, undefined> {
    return this.#counted(this.#read(new Set(), signal));
  }

  /** The newest state, the newest preview and interim file, and all results, then like `follow`. */
  join(signal: AbortSignal): AsyncGenerator<RenderEvent, void, undefined> {
    return this.#counted(this.#read(supersededIn(this.#kept), signal));
  }

  async *#counted(events: AsyncGenerator<RenderEvent, void>): AsyncGenerator<RenderEvent, void> {
    this.#readers += 1;
    this.#onReaders();
    try {
      yield* events;
    } finally {
      this.#readers -= 1;
      this.#onReaders();
    }
  }

  async *#read(skip: ReadonlySet<RenderEvent>, signal: AbortSignal): AsyncGenerator<RenderEvent, void> {
    let at = 0;
    let last = 0;
    while (true) {
      const change = this.#notifier.next(signal);
      change.catch(() => {});
      while (at < this.#kept.length && skip.has(this.#kept[at]!)) at += 1;
      const next = earlier(this.#kept[at], this.#newestAfter(last));
      if (next) {
        if (next === this.#kept[at]) at += 1;
        last = next.seq;
        yield next;
      } else if (this.#outcome) {
        if (this.#outcome.failure) throw this.#outcome.failure;
        return;
      } else if (!(await within(change, { ms: HEARTBEAT_MS, clock: this.#clock, signal }))) {
        // Something may have been said while this reader was being woken; a heartbeat after it would be out of order.
        if (this.#kept.length > at || this.#newestAfter(last)) continue;
        last = ++this.#seq;
        yield { seq: last, event: 'heartbeat', heartbeat: {} };
      }
    }
  }

  /** The earlier of those that were said after that one. */
  #newestAfter(seq: number): RenderEvent | undefined {
    const [preview, interim] = (['preview', 'interim'] as const).map((name) => this.#newest.get(name));
    const after = (event: RenderEvent | undefined) => (event && event.seq > seq ? event : undefined);
    return earlier(after(preview), after(interim));
  }
}

function fileBytes(event: RenderEvent): number {
  switch (event.event) {
    case 'picture':
      return event.picture.data.byteLength;
    case 'mask':
      return event.mask.data.byteLength;
    case 'animation':
      return event.animation.data.byteLength;
    case 'file':
      return event.file.data.byteLength;
    default:
      return 0;
  }
}

function earlier(a: RenderEvent | undefined, b: RenderEvent | undefined): RenderEvent | undefined {
  if (!a || !b) return a ?? b;
  return a.seq < b.seq ? a : b;
}

// Positions and steps are states: only the newest of each matters to somebody who was not there.
function supersededIn(kept: readonly RenderEvent[]): ReadonlySet<RenderEvent> {
  const newest = (['accepted', 'step'] as const).map((name) => kept.findLast((one) => one.event === name));
  return new Set(kept.filter((one) => (one.event === 'accepted' || one.event === 'step') && !newest.includes(one)));
}
