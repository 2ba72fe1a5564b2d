import type { Job, JobId } from '#bot/domain/job.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { Rule, RuleAuthor, RuleStore } from '#bot/ports/rules.ts';
import type { TrainedAdapter, TrainedStore } from '#bot/ports/trained.ts';
import { failure } from '#bot/text/say.ts';

/** Of one server. More would be no list any more. */
const TRAINED_MAX = 50;

/** Entries of a server's log that are looked through: all that it keeps. */
const LOG_MAX = 1000;

/** Rules of their servers, so that the log has who trained what, and who deleted it; the file is the job's. */
export function createTrainedStore(
  rules: Pick<RuleStore, 'list' | 'change' | 'audit'>,
  ledger: Pick<Ledger, 'get'>,
): TrainedStore {
  const found = async (serverId: string) => {
    const all = await rules.list(serverId, 'trained');
    return Promise.all(all.map(async (rule) => adapterOf(serverId, rule, await ledger.get(rule.value.jobId))));
  };
  const list = async (serverId: string) => (await found(serverId)).filter((one) => one !== null);
  const put: TrainedStore['put'] = async (serverId, key, value, by) => {
    const gone = (await found(serverId)).filter((one) => one === null).length;
    // What failed stays in the log and takes nobody's room.
    await rules.change([{ serverId, kind: 'trained', key, value, by }], { max: TRAINED_MAX + gone });
  };
  return {
    ...{ list, put },
    async bringBack(jobId: JobId, by: RuleAuthor) {
      const job = await ledger.get(jobId);
      if (job?.settled.task.kind !== 'train') return;
      const { serverId } = job.place;
      const log = await rules.audit(serverId, { limit: LOG_MAX });
      for (const { kind, key, before, after } of log) {
        if (kind !== 'trained' || before?.jobId !== jobId || after !== null) continue;
        if ((await list(serverId)).some(({ name }) => name === key))
          throw failure('invalid', 'train.name-taken', { name: key });
        return put(serverId, key, before, by);
      }
    },
    async setPaused({ serverId, name, isPaused }, by) {
      const rule = (await rules.list(serverId, 'trained')).find(({ key }) => key === name);
      if (!rule || (rule.value.isPaused ?? false) === isPaused) return;
      const { isPaused: _, ...rest } = rule.value;
      await put(serverId, name, isPaused ? { ...rest, isPaused } : rest, by);
    },
    async isPaused(serverId, jobId) {
      const all = await rules.list(serverId, 'trained');
      return all.some(({ value }) => value.jobId === jobId && value.isPaused);
    },
    remove: (serverId, key, by) =>
      rules.change([{ serverId, kind: 'trained', key, value: null, by }], { max: Number.MAX_VALUE }),
  };
}

function adapterOf(serverId: string, { key, value }: Rule<'trained'>, job: Job | null) {
  if (!job || job.place.serverId !== serverId) return null;
  const { state, ownerId, createdAt } = job;
  if (state.kind === 'deleted' || state.kind === 'failed' || state.kind === 'cancelled') return null;
  const file = state.kind === 'done' && state.result.kind === 'adapter' ? state.result.adapter : null;
  const found: TrainedAdapter = {
    ...value,
    // A moderator may have brought it back: the job says whose it is.
    ...{ serverId, name: key, ownerId, createdAt },
    ...{ state: state.kind, file },
  };
  return found;
}
