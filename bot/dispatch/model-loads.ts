import { isResident, LOADING } from '#bot/dispatch/at-work.ts';
import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import type { IndexedRenderer, NeedsKind } from '#bot/dispatch/model-offers.ts';
import type { RendererIndex } from '#bot/dispatch/renderer-index.ts';
import type { Speeds } from '#bot/dispatch/speed-estimate.ts';
import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/** What is to be loaded before queued jobs can be drawn. */
export interface ModelLoads {
  /** What it takes there before this can begin: as measured, else as reckoned. Milliseconds. */
  loadMs(renderer: IndexedRenderer, kind: NeedsKind): number;
  /** Why a job waits that this renderer is expected to draw: its model is being loaded there, or will be; null = it is there. */
  reasonFor(kind: NeedsKind, renderer: IndexedRenderer | null, liveJobs: Pick<LiveJobs, 'all'>): Message | null;
}

/** As the renderers are now, and what loading took there before. */
export function loadsFor(renderers: Pick<RendererIndex, 'loadMs'>, speeds: Pick<Speeds, 'loadMs'>): ModelLoads {
  let loading: ReadonlySet<string> | null = null;
  return {
    loadMs(renderer, kind) {
      const reckoned = renderers.loadMs(renderer, kind) ?? 0;
      const { model } = kind.needs;
      if (reckoned === 0 || model === null || isResident(renderer.snapshot, model)) return reckoned;
      return speeds.loadMs(renderer.snapshot.id, model) ?? reckoned;
    },
    reasonFor({ needs: { model } }, renderer, liveJobs) {
      if (!renderer || model === null || isResident(renderer.snapshot, model)) return null;
      loading ??= loadingNow(liveJobs);
      const { id, description } = renderer.snapshot;
      const values = { model, renderer: description?.name || id };
      return loading.has(`${id} ${model}`) ? say(LOADING, values) : say('waiting.to-load', values);
    },
  };
}

/** Renderers with what they are loading. */
function loadingNow({ all }: Pick<LiveJobs, 'all'>): ReadonlySet<string> {
  const found = all().flatMap(({ job: { state }, progress: { waitingFor } }) =>
    state.kind === 'rendering' && waitingFor?.key === LOADING
      ? [`${state.rendererId} ${String(waitingFor.values.model)}`]
      : [],
  );
  return new Set(found);
}
