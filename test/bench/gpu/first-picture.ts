import type { EngineTimings } from '#renderer/engine/contract/events.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { lastObject, runProgram } from '#test/bench/gpu/run-program.ts';

const CHILD = new URL('first-picture-child.ts', import.meta.url);
const LIMIT_MS = 120_000;

/** What a card should need for it. */
const AIM_MS = 10_000;

/** What is drawn: what most people have, or what a CPU draws in a second. */
export const FIRST_PICTURES = {
  full: { name: 'sd15 with its VAE', side: 512, steps: 4, aimMs: AIM_MS },
  quick: { name: 'the demo model', side: 256, steps: 4, aimMs: null },
} as const;

/** How long it takes from the start of an engine's process until its first picture is there; milliseconds. */
export interface FirstPicture extends Pick<EngineTimings, 'loadMs' | 'encodeMs' | 'denoiseMs' | 'decodeMs'> {
  /** Until it has said what it computes with. */
  readonly readyMs: number;
  /** Until its parent has the finished file. */
  readonly firstPictureMs: number;
}

/** Starts an engine as a renderer does and asks it for a picture, with random weights in `folder` for the full size. */
export async function measureFirstPicture(
  provider: Provider,
  { folder, size, limitMs }: { readonly folder: string; readonly size: 'full' | 'quick'; readonly limitMs: number },
): Promise<FirstPicture> {
  const printed = await runProgram(CHILD, [provider, folder, size], { limitMs: Math.min(limitMs, LIMIT_MS) });
  return lastObject(printed) as FirstPicture;
}

/** For the operator. */
export function firstPictureSentence(size: 'full' | 'quick', taken: FirstPicture): string {
  const { name, side, steps, aimMs } = FIRST_PICTURES[size];
  const { readyMs, loadMs, encodeMs, denoiseMs, decodeMs } = taken;
  const [ready, load, words, all, pixels] = [readyMs, loadMs, encodeMs, denoiseMs, decodeMs].map(Math.round);
  const aim = aimMs === null ? '' : `aim ${aimMs} ms; `;
  return (
    `First picture after a cold start: ${Math.round(taken.firstPictureMs)} ms (${aim}${name}, ${side}×${side}, ` +
    `${steps} steps; ready ${ready}, load ${load}, prompt ${words}, steps ${all}, decode ${pixels})`
  );
}
