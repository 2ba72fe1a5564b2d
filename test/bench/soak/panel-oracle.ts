import { jobOnButtons } from '#bot/discord/custom-id.ts';
import type { JobId, JobState } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { watchLag } from '#test/bench/soak/watch-lag.ts';
import type { FakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { objectOf, objectsOf } from '#test/fakes/discord/json.ts';
import type { RecordedRequest } from '#test/fakes/discord/rest/request-log.ts';
import { latest, type MessageState } from '#test/fakes/discord/world/message-state.ts';

/** A panel that did not say what the ledger says for too long. */
export interface Untruth {
  readonly jobId: JobId;
  /** The ledger's word, and the panel's colour. */
  readonly is: string;
  readonly shows: string;
  readonly forMs: number;
  /** The longest that this process did nothing else meanwhile: what the machine, not the bot, has to answer for. */
  readonly lagMs: number;
  /** What was asked of Discord about the message meanwhile, by milliseconds since the panel was untrue. */
  readonly tries: string;
}

/** What the colour at a panel's side says, whatever its language. */
const TONES: ReadonlyMap<unknown, string> = new Map([
  [0x2b8db5, 'working'],
  [0xd0402c, 'failed'],
]);

/** What a panel may show of a job; one that is handed over may still wait inside the renderer. */
const TRUE_TONES: Readonly<Record<JobState['kind'], readonly string[]>> = {
  queued: ['waiting'],
  rendering: ['waiting', 'working'],
  done: ['ended'],
  failed: ['failed'],
  cancelled: ['ended'],
  deleted: [],
};

/** So long before a panel was untrue what was asked about it is told, too. */
const BEFORE_MS = 3000;

/** An ended panel that was true for so long is not looked at again before the end. */
const SETTLED_MS = 5000;

/** Compares the panels that people see on the fake Discord with what the ledger says, look by look. */
export class PanelOracle {
  readonly #discord: FakeDiscord;
  readonly #jobs: () => Pick<JobService, 'view'>;
  readonly #boundMs: number;
  readonly #wrongSince = new Map<string, number>();
  readonly #trueSince = new Map<string, number>();
  readonly #untrue = new Map<string, Untruth>();
  readonly #lags = watchLag();
  #excusedUntil = 0;
  #looks = 0;
  #worstMs = 0;

  constructor(options: { discord: FakeDiscord; jobs: () => Pick<JobService, 'view'>; boundMs: number }) {
    this.#discord = options.discord;
    this.#jobs = options.jobs;
    this.#boundMs = options.boundMs;
  }

  /** Until now nobody could have shown anything: the bot was away, or Discord was. */
  excuse(): void {
    this.#excusedUntil = Date.now();
  }

  /** Looks at every panel, or at all that may still change. */
  async look({ all = false } = {}): Promise<void> {
    for (const message of this.#discord.world.messages.values()) {
      const now = Date.now();
      const settled = this.#trueSince.get(message.id) ?? Number.POSITIVE_INFINITY;
      if (message.deletedAt !== null || message.visibleTo !== null || (!all && settled < now - SETTLED_MS)) continue;
      const jobId = jobOnButtons({ components: latest(message).components });
      const view = jobId === null ? null : await this.#jobs().view(jobId);
      if (view) this.#compare(message, { jobId: view.job.id, kind: view.job.state.kind });
    }
  }

  #compare(message: MessageState, { jobId, kind }: { readonly jobId: JobId; readonly kind: JobState['kind'] }): void {
    this.#looks += 1;
    const now = Date.now();
    const shows = toneOf(message);
    // What only offers to take a deletion back has a button of the job's, too.
    if (shows === null) return;
    if (TRUE_TONES[kind].includes(shows)) {
      this.#wrongSince.delete(message.id);
      if (kind !== 'queued' && kind !== 'rendering' && !this.#trueSince.has(message.id))
        this.#trueSince.set(message.id, now);
      return;
    }
    this.#trueSince.delete(message.id);
    const since = this.#wrongSince.get(message.id) ?? now;
    this.#wrongSince.set(message.id, since);
    const forMs = now - Math.max(since, this.#excusedUntil);
    this.#worstMs = Math.max(this.#worstMs, forMs);
    if (forMs <= this.#boundMs) return;
    const from = Math.max(since, this.#excusedUntil);
    const told = {
      lagMs: this.#lags.worstSince(from),
      tries: this.#triesOf(message, from),
    };
    this.#untrue.set(message.id, { jobId, is: kind, shows, forMs, ...told });
  }

  #triesOf(message: MessageState, from: number): string {
    const token = message.interaction?.token ?? 'none';
    const isOfIt = ({ path }: RecordedRequest) => path.includes(message.id) || path.includes(token);
    return this.#discord.requests
      .filter((one) => one.at > from - BEFORE_MS && isOfIt(one))
      .map(
        ({ at, method, status, limit }) => `${at - from}:${method} ${status}${limit ? ` ${limit.remaining} left` : ''}`,
      )
      .join(', ');
  }

  /** Ends the look at this process itself. */
  close(): void {
    this.#lags.close();
  }

  /** What was found so far. */
  get found() {
    return { looks: this.#looks, worstMs: this.#worstMs, untrue: [...this.#untrue.values()] };
  }
}

/** Without a colour, what can be cancelled waits, and all else has ended. */
function toneOf(message: MessageState): string | null {
  const [container] = objectsOf(latest(message).components).filter(({ type }) => type === 17);
  if (!container) return null;
  const parts = objectsOf(objectOf(container).components);
  const inRows = parts.flatMap(({ components }) => objectsOf(components ?? []));
  const isOpen = inRows.some(({ custom_id: id }) => typeof id === 'string' && id.startsWith('e1:cancel:'));
  return TONES.get(objectOf(container).accent_color) ?? (isOpen ? 'waiting' : 'ended');
}
