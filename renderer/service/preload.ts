import type { Engine } from '#renderer/engine/contract/engine.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import { within } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { PreloadEvent } from '#shared/contract/operating.ts';

const HEARTBEAT_MS = 1_000;

/** Loads a model, saying each second that it is still at it. Leaving stops the load where it can be stopped. */
export async function* preload(
  choice: ModelChoice,
  options: { readonly engine: Engine; readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<PreloadEvent, void, undefined> {
  const { engine, clock, signal } = options;
  const began = clock.now();
  const loading = engine.ready.then(() => engine.load(choice, signal));
  loading.catch(() => {});
  while (!(await within(loading, { ms: HEARTBEAT_MS, clock, signal }))) yield { event: 'heartbeat', heartbeat: {} };
  yield { event: 'loaded', loaded: { loadMs: clock.now() - began } };
}
