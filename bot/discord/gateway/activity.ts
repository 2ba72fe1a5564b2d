import { ActivityType, type Client, Events } from 'discord.js';
import { isWaiting } from '#bot/domain/job.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Message } from '#shared/text/message.ts';

/** Discord takes five changes in twenty seconds, with everything else that a bot sends over its connection. */
const CHANGE_EVERY_MS = 15_000;
/** Models that are named; a member list has room for about this much. */
const MODELS_MAX = 2;

/** What the bot's line in the member list is made of. */
export interface ActivityOptions {
  readonly jobs: Pick<JobService, 'queue'>;
  readonly cluster: Pick<Cluster, 'snapshot'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Shows under the bot's name how busy it is and which models are loaded, until the signal. */
export async function keepActivity(client: Client<true>, options: ActivityOptions): Promise<void> {
  let shown = '';
  // A new session begins without one.
  client.on(Events.ShardReady, () => {
    shown = '';
  });
  do {
    const state = writerOf('en').say(activity(options));
    if (state === shown) continue;
    shown = state;
    client.user.setPresence({ status: 'online', activities: [{ type: ActivityType.Custom, name: 'Easel', state }] });
  } while (await pause(options.clock, CHANGE_EVERY_MS, options.signal));
}

/** One short line; it is read by everybody, so it tells numbers and names of models and no words of prompts. */
export function activity({ jobs, cluster }: Pick<ActivityOptions, 'jobs' | 'cluster'>): Message {
  const ready = cluster.snapshot().filter(({ up }) => up);
  if (ready.length === 0) return say('activity.no-renderer');
  const names = new Set(ready.flatMap(({ state }) => state?.resident.map(({ model }) => model) ?? []));
  const models = [...names].slice(0, MODELS_MAX);
  const queue = jobs.queue();
  const waiting = queue.filter(isWaiting).length;
  const drawing = queue.length - waiting;
  return queue.length === 0 ? say('activity.idle', { models }) : say('activity.busy', { drawing, waiting, models });
}
