import type { HubSource } from '#renderer/models/hub/hub-source.ts';

/** A published model that makes pictures move. */
export interface ReadyMadeAnimator {
  /** What is said to pull it, and what clients say. */
  readonly name: string;
  readonly source: HubSource;
  /** MB of its weights in half precision. */
  readonly megabytes: number;
  readonly licence: string;
}

/** Its makers let people use it for money only under terms of their own. */
const LICENCE = 'Stability AI Community (commercial use: see its terms)';

/** Stable Video Diffusion (https://arxiv.org/abs/2311.15127), for 14 and for 25 frames. */
export const READY_MADE_ANIMATORS: readonly ReadyMadeAnimator[] = [
  of('svd', 'stabilityai/stable-video-diffusion-img2vid'),
  of('svd-xt', 'stabilityai/stable-video-diffusion-img2vid-xt'),
];

function of(name: string, repo: string): ReadyMadeAnimator {
  // 1,525 + 98 + 632 million numbers.
  return { name, source: { repo, revision: 'main', file: null, variant: null }, megabytes: 4_510, licence: LICENCE };
}
