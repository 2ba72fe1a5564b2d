import { ask } from '#bot/studio/page/app/server.ts';
import type {
  TrainFilesCard,
  TrainList,
  TrainOutcome,
  TrainPlanCard,
  TrainWishCard,
} from '#bot/studio/server/train-api.ts';

/** What the training page asks of the studio. */
export const training = {
  list: () => ask<TrainList>('GET', '/api/train'),
  // Its own type would be an archive's, which the studio takes from nobody.
  files: (file: File) =>
    ask<TrainFilesCard>('POST', `/api/train-files?name=${encodeURIComponent(file.name)}`, new Blob([file])),
  plan: (wish: TrainWishCard) => ask<TrainPlanCard>('POST', '/api/train/plan', wish),
  describe: (wish: TrainWishCard) => ask<TrainFilesCard>('POST', '/api/train/describe', wish),
  again: (name: string) => ask<TrainWishCard>('GET', `/api/train/${name}/wish`),
  start: (wish: TrainWishCard) => ask<object>('POST', '/api/train/start', wish),
  ...{ stop: doing('stop'), pause: doing('pause'), resume: doing('resume'), remove: doing('delete') },
};

function doing(act: 'stop' | 'pause' | 'resume' | 'delete') {
  return (name: string) => ask<TrainOutcome>('POST', `/api/train/${name}/${act}`, {});
}
