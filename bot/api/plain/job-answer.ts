import type { Context } from 'hono';
import type { ApiServices } from '#bot/api/door.ts';
import type { DrawnPicture } from '#bot/api/draw-for.ts';
import { type JobView, picturesIn } from '#bot/domain/job.ts';
import { stepsOf } from '#bot/domain/task.ts';
import { writerOf } from '#bot/text/languages.ts';
import { languageAccepted } from '#bot/text/locale.ts';

/** A job as programs see it. */
export interface JobAnswer {
  readonly id: string;
  readonly state: string;
  /** Jobs ahead; null = it does not wait. */
  readonly position: number | null;
  /** Expected seconds until done; null = nobody knows. */
  readonly eta_seconds: number | null;
  readonly step: number;
  readonly steps: number;
  /** What the asker should know though nothing failed. */
  readonly notices: readonly string[];
  /** Why it failed; null = it has not. */
  readonly error: string | null;
  readonly pictures: readonly {
    readonly index: number;
    readonly seed: number;
    readonly width: number;
    readonly height: number;
    /** Without a key, for an hour. */
    readonly url: string;
    /** The PNG, where it was asked for so. */
    readonly base64?: string;
  }[];
}

/** What a door says of a job; `drawn`: its pictures go along. */
export function jobAnswer(
  view: JobView,
  {
    c,
    services,
    drawn = [],
  }: { readonly c: Context; readonly services: Pick<ApiServices, 'links'>; readonly drawn?: readonly DrawnPicture[] },
): JobAnswer {
  const { job, progress } = view;
  const { state } = job;
  const { say } = writerOf(languageAccepted(c.req.header('accept-language')));
  const shown = state.kind === 'done' && !job.review ? picturesIn(state.result) : [];
  return {
    id: job.id,
    state: job.review ?? state.kind,
    position: progress.position,
    eta_seconds: progress.etaMs === null ? null : Math.round(progress.etaMs / 1000),
    step: progress.step,
    steps: progress.steps || stepsOf(job.settled.task),
    notices: job.settled.notices.map(say),
    error: state.kind === 'failed' ? say(state.reason) : null,
    pictures: shown.map(({ index, seed, width, height }) => ({
      index,
      seed,
      width,
      height,
      url: linkTo(c, services.links.sign(job.id, index)),
      ...base64Of(drawn.find(({ picture }) => picture.index === index)),
    })),
  };
}

/** An address under the name that the program itself has used; a proxy says whether that was https. */
export function linkTo(c: Context, path: string): string {
  const url = new URL(path, c.req.url);
  if (c.req.header('x-forwarded-proto') === 'https') url.protocol = 'https:';
  return url.href;
}

function base64Of(drawn: DrawnPicture | undefined): { readonly base64?: string } {
  return drawn ? { base64: Buffer.from(drawn.data).toString('base64') } : {};
}
