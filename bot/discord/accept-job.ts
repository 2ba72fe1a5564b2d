import type { Answer } from '#bot/discord/answer.ts';
import { composePanel } from '#bot/discord/panel/compose-panel.ts';
import { loggable, troubleOf } from '#bot/discord/panel/discord-trouble.ts';
import type { Rooms } from '#bot/discord/rooms.ts';
import type { JobView } from '#bot/jobs/job.ts';
import type { JobDesk } from '#bot/ports.ts';

/** Discord waits three seconds for the first answer; what is not stored by then gets a waiting mark. */
const ANSWER_BY_MS = 2000;

/**
 * Stores a job and answers the interaction with its panel, in this order. When the answer does not get through, the job
 * gets a message of its own: nothing that was accepted is lost. Throws the desk's Failure when the order is refused.
 */
export async function acceptJob(
  rooms: Rooms,
  call: { readonly answer: Answer; readonly bytesMax: number; readonly submit: (desk: JobDesk) => Promise<JobView> },
): Promise<void> {
  const { answer, submit } = call;
  // An interaction that seems old may have come too late: Discord's answer to this says so, before anything is stored.
  if (answer.ageMs > ANSWER_BY_MS && !(await deferred(rooms, answer))) return;
  const view = await submittedInTime(rooms, { answer, submitted: submit(rooms.desk) });
  // The same interaction, delivered twice: its first delivery shows the panel.
  if (view.job.panel !== null) return;
  await rooms.keeper.reserve(view, answer.address());
  const outcome = await showPanel(rooms, { ...call, view }).catch((error) => {
    rooms.log.error({ jobId: view.job.id, err: loggable(error) }, 'a panel could not be made');
    return 'lost';
  });
  if (outcome === 'lost') await rooms.keeper.adopt(view);
}

/** Waits for the job; a waiting mark is put up when it takes long. */
async function submittedInTime(
  { clock, log }: Rooms,
  { answer, submitted }: { readonly answer: Answer; readonly submitted: Promise<JobView> },
): Promise<JobView> {
  const done = new AbortController();
  const left = Math.min(ANSWER_BY_MS, ANSWER_BY_MS - answer.ageMs);
  const late = clock.sleep(Math.max(0, left), done.signal).then(
    () => deferred({ log }, answer),
    () => true,
  );
  try {
    return await submitted;
  } finally {
    done.abort();
    await late;
  }
}

async function deferred({ log }: Pick<Rooms, 'log'>, answer: Answer): Promise<boolean> {
  if (answer.isDeferred) return true;
  try {
    await answer.defer();
    return true;
  } catch (error) {
    log.warn({ ageMs: answer.ageMs, trouble: troubleOf(error).kind }, 'interaction came too late to be answered');
    return false;
  }
}

async function showPanel(
  { desk, keeper, log }: Rooms,
  { answer, bytesMax, view }: { readonly answer: Answer; readonly bytesMax: number; readonly view: JobView },
): Promise<'shown' | 'lost'> {
  const message = await composePanel(view, { desk, bytesMax, sizeRefused: false, preview: null });
  const messageId = await answer.show(message).catch((error) => foundAfter(error, { answer, log, jobId: view.job.id }));
  if (messageId === null) return 'lost';
  await keeper.bind(view, { address: answer.address(messageId), message, bytesMax });
  return 'shown';
}

/**
 * The answer failed, but it may have got through all the same: the line was cut after it, or another delivery of this
 * interaction was quicker. Null when it did not.
 */
async function foundAfter(
  error: unknown,
  { answer, log, jobId }: { readonly answer: Answer; readonly log: Rooms['log']; readonly jobId: string },
): Promise<string | null> {
  log.warn({ jobId, trouble: troubleOf(error).kind, err: loggable(error) }, 'an accepted job could not be answered');
  return answer.shownBefore().catch(() => null);
}
