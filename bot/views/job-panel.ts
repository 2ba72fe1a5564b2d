import { isWaiting, type Job, type JobView, type Progress, picturesIn, type TaskResult } from '#bot/domain/job.ts';
import { stepsOf, type TaskOf } from '#bot/domain/task.ts';
import { DEMO_MODEL } from '#bot/presets/ready-made.ts';
import { promptsOf, ratingOf } from '#bot/prompt/described.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import { EDIT, jobButtons, jobMenu, type PanelOffer, TRY_AGAIN, type UnsaidButton } from '#bot/views/job-buttons.ts';
import { jobHeading, plainPrompt } from '#bot/views/job-heading.ts';
import { oneLine } from '#bot/views/one-line.ts';
import { NUMBERED_PARTS, type Panel, type PanelPicture } from '#bot/views/panel.ts';
import { about, adviceFor, duration, left } from '#bot/views/text.ts';
import { SEEDS } from '#shared/contract/bounds.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message, Writer } from '#shared/text/message.ts';
import { joinRich, linesOf, plainNode, type RichText } from '#shared/text/rich.ts';

/** Characters of a prompt in the heading, of a picture's description (Discord's own limit is 1024), and of a reason. */
const HEADING_MAX = 240;
const ALT_MAX = 400;
const REASON_MAX = 600;

/** The message that shows a job as it stands. In the studio it has a hint about the demo model. */
export function panelOf({ job, progress }: JobView, reader: Reader, offer: PanelOffer = { upscale: false }): Panel {
  const writer = writerOf(reader.language);
  if (job.state.kind === 'deleted') return deleted(writer);
  return {
    ...standing({ job, progress }, reader, writer),
    heading: jobHeading(job, { charactersMax: HEADING_MAX }),
    notices: notices(job).map(writer.rich),
    footer: footer(job, { reader, writer }),
    buttons: jobButtons(job, offer).map(({ label, ...button }) => ({ ...button, label: writer.say(label) })),
    menu: menuOf(job, { offer, writer }),
  };
}

function deleted(writer: Writer): Panel {
  return {
    tone: 'stopped',
    heading: writer.rich(say('panel.deleted-heading')),
    status: writer.rich(say('panel.deleted')),
    fraction: null,
    pictures: [],
    notices: [],
    footer: [],
    buttons: [],
    menu: null,
  };
}

function menuOf(job: Job, { offer, writer }: { readonly offer: PanelOffer; readonly writer: Writer }): Panel['menu'] {
  const choices = jobMenu(job, offer).map(({ action, label }) => ({ action, label: writer.say(label) }));
  return choices.length === 0 ? null : { label: writer.say(say('button.more')), choices };
}

type Standing = Pick<Panel, 'tone' | 'status' | 'fraction' | 'pictures'>;

function standing({ job, progress }: JobView, reader: Reader, writer: Writer): Standing {
  const { state } = job;
  switch (state.kind) {
    case 'queued':
      return { tone: 'waiting', status: queuedStatus(job, progress, writer), fraction: null, pictures: [] };
    case 'rendering':
      if (isWaiting({ job, progress })) {
        return { tone: 'waiting', status: queuedStatus(job, progress, writer), fraction: null, pictures: [] };
      }
      return { tone: 'working', ...rendering(job, progress, writer) };
    case 'done':
      if (job.review) return unshown(job.review, writer);
      return { tone: 'done', ...done(job, state, writer) };
    case 'failed':
      return { tone: 'failed', status: failedStatus(state, reader, writer), fraction: null, pictures: [] };
    case 'cancelled': {
      const status = say(state.byId === job.ownerId ? 'panel.cancelled' : 'panel.cancelled-by-moderator');
      return { tone: 'stopped', status: writer.rich(status), fraction: null, pictures: [] };
    }
    case 'deleted':
      return deleted(writer);
  }
}

/** Drawn, but for nobody to see. */
function unshown(review: NonNullable<Job['review']>, writer: Writer): Standing {
  const tone = review === 'held' ? 'waiting' : 'stopped';
  return { tone, status: writer.rich(say('panel.review', { review })), fraction: null, pictures: [] };
}

function queuedStatus(job: Job, { position, etaMs, waitingFor }: Progress, writer: Writer): RichText {
  const why = waitingFor === null ? [] : writer.rich(say('panel.waiting', { why: waitingFor }));
  // Nobody can draw it now: a place in line would promise what nobody keeps.
  if (waitingFor !== null && etaMs === null) return why;
  const isBack = job.state.kind === 'queued' && job.attempts > 0;
  const inQueue = isBack ? null : say('panel.in-queue');
  const place = row(
    [
      isBack ? say('panel.requeued') : null,
      position === null ? inQueue : say('panel.place', { ahead: position }),
      etaMs === null ? null : about(etaMs),
    ],
    writer,
  );
  return linesOf([place, why]);
}

function rendering(job: Job, progress: Progress, writer: Writer): Omit<Standing, 'tone'> {
  const steps = progress.steps || stepsOf(job.settled.task);
  const step = Math.min(progress.step, steps);
  const { task } = job.settled;
  const { arrived = [] } = progress;
  const count = 'count' in task ? task.count : 1;
  if (arrived.length > 0 && arrived.length < count)
    return {
      status: writer.rich(say('panel.arrived', { arrived: arrived.length, count })),
      fraction: 1,
      pictures: arrived.map(({ data, mime }, i) => ({
        kind: 'preview',
        data,
        mime,
        alt: pictureAlt(job, { index: i, count, writer }),
      })),
    };
  return {
    status: row(
      [phase({ ...progress, step, steps }), progress.isPaused ? say('panel.paused') : left(progress)],
      writer,
    ),
    fraction: steps === 0 ? 0 : step / steps,
    pictures: previewOf(job, progress, writer),
  };
}

function phase({ step, steps, waitingFor }: Pick<Progress, 'step' | 'steps' | 'waitingFor'>): Message {
  if (waitingFor) return say('panel.waiting', { why: waitingFor });
  if (step === 0) return say('panel.getting-ready');
  return step < steps ? say('panel.step', { step, steps }) : say('panel.finishing');
}

function previewOf(job: Job, { preview, steps }: Progress, writer: Writer): readonly PanelPicture[] {
  if (preview === null) return [];
  const shown = { step: preview.step, steps: steps || stepsOf(job.settled.task), prompt: plainPrompt(job) };
  const alt = cut(writer.say(say('panel.preview', shown)), ALT_MAX);
  return [{ kind: 'preview', data: preview.data, mime: preview.mime, alt }];
}

function done(
  job: Job,
  { result, timings }: Extract<Job['state'], { kind: 'done' }>,
  writer: Writer,
): Omit<Standing, 'tone'> {
  const status = doneStatus(result, { time: duration(timings.totalMs), job });
  if (result.kind === 'animation') {
    const film: PanelPicture = { kind: 'stored', file: result.animation.file, alt: cut(plainPrompt(job), ALT_MAX) };
    return { status: writer.rich(status), fraction: null, pictures: [film] };
  }
  if (result.kind === 'masks') {
    const numbered: PanelPicture = { kind: 'stored', file: NUMBERED_PARTS, alt: cut(plainPrompt(job), ALT_MAX) };
    return { status: writer.rich(status), fraction: null, pictures: result.masks.length > 0 ? [numbered] : [] };
  }
  const pictures = picturesIn(result);
  const count = pictures.length;
  const shown = pictures.map((picture, i): PanelPicture => {
    return { kind: 'stored', file: picture.file, alt: pictureAlt(job, { index: i, count, writer }) };
  });
  return { status: writer.rich(status), fraction: null, pictures: shown };
}

function doneStatus(result: TaskResult, { time, job }: { readonly time: Message; readonly job: Job }): Message {
  if (result.kind === 'adapter') {
    const name = job.settled.order.prompt;
    const { brokeOffAt } = result.adapter;
    return brokeOffAt === undefined ? say('train.ready', { name }) : say('train.broke-off', { name, step: brokeOffAt });
  }
  if (result.kind === 'texts') {
    return result.texts.length > 0 ? say('panel.described', { time }) : say('panel.described-nothing');
  }
  if (result.kind === 'animation') return say('panel.animated', { frames: result.animation.frames, time });
  if (result.kind === 'masks') return say('panel.found', { count: result.masks.length, time });
  const count = picturesIn(result).length;
  return count === 0 ? say('panel.pictures-gone') : say('panel.drawn', { count, time });
}

/** What a picture of a job shows, for who does not see it; `index` is from 0. 400 characters at most. */
export function pictureAlt(
  job: Job,
  { index, count, writer }: { readonly index: number; readonly count: number; readonly writer: Writer },
): string {
  const prompt = plainPrompt(job);
  return cut(count > 1 ? writer.say(say('panel.picture', { index: index + 1, count, prompt })) : prompt, ALT_MAX);
}

function failedStatus(
  { code, reason }: Extract<Job['state'], { kind: 'failed' }>,
  { platform }: Reader,
  writer: Writer,
): RichText {
  const why = cut(oneLine(writer.say(reason)), REASON_MAX).replace(/[.。]$/, '');
  const named = ({ emoji, label }: UnsaidButton) => (platform === 'discord' ? `${emoji} ` : '') + writer.say(label);
  const advice = adviceFor(code, { edit: named(EDIT), again: named(TRY_AGAIN) });
  const failed = say('panel.failed', { why });
  return joinRich([failed, ...(advice ? [advice] : [])].map(writer.rich), ' ');
}

function notices(job: Job): readonly Message[] {
  const again = job.state.kind === 'rendering' && job.attempts > 1 ? [say('panel.second-attempt')] : [];
  const told = job.state.kind === 'done' ? job.settled.notices.filter(isStillTrue) : job.settled.notices;
  return [...again, ...told, ...fewerFrames(job), ...likeliest(job), ...suggestions(job)];
}

/** Whether it is looked at first is said by its standing once it is drawn. */
function isStillTrue({ key }: Message): boolean {
  return key !== 'terms.held';
}

/** That frames were left out, where the file would have been too large with all of them. */
function fewerFrames({ state, settled: { task } }: Job): readonly Message[] {
  if (state.kind !== 'done' || state.result.kind !== 'animation' || task.kind !== 'animate') return [];
  const { frames: kept } = state.result.animation;
  return kept < task.frames ? [say('panel.fewer-frames', { kept, made: task.frames })] : [];
}

/** That the first of the things is what words meant, where it was found by them. */
function likeliest({ state, settled: { task } }: Job): readonly Message[] {
  if (state.kind !== 'done' || state.result.kind !== 'masks' || task.kind !== 'segment' || task.text === '') return [];
  const [first] = state.result.masks;
  if (!first || first.label !== task.text) return [say('part.unread', { what: task.text })];
  return [say('part.likeliest', { what: first.label, percent: Math.round(100 * first.score) })];
}

/** What a description could be drawn from, each with the number of its button. */
function suggestions({ state }: Job): readonly Message[] {
  if (state.kind === 'done' && state.result.kind === 'masks' && state.result.masks.length > 0)
    return [say('panel.parts')];
  if (state.kind !== 'done' || state.result.kind !== 'texts') return [];
  const { texts } = state.result;
  const rating = ratingOf(texts);
  const told = rating ? [say('panel.rating', { name: rating.name, percent: percentOf(rating.score) })] : [];
  return [...promptsOf(texts).map((prompt, i) => say('panel.suggestion', { number: i + 1, prompt })), ...told];
}

function footer(
  { settled: { task, style } }: Job,
  { reader, writer }: { readonly reader: Reader; readonly writer: Writer },
): RichText {
  if (task.kind !== 'draw') return writer.rich(say(`task-kind.${task.kind}`));
  const settings = row(
    [
      say('settings.steps', { count: task.steps }),
      say('settings.guidance', { guidance: task.guidance }),
      `${task.width}×${task.height}`,
      startedFrom(task),
      task.imagePrompts ? say('settings.like', { count: task.imagePrompts.length }) : null,
      task.control ? say('settings.control', { networks: task.control.units.map(({ network }) => network) }) : null,
      seedsOf(task),
      task.variation ? say('settings.variation', { percent: percentOf(task.variation.strength) }) : null,
      task.tile ? say('settings.tile') : null,
      task.stop ? say('settings.stop', { percent: percentOf(task.stop) }) : null,
      style === null ? null : say('settings.style', { style }),
      say('settings.sampler', { sampler: task.sampler, karras: task.karras }),
      task.spacing ? say('settings.spacing', { spacing: task.spacing }) : null,
      say('settings.model', { model: task.model }),
    ],
    writer,
  );
  const withHint = reader.platform === 'studio' && task.model === DEMO_MODEL;
  return withHint ? linesOf([settings, writer.rich(say('panel.demo-hint'))]) : settings;
}

/** What a picture was given for; null without one. */
function startedFrom({ source }: TaskOf<'draw'>): Message | null {
  if (!source) return null;
  if (source.mask) return say('settings.inpainting');
  if (source.margins) return say('settings.outpainting');
  return say('settings.from-picture', { strength: source.strength });
}

function percentOf(share: number): number {
  return Number((100 * share).toPrecision(4));
}

/** Picture i has seed + i; beyond 32 bits they begin again at 0. */
function seedsOf({ seed, count, variation }: TaskOf<'draw'>): Message {
  if (count === 1 || variation) return say('settings.seed', { seed });
  return say('settings.seeds', { first: seed, last: (seed + count - 1) % SEEDS });
}

/** Parts in a row with dots between them. */
function row(parts: readonly (string | Message | null)[], writer: Writer): RichText {
  const shown = parts.filter((part) => part !== null);
  return joinRich(
    shown.map((part) => (typeof part === 'string' ? [plainNode(part)] : writer.rich(part))),
    ' · ',
  );
}
