import { type Job, type JobView, type Place, type Progress, picturesIn } from '#bot/domain/job.ts';
import { stepsOf, type TaskOf } from '#bot/domain/task.ts';
import { DEMO_MODEL } from '#bot/presets/ready-made.ts';
import { jobHeading, plainPrompt } from '#bot/views/job-heading.ts';
import { escapeMarkdown, noticeMarkdown, oneLine, truncate } from '#bot/views/markdown.ts';
import type { Panel, PanelButton, PanelPicture } from '#bot/views/panel.ts';
import { about, adviceFor, counted, duration, PANEL_TEXT, placeInLine, plainNumber } from '#bot/views/text.ts';
import { SEEDS } from '#shared/contract/bounds.ts';

/** Characters of a prompt in the heading, and of a picture's description (Discord's own limit is 1024). */
const HEADING_MAX = 240;
const ALT_MAX = 400;

/** The message that shows a job as it stands. In the studio it has a hint about the demo model. */
export function panelOf({ job, progress }: JobView, { place }: { readonly place?: Place['platform'] } = {}): Panel {
  if (job.state.kind === 'deleted') return DELETED;
  return {
    ...standing(job, progress),
    heading: jobHeading(job, { charactersMax: HEADING_MAX }),
    notices: notices(job),
    footer: footer(job, { withHint: place === 'studio' }),
    buttons: buttons(job),
  };
}

const DELETED: Panel = {
  tone: 'stopped',
  heading: PANEL_TEXT.deletedHeading,
  status: PANEL_TEXT.deleted,
  fraction: null,
  pictures: [],
  notices: [],
  footer: '',
  buttons: [],
};

type Standing = Pick<Panel, 'tone' | 'status' | 'fraction' | 'pictures'>;

function standing(job: Job, progress: Progress): Standing {
  const { state } = job;
  switch (state.kind) {
    case 'queued':
      return { tone: 'waiting', status: queuedStatus(job, progress), fraction: null, pictures: [] };
    case 'rendering':
      return { tone: 'working', ...rendering(job, progress) };
    case 'done':
      return { tone: 'done', ...done(job, state) };
    case 'failed':
      return { tone: 'failed', status: failedStatus(state), fraction: null, pictures: [] };
    case 'cancelled': {
      const status = state.byId === job.ownerId ? PANEL_TEXT.cancelledByOwner : PANEL_TEXT.cancelledByOther;
      return { tone: 'stopped', status, fraction: null, pictures: [] };
    }
    case 'deleted':
      return DELETED;
  }
}

function queuedStatus(job: Job, { position, etaMs, waitingFor }: Progress): string {
  if (waitingFor !== null) return `${PANEL_TEXT.waiting}: ${escapeMarkdown(oneLine(waitingFor))}`;
  const where = position === null ? PANEL_TEXT.inQueue : placeInLine(position);
  return joined([job.attempts > 0 ? PANEL_TEXT.requeued : null, where, etaMs === null ? null : about(etaMs)]);
}

function rendering(job: Job, progress: Progress): Omit<Standing, 'tone'> {
  const steps = progress.steps || stepsOf(job.settled.task);
  const step = Math.min(progress.step, steps);
  return {
    status: joined([phase({ step, steps }), progress.etaMs === null ? null : about(progress.etaMs)]),
    fraction: steps === 0 ? 0 : step / steps,
    pictures: previewOf(job, progress),
  };
}

function phase({ step, steps }: { step: number; steps: number }): string {
  if (step === 0) return PANEL_TEXT.gettingReady;
  return step < steps ? `Step ${step} of ${steps}` : PANEL_TEXT.finishing;
}

function previewOf(job: Job, { preview, steps }: Progress): readonly PanelPicture[] {
  if (preview === null) return [];
  const alt = `Preview at step ${preview.step} of ${steps || stepsOf(job.settled.task)}: ${plainPrompt(job)}`;
  return [{ kind: 'preview', data: preview.data, mime: preview.mime, alt: truncate(alt, ALT_MAX) }];
}

function done(job: Job, { result, timings }: Extract<Job['state'], { kind: 'done' }>): Omit<Standing, 'tone'> {
  const pictures = picturesIn(result);
  const many = pictures.length > 1;
  const status = `${many ? `${counted(pictures.length, 'picture')} drawn` : 'Drawn'} in ${duration(timings.totalMs)}`;
  const shown = pictures.map((picture, i): PanelPicture => {
    const which = many ? `Picture ${i + 1} of ${pictures.length}: ` : '';
    return { kind: 'stored', file: picture.file, alt: truncate(which + plainPrompt(job), ALT_MAX) };
  });
  return { status: pictures.length === 0 ? PANEL_TEXT.picturesGone : status, fraction: null, pictures: shown };
}

function failedStatus({ code, reason }: Extract<Job['state'], { kind: 'failed' }>): string {
  const why = escapeMarkdown(truncate(oneLine(reason), 600)).replace(/\.$/, '');
  const advice = adviceFor(code);
  return `${PANEL_TEXT.failed}: ${why}.${advice === null ? '' : ` ${advice}.`}`;
}

function notices(job: Job): readonly string[] {
  const again = job.state.kind === 'rendering' && job.attempts > 1 ? [PANEL_TEXT.secondAttempt] : [];
  return [...again, ...job.settled.notices.map(noticeMarkdown)];
}

function footer({ settled: { task, style } }: Job, { withHint }: { withHint: boolean }): string {
  if (task.kind !== 'draw') return task.kind;
  const settings = joined([
    counted(task.steps, 'step'),
    `guidance ${plainNumber(task.guidance)}`,
    `${task.width}×${task.height}`,
    seedsOf(task),
    style === null ? null : `style ${escapeMarkdown(style)}`,
    `sampler ${escapeMarkdown(task.sampler)}${task.karras ? ' karras' : ''}`,
    `model ${escapeMarkdown(task.model)}`,
  ]);
  return withHint && task.model === DEMO_MODEL ? `${settings}\n${PANEL_TEXT.demoHint}` : settings;
}

/** Picture i has seed + i; beyond 32 bits they begin again at 0. */
function seedsOf({ seed, count }: TaskOf<'draw'>): string {
  return count === 1 ? `seed ${seed}` : `seeds ${seed}–${(seed + count - 1) % SEEDS}`;
}

function buttons({ state }: Job): readonly PanelButton[] {
  switch (state.kind) {
    case 'queued':
    case 'rendering':
      return [CANCEL];
    case 'done':
      return [REROLL, EDIT, DELETE];
    case 'failed':
    case 'cancelled':
      return [TRY_AGAIN, EDIT, DELETE];
    case 'deleted':
      return [];
  }
}

const REROLL: PanelButton = { action: 'reroll', label: 'Reroll', emoji: '🔁', tone: 'primary' };
const TRY_AGAIN: PanelButton = { action: 'reroll', label: 'Try again', emoji: '🔁', tone: 'primary' };
const EDIT: PanelButton = { action: 'edit', label: 'Edit', emoji: '✏️', tone: 'secondary' };
// The cross is red enough; on a red button it could not be seen.
const CANCEL: PanelButton = { action: 'cancel', label: 'Cancel', emoji: '❌', tone: 'secondary' };
const DELETE: PanelButton = { action: 'delete', label: 'Delete', emoji: '❌', tone: 'secondary' };

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}
