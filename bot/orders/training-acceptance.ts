import type { JobView, SettledOrder } from '#bot/domain/job.ts';
import type { Submission } from '#bot/ports/job-service.ts';
import type { ClusterOffer } from '#bot/presets/offer.ts';

/** What trainings need besides. */
export interface TrainingAcceptance {
  /** Takes a task in that is settled, past the same gate. */
  train(settled: SettledOrder, request: Omit<Submission, 'order' | 'parentId'>): Promise<JobView>;
  /** What there is to draw with, by renderers' own words. */
  offerNow(): Promise<ClusterOffer>;
}
