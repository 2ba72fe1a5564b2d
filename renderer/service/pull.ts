import type { HubCache } from '#renderer/models/hub/pull.ts';
import { pullModel } from '#renderer/models/pull-model.ts';
import { within } from '#shared/async/timer.ts';
import type { PullEvent, PullRequest } from '#shared/contract/operating.ts';

const HEARTBEAT_MS = 1_000;

/** Pause between two words on how far it is. Milliseconds. */
const TELL_MS = 250;

/** Where the files of models go. */
export interface ModelPlaces {
  readonly modelsFolder: string;
  readonly cache: Omit<HubCache, 'signal'>;
}

/** Brings a model, saying how far it is, or each second that it is still at it. Leaving stops it. */
export async function* pullHere(
  { model }: PullRequest,
  { modelsFolder, cache, signal }: ModelPlaces & { readonly signal: AbortSignal },
): AsyncGenerator<PullEvent, void, undefined> {
  const { clock } = cache;
  const steps = pullModel(model, { modelsFolder, cache: { ...cache, signal } });
  let toldAt = Number.NEGATIVE_INFINITY;
  try {
    for (;;) {
      const next = steps.next();
      next.catch(() => {}); // `within` throws it, unless nobody waits any more
      while (!(await within(next, { ms: HEARTBEAT_MS, clock, signal }))) yield { event: 'heartbeat', heartbeat: {} };
      const { done, value } = await next;
      if (done) break;
      if (clock.now() - toldAt < TELL_MS && value.here < value.all) continue;
      toldAt = clock.now();
      yield { event: 'pulling', pulling: { bytesHere: value.here, bytesAll: value.all } };
    }
  } finally {
    await steps.return();
  }
  yield { event: 'pulled', pulled: {} };
}
