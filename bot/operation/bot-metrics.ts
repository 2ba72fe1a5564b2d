import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { deadlineOf } from '#bot/domain/deadline.ts';
import { isWaiting, type Job, type Place, picturesIn } from '#bot/domain/job.ts';
import type { Cluster, RendererSnapshot } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { Clock } from '#shared/clock.ts';

/** What the bot counts about itself, as Prometheus reads it. No label names a member, a server or a prompt. */
export interface BotMetrics {
  /** The text format's media type with its version. */
  readonly contentType: string;
  /** All of it now, in Prometheus' text format. */
  read(): Promise<string>;
  /** Counts the jobs of all platforms until the signal. */
  follow(signal: AbortSignal): Promise<void>;
}

/** What is counted. */
export interface MetricsOptions {
  readonly jobs: Pick<JobService, 'queue' | 'watch' | 'drawnBeforeTurn'>;
  readonly cluster: Pick<Cluster, 'snapshot'>;
  /** Null = the bot is not to be on Discord. */
  readonly discord: DiscordCondition | null;
  readonly clock: Pick<Clock, 'now'>;
}

/** How the bot stands with Discord now. */
export interface DiscordCondition {
  readonly connected: boolean;
  /** In the last ten minutes; at 10,000 Discord shuts the address out for a while. */
  readonly refusedRequests: number;
}

/** Seconds: from a live preview to an hour in a full queue. */
const SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

/** A registry of its own, so that two bots in one process do not share numbers. */
export function createBotMetrics(options: MetricsOptions): BotMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  readOnScrape(options, registry);
  const count = jobCounters(options, registry);
  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    async follow(signal) {
      try {
        await Promise.all((['discord', 'studio', 'api'] as const).map((platform) => count(platform, signal)));
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      }
    },
  };
}

/** What stands somewhere already is read when somebody asks. */
function readOnScrape({ jobs, cluster, discord }: MetricsOptions, registry: Registry): void {
  const number = (name: string, help: string, read: () => number) => {
    gauge(registry, { name, help, read: (each) => each.set(read()) });
  };
  number('easel_jobs_waiting', 'Jobs that wait for their turn.', () => jobs.queue().filter(isWaiting).length);
  number(
    'easel_jobs_rendering',
    'Jobs that are being drawn.',
    () => jobs.queue().length - jobs.queue().filter(isWaiting).length,
  );
  new Counter({
    name: 'easel_jobs_before_turn_total',
    help: 'Jobs that were drawn before their turn, as they would have come after their deadlines in it.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(jobs.drawnBeforeTurn());
    },
  });
  for (const [name, help, read] of OF_RENDERERS)
    gauge(registry, {
      name,
      help,
      labels: ['renderer'],
      read(each) {
        for (const snapshot of cluster.snapshot()) each.set({ renderer: snapshot.id }, read(snapshot));
      },
    });
  gauge(registry, {
    name: 'easel_renderer_step_seconds',
    help: 'How long a step of the model takes there, as the renderer measures it.',
    labels: ['renderer', 'model'],
    read(each) {
      for (const { id, state } of cluster.snapshot())
        for (const { model, stepMs } of state?.resident ?? [])
          if (stepMs > 0) each.set({ renderer: id, model }, stepMs / 1000);
    },
  });
  if (discord === null) return;
  number('easel_discord_connected', '1 while the bot is connected to Discord.', () => Number(discord.connected));
  number(
    'easel_discord_refused_requests',
    'Requests that Discord refused in the last ten minutes.',
    () => discord.refusedRequests,
  );
}

const OF_RENDERERS: readonly (readonly [string, string, (snapshot: RendererSnapshot) => number])[] = [
  ['easel_renderer_up', '1 while the renderer answers.', ({ up }) => Number(up)],
  ['easel_renderer_maintenance', '1 while the renderer is in maintenance.', (each) => Number(!!each.maintenance)],
  [
    'easel_renderer_quarantine',
    '1 while it is set aside since it comes and goes.',
    (each) => Number(!!each.quarantine),
  ],
  ['easel_renderer_rendering', 'Renders under way there.', ({ state }) => state?.rendering ?? 0],
  ['easel_renderer_waiting', 'Renders that wait there.', ({ state }) => state?.waiting ?? 0],
  ['easel_renderer_memory_bytes', 'What its networks take.', ({ state }) => (state?.memoryMib ?? 0) * 2 ** 20],
  ['easel_renderer_engine_starts', 'How often its engine was started.', ({ state }) => state?.engineStarts ?? 0],
];

interface GaugeOptions {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly read: (gauge: Gauge) => void;
}

/** What was set for a renderer that has gone is forgotten with each reading. */
function gauge(registry: Registry, { name, help, labels = [], read }: GaugeOptions): void {
  new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect() {
      this.reset();
      read(this);
    },
  });
}

/** Counts of what has ended, and how long it took. */
function jobCounters({ jobs, clock }: MetricsOptions, registry: Registry) {
  const registers = [registry];
  const ended = new Counter({
    name: 'easel_jobs_ended_total',
    help: 'Jobs that have ended, by what they were and how.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const deadlines = new Counter({
    name: 'easel_job_deadlines_total',
    help: 'Jobs that were done, of those whose message can be changed for a while only, by whether it still could.',
    labelNames: ['outcome'],
    registers,
  });
  const pictures = new Counter({ name: 'easel_pictures_total', help: 'Pictures that jobs have given.', registers });
  const seconds = (name: string, help: string) =>
    new Histogram({ name, help, labelNames: ['kind'], buckets: SECONDS, registers });
  const waited = seconds('easel_job_wait_seconds', 'From the acceptance of a job to its first step.');
  const lasted = seconds('easel_job_seconds', 'From the acceptance of a job to its end.');
  return async (platform: Place['platform'], signal: AbortSignal) => {
    const since = clock.now();
    const [begun, counted] = [createRecent(), createRecent()];
    for await (const { job, progress } of jobs.watch(platform, signal)) {
      const { kind } = job.settled.task;
      if (job.state.kind === 'rendering' && progress.step > 0 && begun.isNew(job.id))
        waited.observe({ kind }, secondsBetween(job.createdAt, clock.now()));
      // An ended job is told of again when it has been shown, and when it comes back from the bin.
      if (!isEnd(job) || job.finishedAt === null || job.finishedAt < since || !counted.isNew(job.id)) continue;
      ended.inc({ kind, outcome: job.state.kind });
      lasted.observe({ kind }, secondsBetween(job.createdAt, job.finishedAt));
      if (job.state.kind !== 'done') continue;
      pictures.inc(picturesIn(job.state.result).length);
      const deadline = deadlineOf(job.panel);
      if (deadline !== null) deadlines.inc({ outcome: job.finishedAt <= deadline ? 'met' : 'missed' });
    }
  };
}

/** Jobs whose last views may still be on their way. */
const RECENT_MAX = 10_000;

/** Remembers so many of the last names that were asked about. */
function createRecent() {
  const names = new Set<string>();
  return {
    /** Whether the name was not asked about before. */
    isNew(name: string): boolean {
      if (names.has(name)) return false;
      names.add(name);
      for (const oldest of names) {
        if (names.size <= RECENT_MAX) break;
        names.delete(oldest);
      }
      return true;
    },
  };
}

function isEnd({ state: { kind } }: Job): boolean {
  return kind === 'done' || kind === 'failed' || kind === 'cancelled';
}

function secondsBetween(from: number, to: number): number {
  return Math.max(0, to - from) / 1000;
}
