import { openStorage } from '#bot/storage/storage.ts';
import { Failure } from '#shared/failure.ts';
import { newJob } from '#test/fakes/new-job.ts';

/**
 * A bot in small: opens the ledger given as its argument, accepts a job, says how it went over its IPC channel and
 * stays until it is killed.
 */
const [file, jobId] = process.argv.slice(2);
try {
  const storage = await openStorage({ file: file! });
  await storage.ledger.accept(newJob(jobId!));
  process.send!({ kind: 'holds', epoch: storage.epoch });
  process.on('message', () => void storage.close().then(() => process.disconnect()));
} catch (thrown) {
  process.send!({ kind: 'refused', message: Failure.from(thrown).message }, () => process.disconnect());
}
