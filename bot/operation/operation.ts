import { hostname } from 'node:os';
import { fullDisk, lostRenderers, refusedRequests, watchForTrouble } from '#bot/operation/alerts.ts';
import type { DiscordCondition } from '#bot/operation/bot-metrics.ts';
import { createMessenger, type Post, postTo } from '#bot/operation/messenger.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure, say } from '#bot/text/say.ts';
import { within } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { BotConfig } from '#shared/config/bot.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import type { Message } from '#shared/text/message.ts';
import { openTracer } from '#shared/tracing/open-tracer.ts';

/** What those who run the bot see of it from outside. */
export interface Operation {
  /** Where health and numbers are read; null = nowhere. */
  readonly address: string | null;
  /** Tells the webhook and the channel, and the log; nobody where there are neither. */
  tell(message: Message): void;
  /** Waits five seconds at most for what is still to be told. */
  close(): Promise<void>;
}

/** What is watched. */
export interface OperationOptions {
  readonly config: Pick<BotConfig, 'operation' | 'alertWebhook' | 'dataFolder' | 'traceEndpoint'>;
  /** Writes into the operator's channel; null = there is none. */
  readonly postToChannel: Post | null;
  readonly jobs: Pick<JobService, 'queue' | 'drawnBeforeTurn' | 'watch' | 'view'>;
  readonly cluster: Pick<Cluster, 'snapshot'>;
  /** Null = the bot is not to be on Discord. */
  readonly discord: DiscordCondition | null;
  readonly clock: Clock;
  readonly log: Log;
}

const CLOSE_WITHIN_MS = 5_000;

/** Begins to look for trouble, to count, and to answer. Throws when the configured address cannot be had. */
export async function startOperation(options: OperationOptions): Promise<Operation> {
  const { config, clock, log, cluster, discord } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const inEnglish = writerOf('en');
  const sending = new AbortController();
  const { alertWebhook: url } = config;
  const posts = [url === null ? null : postTo(url), options.postToChannel].filter((post) => post !== null);
  const messengers = posts.map((post) => createMessenger({ post, clock, log, signal: sending.signal }));
  const tell = (message: Message) => {
    const text = inEnglish.say(message);
    if (messengers.length > 0) log.warn({ alert: message.key }, text);
    for (const messenger of messengers) messenger.send(text);
  };
  const server = await startServer(options, signal);
  const traces = await startTraces(options, signal);
  const sources = [
    lostRenderers(cluster, clock),
    fullDisk(config.dataFolder),
    ...(discord ? [refusedRequests(discord)] : []),
  ];
  const watching = messengers.length > 0 && watchForTrouble({ sources, tell, clock, log, signal });
  return {
    address: server?.address ?? null,
    tell,
    async close() {
      ending.abort(failure('cancelled', 'job.stopping'));
      await Promise.all([watching, server?.close(), traces?.close()]);
      await within(Promise.all(messengers.map((each) => each.idle())), { ms: CLOSE_WITHIN_MS, clock });
      sending.abort(failure('cancelled', 'job.stopping'));
    },
  };
}

async function startTraces({ config, jobs, clock, log }: OperationOptions, signal: AbortSignal) {
  if (config.traceEndpoint === null) return null;
  const { traceJobs } = await import('#bot/operation/job-traces.ts');
  const tracer = await openTracer(config.traceEndpoint, {
    name: 'easel-bot',
    instance: `${hostname()} ${process.pid}`,
  });
  const following = traceJobs({ jobs, tracer, clock }, signal).catch((error) =>
    log.error({ err: error }, 'jobs are not traced any more'),
  );
  return {
    async close() {
      await following;
      await tracer.close();
    },
  };
}

async function startServer(options: OperationOptions, signal: AbortSignal) {
  const { config, log } = options;
  if (config.operation === null) return null;
  // Read where somebody wants the numbers: a start would wait for them.
  const { createBotMetrics } = await import('#bot/operation/bot-metrics.ts');
  const { startOperationServer } = await import('#bot/operation/operation-server.ts');
  const metrics = createBotMetrics(options);
  const server = await startOperationServer({
    ...config.operation,
    metrics,
    obstacles: () => findObstacles(options),
    log,
  });
  const counting = metrics.follow(signal).catch((error) => log.error({ err: error }, 'jobs are not counted any more'));
  return {
    address: server.address,
    async close() {
      await server.close();
      await counting;
    },
  };
}

/** Orders are taken while the ledger can be read and, where Discord is wanted, the bot is connected. */
async function findObstacles({ jobs, discord }: OperationOptions): Promise<readonly string[]> {
  const found: Message[] = [];
  if (discord && !discord.connected) found.push(say('operation.not-connected'));
  try {
    await jobs.view('none');
  } catch (thrown) {
    found.push(say('operation.no-ledger', { why: Failure.from(thrown).message }));
  }
  return found.map((message) => writerOf('en').say(message));
}
