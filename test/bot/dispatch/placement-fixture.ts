import type { RendererLoad } from '#bot/dispatch/model-offers.ts';

import type { PlacementPolicy } from '#bot/dispatch/placement.ts';
import type { WaitingJob } from '#bot/dispatch/placement-round.ts';
import { type Needs, needsKey } from '#bot/domain/task-needs.ts';
import type { AdapterUse } from '#shared/contract/messages.ts';
import { plainMessage } from '#shared/text/message.ts';
import type { ModelJob } from '#test/bot/dispatch/placement-model.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

export function job(
  id: string,
  change: Partial<ModelJob> & { model?: string; adapters?: AdapterUse[] } = {},
): ModelJob {
  const { model = 'a', adapters = [], ...rest } = change;
  const spec = { kind: 'draw', model, adapters, sampler: 'lcm' } as const;
  return { id, spec, predictedMs: 1_000, overtaken: 0, avoid: new Set(), ...rest };
}

type PredictedJob = WaitingJob & { readonly predictedMs: number };

/** The job as the queue holds it. */
export function waiting({ id, spec, predictedMs, overtaken, avoid }: ModelJob): PredictedJob {
  const { task } = settledOrder({ model: spec.model, adapters: spec.adapters, sampler: spec.sampler });
  return { job: { id, settled: { task } }, overtaken, avoid, alone: false, predictedMs };
}

export function kindsOf(queued: readonly ModelJob[]) {
  const kinds = new Map<string, { needs: Needs; count: number }>();
  for (const { spec } of queued) {
    const count = (kinds.get(needsKey(spec))?.count ?? 0) + 1;
    kinds.set(needsKey(spec), { needs: spec, count });
  }
  return kinds.values();
}

/** What the policy chooses, as the model says it. */
export function choose(
  policy: PlacementPolicy,
  { queued, renderers }: { queued: readonly ModelJob[]; renderers: readonly RendererLoad[] },
) {
  const round = { queued: queued.map(waiting), alone: [], kinds: kindsOf(queued), renderers };
  const chosen = policy.choose({ ...round, most: Number.POSITIVE_INFINITY, predictMs: (each) => each.predictedMs });
  return chosen.map(({ waiting, rendererId, overtook }) => ({ jobId: waiting.job.id, rendererId, overtook }));
}

export interface LoadChange {
  readonly models?: readonly string[];
  /** Whether its adapters are added to renders as they run. */
  readonly switches?: boolean;
  readonly resident?: readonly { model: string; adapters?: AdapterUse[] }[];
  readonly room?: number;
  readonly backlogMs?: number;
  readonly resting?: boolean;
  readonly up?: boolean;
  readonly phase?: 'STARTING' | 'READY' | 'DRAINING';
  readonly maintained?: boolean;
}

export function renderer(id: string, change: LoadChange = {}): RendererLoad {
  const { models = ['a', 'b'], resident = [{ model: 'a' }], room = 1, backlogMs = 0 } = change;
  const { resting = false, up = true, phase = 'READY', switches = false, maintained = false } = change;
  const [fake] = FAKE_DESCRIPTION.models;
  const adapters = fake!.adapters.map((adapter) => ({ ...adapter, switchable: switches }));
  const described = models.map((name) => ({ ...fake!, name, adapters }));
  return {
    room,
    backlogMs,
    isIdle: backlogMs === 0,
    coolingDown: resting,
    snapshot: {
      id,
      address: id,
      up,
      downReason: up ? null : plainMessage('gone'),
      description: { ...FAKE_DESCRIPTION, models: described },
      state: {
        phase: `RENDERER_PHASE_${phase}`,
        resident: resident.map(({ model, adapters = [] }) => ({ model, adapters, stepMs: 0 })),
        rendering: 0,
        waiting: 0,
        memoryMib: 0,
        engineStarts: 1,
      },
      ...(maintained && { maintenance: { renderer: id, reason: 'a new fan', since: 0 } }),
    },
  };
}
