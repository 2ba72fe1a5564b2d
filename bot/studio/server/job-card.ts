import { type JobView, picturesIn, type StoredMask } from '#bot/domain/job.ts';
import { stepsOf, type Task } from '#bot/domain/task.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { promptsOf } from '#bot/prompt/described.ts';
import type { JobCard, MaskCard, SettledCard } from '#bot/studio/server/api.ts';
import { isLive } from '#bot/studio/server/live-renders.ts';
import type { Reader } from '#bot/text/languages.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { plainText } from '#shared/text/rich.ts';

export interface JobCardOptions {
  readonly withPreview: boolean;
  readonly reader: Reader;
  /** Knows what renderers can do. */
  readonly jobs: Pick<JobService, 'offers'>;
}

/** A job as the page shows it, in the words of its panel. */
export function jobCard(view: JobView, { withPreview, reader, jobs }: JobCardOptions): JobCard {
  const { job, progress } = view;
  const { state, settled } = job;
  const { status, notices } = panelOf(view, reader);
  // What a moderator holds or has refused is there for nobody else.
  const done = state.kind === 'done' && job.review === undefined ? state : null;
  const animation = done?.result.kind === 'animation' ? done.result.animation : null;
  const pictures = animation ? [{ ...animation, index: 0 }] : done ? picturesIn(done.result) : [];
  const isStill = pictures.length === 1 && !animation && !isLive(view);
  return {
    id: job.id,
    live: isLive(view),
    parentId: job.parentId,
    origin: job.place.platform,
    by: job.place.platform === 'studio' ? null : job.ownerName,
    createdAt: job.createdAt,
    state: state.kind,
    order: settled.order,
    style: settled.style,
    settled: settingsOf(settled.task),
    status: plainText(status),
    notices,
    step: progress.step,
    steps: progress.steps || stepsOf(settled.task),
    renderer: progress.rendererName,
    canUpscale: isStill && jobs.offers('upscale'),
    canRestore: isStill && jobs.offers('restore'),
    canAnimate: isStill && jobs.offers('animate'),
    moves: animation !== null,
    pictures: pictures.map(({ index, seed, width, height }) => ({
      index,
      seed,
      width,
      height,
    })),
    suggestions: done?.result.kind === 'texts' ? promptsOf(done.result.texts) : [],
    masks: done?.result.kind === 'masks' ? done.result.masks.map(maskCard) : [],
    preview: withPreview ? previewAddress(view) : null,
    previewStep: withPreview ? (progress.preview?.step ?? null) : null,
    denoiseMs: done?.timings.denoiseMs ?? null,
  };
}

function maskCard({ index, label, score, width, height }: StoredMask): MaskCard {
  return { index, label, score, width, height };
}

function settingsOf(task: Task): SettledCard | null {
  if (task.kind !== 'draw') return null;
  const { model, sampler, steps, guidance, width, height, seed, count } = task;
  return { model, sampler, steps, guidance, width, height, seed, count };
}

function previewAddress({ progress: { preview } }: JobView): string | null {
  return preview && `data:${preview.mime};base64,${Buffer.from(preview.data).toString('base64')}`;
}
