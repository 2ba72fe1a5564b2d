import type { Job } from '#bot/domain/job.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { Rule, RuleStore } from '#bot/ports/rules.ts';
import type { TrainedAdapter, TrainedStore } from '#bot/ports/trained.ts';

/** Of one server. More would be no list any more. */
const TRAINED_MAX = 50;

/** Rules of their servers, so that the log has who trained what, and who deleted it; the file is the job's. */
export function createTrainedStore(
  rules: Pick<RuleStore, 'list' | 'change'>,
  ledger: Pick<Ledger, 'get'>,
): TrainedStore {
  const found = async (serverId: string) => {
    const all = await rules.list(serverId, 'trained');
    return Promise.all(all.map(async (rule) => adapterOf(serverId, rule, await ledger.get(rule.value.jobId))));
  };
  return {
    list: async (serverId) => (await found(serverId)).filter((one) => one !== null),
    async put(serverId, key, value, by) {
      const gone = (await found(serverId)).filter((one) => one === null).length;
      // What failed stays in the log and takes nobody's room.
      await rules.change([{ serverId, kind: 'trained', key, value, by }], { max: TRAINED_MAX + gone });
    },
    remove: (serverId, key, by) =>
      rules.change([{ serverId, kind: 'trained', key, value: null, by }], { max: Number.MAX_VALUE }),
  };
}

function adapterOf(serverId: string, { key, value, authorId, updatedAt }: Rule<'trained'>, job: Job | null) {
  if (!job || job.place.serverId !== serverId) return null;
  const { state } = job;
  if (state.kind === 'deleted' || state.kind === 'failed' || state.kind === 'cancelled') return null;
  const file = state.kind === 'done' && state.result.kind === 'adapter' ? state.result.adapter : null;
  const found: TrainedAdapter = {
    ...value,
    ...{ serverId, name: key, ownerId: authorId, createdAt: updatedAt },
    ...{ state: state.kind, file },
  };
  return found;
}
