import { statfs } from 'node:fs/promises';
import type { DiscordCondition } from '#bot/operation/bot-metrics.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import { say } from '#bot/text/say.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';
import type { Message } from '#shared/text/message.ts';

/** Something that an operator should look at, while it lasts. */
export interface Trouble {
  /** The same for the same trouble. */
  readonly id: string;
  readonly message: Message;
}

/** Looks for one kind of trouble now. It is asked every few seconds and may remember since when something lasts. */
export type TroubleSource = () => Promise<readonly Trouble[]> | readonly Trouble[];

/** How often everything is looked at, and what counts as trouble. */
const LOOK_EVERY_MS = 10_000;
const RENDERER_DOWN_MS = 60_000;
const DISK_USED_SHARE = 0.9;
const REFUSED_REQUESTS = 1_000;

/** What alerting needs. */
export interface AlertOptions {
  readonly sources: readonly TroubleSource[];
  /** Hears of each trouble once when it begins, and once when it is over. */
  readonly tell: (message: Message) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Looks for trouble until the signal. A source that fails says nothing new; what it said before still stands. */
export async function watchForTrouble({ sources, tell, clock, log, signal }: AlertOptions): Promise<void> {
  const standing = sources.map(() => new Map<string, Message>());
  do {
    for (const [index, source] of sources.entries()) {
      try {
        follow(standing[index]!, await source(), tell);
      } catch (thrown) {
        log.warn({ err: thrown }, 'one kind of trouble could not be looked for');
      }
    }
  } while (await pause(clock, LOOK_EVERY_MS, signal));
}

/** `standing`: what was told, by the trouble. */
function follow(standing: Map<string, Message>, found: readonly Trouble[], tell: (message: Message) => void): void {
  const ids = new Set(found.map(({ id }) => id));
  for (const { id, message } of found) {
    if (standing.has(id)) continue;
    standing.set(id, message);
    tell(message);
  }
  for (const [id, message] of standing) {
    if (ids.has(id)) continue;
    standing.delete(id);
    tell(say('operation.over', { trouble: message }));
  }
}

/** Renderers that have not answered for a minute, where they may not be away for maintenance, and those that are set aside. */
export function lostRenderers(cluster: Pick<Cluster, 'snapshot'>, clock: Pick<Clock, 'now'>): TroubleSource {
  let downSince = new Map<string, number>();
  return () => {
    const now = cluster.snapshot();
    const down = now.filter(({ up, maintenance }) => !up && !maintenance);
    downSince = new Map(down.map(({ id }) => [id, downSince.get(id) ?? clock.now()]));
    const missed = down
      .filter(({ id }) => clock.now() - downSince.get(id)! >= RENDERER_DOWN_MS)
      .map(({ id, downReason }) => ({
        id,
        message: downReason
          ? say('operation.renderer-down', { renderer: id, why: downReason })
          : say('operation.renderer-silent', { renderer: id }),
      }));
    const setAside = now.flatMap(({ id, quarantine: why }) =>
      why ? [{ id: `set aside ${id}`, message: say('operation.renderer-set-aside', { renderer: id, why }) }] : [],
    );
    return [...missed, ...setAside];
  };
}

/** A disk that is nine tenths full; what root alone may use counts as used. `read` counts the disk's blocks. */
export function fullDisk(
  folder: string,
  read: (folder: string) => Promise<{ readonly blocks: number; readonly bavail: number }> = (path) => statfs(path),
): TroubleSource {
  return async () => {
    const { blocks, bavail } = await read(folder);
    const used = 1 - bavail / blocks;
    if (used < DISK_USED_SHARE) return [];
    return [{ id: folder, message: say('operation.disk', { folder, percent: Math.floor(used * 100) }) }];
  };
}

/** Discord shuts an address out for a while after 10,000 refused requests in ten minutes. */
export function refusedRequests(discord: Pick<DiscordCondition, 'refusedRequests'>): TroubleSource {
  return () => {
    const { refusedRequests: count } = discord;
    return count < REFUSED_REQUESTS ? [] : [{ id: 'refused', message: say('operation.refused-requests', { count }) }];
  };
}
