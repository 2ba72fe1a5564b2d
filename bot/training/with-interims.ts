import type { JobId, Progress } from '#bot/domain/job.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';

/** What was trained, with what trainings that run would give now: it can be tried before they end. */
export function withInterims(trained: TrainedStore, courseOf: (jobId: JobId) => Progress | null): TrainedStore {
  return {
    ...trained,
    async list(serverId) {
      const all = await trained.list(serverId);
      return all.map((one) => {
        const { interim, interimHashes } = courseOf(one.jobId) ?? {};
        return { ...one, ...(interim && !one.file && { interim }), ...(interimHashes && { interimHashes }) };
      });
    },
  };
}
