import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCluster } from '#bot/cluster/cluster.ts';
import { createPictureIntake } from '#bot/image/picture-intake.ts';
import { startJobService } from '#bot/jobs/job-service.ts';
import type { Submission } from '#bot/ports/job-service.ts';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import type { TrainingToStart } from '#test/bot/jobs/bot-process.ts';

/**
 * A bot without a platform, to be killed: takes submissions and trainings over its IPC channel, binds a panel to each
 * submission, and tells every view it sees.
 */
const [folder, ...addresses] = process.argv.slice(2);
const storage = await openStorage({ file: join(folder!, 'ledger.sqlite') });
const cluster = openCluster({ addresses, local: {}, clock: systemClock, log: silentLog });
const intake = createPictureIntake({ ...storage, signal: new AbortController().signal });
let names = 0;
const jobs = await startJobService({
  ...storage,
  cluster,
  pictures: openPictureStore({ folder: join(folder!, 'pictures') }),
  intake,
  clock: systemClock,
  log: silentLog,
  randomSeed: () => 7,
  newJobId: () => `job-${process.pid}-${++names}`,
  bounds: { memberMax: 100, totalMax: 500 },
});
void tellViews();
process.on(
  'message',
  (wish: Submission | TrainingToStart) => void ('pictureFile' in wish ? train(wish) : submit(wish)),
);
process.send!({ kind: 'open' });

async function train({ pictureFile, name, steps, ...request }: TrainingToStart) {
  const { pictures } = await intake.filesForTraining([{ name: 'a.png', data: await readFile(pictureFile) }]);
  const by = { serverId: request.place.serverId, memberId: 'boss', memberName: 'Boss', mayManageServer: true };
  await jobs.rules.settings.set(by, { name: 'training', value: 'everybody', channelId: null });
  const { job } = await jobs.training.start({ kind: 'style', name, about: '', steps, pictures }, request);
  process.send!({ kind: 'accepted', id: job.id });
}

async function tellViews() {
  for await (const { job, progress } of jobs.watch('discord', new AbortController().signal)) {
    const { id, state, panel } = job;
    process.send!({ kind: 'view', id, state, step: progress.step, messageId: panel?.messageId });
  }
}

async function submit(submission: Submission) {
  const { job } = await jobs.submit(submission);
  const panel = { channelId: '1', messageId: `message-${job.id}`, interactionToken: null, tokenExpiresAt: 0 };
  await jobs.bindPanel(job.id, panel);
  process.send!({ kind: 'accepted', id: job.id });
}
