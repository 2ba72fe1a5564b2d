import { classifyDiscordError, loggable } from '#bot/discord/gateway/discord-error.ts';
import type { InteractionReply } from '#bot/discord/gateway/interaction-reply.ts';
import { demandShowing, type LackingRight } from '#bot/discord/gateway/own-rights.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import { cancelUnshown } from '#bot/discord/panel/cancel-unshown.ts';
import { composePanel, NOTHING_YET } from '#bot/discord/panel/compose-panel.ts';
import { showAgain } from '#bot/discord/show-again.ts';
import { isPrivate, type JobView } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import { pause, within } from '#shared/async/timer.ts';

/** So long the answer to an answer is waited for; then it is looked whether the message is there already. */
const LOOK_AFTER_MS = 1000;
const LOOKS_MAX = 5;

/** Discord waits three seconds for the first answer; what is not stored by then gets a waiting mark. */
const ANSWER_BY_MS = 2000;

/**
 * Stores a job and answers the interaction with its panel, in this order. When the answer does not get through, the job
 * gets a message of its own: nothing that was accepted is lost. Throws the job service's Failure when the order is
 * refused, and `denied` where no picture could be shown.
 */
export async function acceptJob(
  services: Services,
  invocation: {
    readonly answer: InteractionReply;
    readonly bytesMax: number;
    readonly lacking: readonly LackingRight[];
    readonly reader: Reader;
    readonly submit: (jobs: JobService) => Promise<JobView>;
  },
): Promise<void> {
  const { answer, submit, lacking } = invocation;
  demandShowing(lacking);
  // An interaction that seems old may have come too late: Discord's answer to this says so, before anything is stored.
  if (answer.ageMs > ANSWER_BY_MS && !(await deferred(services, answer))) return;
  const submitted = submit(services.jobs).then(async (view) => ({ view, threadId: await threadFor(view, services) }));
  const { view, threadId } = await submittedInTime(services, { answer, submitted });
  if (threadId !== null) return showInThread(view, threadId, { ...services, ...invocation });
  const shownAt = await services.panelSync.reserve(view, answer.address());
  if (shownAt) {
    // The same interaction, delivered twice: its first delivery shows the panel.
    if (shownAt.interactionToken === answer.address().interactionToken) return;
    return showAgain(view, { ...services, ...invocation });
  }
  const outcome = await showPanel(services, { ...invocation, view }).catch((error) => {
    services.log.error({ jobId: view.job.id, err: loggable(error) }, 'a panel could not be made');
    return 'lost';
  });
  // Nobody may know whether the answer is there: it is edited, and only where it is not, the job gets a new message.
  if (outcome === 'lost') await services.panelSync.takeOver(view, answer.address());
  if (outcome === 'taken') await giveWay(view, services);
}

/** The thread that takes a new job's panel; a job that was accepted before is shown where it is. */
async function threadFor({ job }: JobView, { panelSync, log }: Services): Promise<string | null> {
  if (job.panel !== null) return null;
  return panelSync.threadFor(job).catch((error) => {
    log.error({ jobId: job.id, err: loggable(error) }, 'no thread could be looked up');
    return null;
  });
}

async function showInThread(
  view: JobView,
  threadId: string,
  { panelSync, answer, reader }: Services & { readonly answer: InteractionReply; readonly reader: Reader },
): Promise<void> {
  await panelSync.showIn(view, threadId);
  const url = `https://discord.com/channels/${view.job.place.serverId}/${threadId}`;
  await answer.say(writerOf(reader.language).say(say('discord.in-your-thread', { url })));
}

/** Another bot with our token, which has a ledger of its own, has answered: it draws, and we do not. */
async function giveWay(view: JobView, { jobs, panelSync, anotherBot, log }: Services): Promise<void> {
  anotherBot();
  panelSync.disown(view);
  await cancelUnshown(view, { jobs, log });
}

/** Waits for the job; a waiting mark is put up when it takes long. */
async function submittedInTime<Submitted>(
  { clock, log }: Services,
  { answer, submitted }: { readonly answer: InteractionReply; readonly submitted: Promise<Submitted> },
): Promise<Submitted> {
  const done = new AbortController();
  const left = Math.min(ANSWER_BY_MS, ANSWER_BY_MS - answer.ageMs);
  const late = pause(clock, Math.max(0, left), done.signal).then((isLate) => !isLate || deferred({ log }, answer));
  try {
    return await submitted;
  } finally {
    done.abort();
    await late;
  }
}

async function deferred({ log }: Pick<Services, 'log'>, answer: InteractionReply): Promise<boolean> {
  if (answer.isDeferred) return true;
  try {
    await answer.defer();
    return true;
  } catch (error) {
    log.warn(
      { ageMs: answer.ageMs, error: classifyDiscordError(error).kind },
      'interaction came too late to be answered',
    );
    return false;
  }
}

async function showPanel(
  { jobs, panelSync, log, clock, serverLanguage }: Services,
  { answer, bytesMax, view }: { readonly answer: InteractionReply; readonly bytesMax: number; readonly view: JobView },
): Promise<'shown' | 'lost' | 'taken'> {
  const message = await composePanel(view, {
    ...{ jobs, clock, serverLanguage, bytesMax, ...NOTHING_YET },
    address: answer.address(),
  });
  const showing = isPrivate(view.job) ? answer.showPrivately(message) : answer.show(message);
  const jobId = view.job.id;
  let isFound = false;
  const shown = showing.catch((error) => {
    isFound = true;
    return foundAfter(error, { answer, log, jobId });
  });
  const unanswered = foundUnanswered(shown, { answer, clock, jobId });
  void unanswered.then((found) => {
    isFound ||= found !== null;
  });
  const messageId = (await Promise.race([shown, unanswered])) ?? (await shown);
  if (messageId === null) return 'lost';
  if (messageId === ANOTHERS) return 'taken';
  // It may be of an earlier delivery of the same interaction, and show what was true then.
  const known = isFound ? null : message;
  await panelSync.bind(view, { address: answer.address(messageId), message: known, bytesMax });
  return 'shown';
}

/** The message where it is there although Discord does not say so; null = it is not, or Discord has answered meanwhile. */
async function foundUnanswered(
  shown: Promise<unknown>,
  {
    answer,
    clock,
    jobId,
  }: { readonly answer: InteractionReply; readonly clock: Services['clock']; readonly jobId: string },
): Promise<string | null> {
  for (let looksLeft = LOOKS_MAX; looksLeft > 0; looksLeft -= 1) {
    if (await within(shown, { ms: LOOK_AFTER_MS, clock })) return null;
    const found = await answer.shownBefore().catch(() => null);
    if (found?.jobId === jobId) return found.messageId;
  }
  return null;
}

/**
 * The answer failed, but it may have got through all the same: the line was cut after it, or another delivery of this
 * interaction was quicker. Null when it did not; `ANOTHERS` when what answered has another job on its buttons.
 */
async function foundAfter(
  error: unknown,
  { answer, log, jobId }: { readonly answer: InteractionReply; readonly log: Services['log']; readonly jobId: string },
): Promise<string | typeof ANOTHERS | null> {
  const { kind } = classifyDiscordError(error);
  log.warn({ jobId, error: kind, err: loggable(error) }, 'an accepted job could not be answered');
  const found = await answer.shownBefore().catch(() => null);
  if (found === null) return null;
  if (found.jobId === jobId) return found.messageId;
  return found.jobId !== null || kind === 'answered' ? ANOTHERS : null;
}

const ANOTHERS = Symbol('the message of another bot');
