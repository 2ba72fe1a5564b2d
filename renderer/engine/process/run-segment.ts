import { createHash } from 'node:crypto';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidSegment } from '#renderer/engine/contract/segment-task.ts';
import { type ChannelRaster, onWhite } from '#renderer/engine/image/channels.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import type { PixelSize } from '#renderer/engine/image/decode-picture.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import type { Segmenter } from '#renderer/engine/networks/open-segmenter.ts';
import {
  captionLikelihood,
  cutOut,
  meantCaption,
  sharesOf,
  type ThingPlace,
} from '#renderer/engine/pipeline/likeliest-thing.ts';
import {
  type FoundThing,
  findThing,
  logitsOf,
  type PictureView,
  viewPicture,
} from '#renderer/engine/pipeline/segment.ts';
import { ALL_STEPS, findAll } from '#renderer/engine/pipeline/segment-all.ts';
import { createLaps } from '#renderer/engine/process/laps.ts';
import type { UpscaleRun } from '#renderer/engine/process/run-upscale.ts';
import { createTaskSteps, type TaskSteps } from '#renderer/engine/process/task-steps.ts';
import { describerNeed } from '#renderer/engine/residency/describer-need.ts';
import { segmenterNeed } from '#renderer/engine/residency/segmenter-need.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** Views kept of each network: who clicks on a picture clicks on it again. Some MiB each. */
const VIEWS_MAX = 4;
const views = new WeakMap<Segmenter, Map<string, PictureView>>();

/** Finds things in a picture, and emits its events: a step for looking and for each call, the masks, times. */
export async function runSegment(task: ValidSegment, run: UpscaleRun): Promise<void> {
  const { emit } = run;
  const lap = createLaps();
  // First, so that a picture that cannot be read costs no loading.
  const picture = onWhite(await decodeChannels(task.image));
  const encodeMs = lap();
  const looking = { task, picture, run, steps: createTaskSteps(run, { lap, steps: stepsOf(task) }) };
  const found = await findMasks(looking);
  const masks = task.meant && found.length > 0 ? await likeliestFirst(found, task.meant, looking) : found;
  for (const [index, mask] of masks.entries()) emit(await maskEvent(mask, index));
  emit({ kind: 'finished', timings: { encodeMs, ...looking.steps.timings(), decodeMs: lap() } });
}

interface Looking {
  readonly task: ValidSegment;
  readonly picture: ChannelRaster;
  readonly run: UpscaleRun;
  readonly steps: TaskSteps;
}

/** The most that there can be: fewer things may stand out. */
function stepsOf({ wanted, meant, masksMax }: ValidSegment): number {
  return 1 + (wanted === 'all' ? ALL_STEPS : 1) + (meant ? masksMax : 0);
}

/** A thing as it is given: its pixels are 255, at the picture's size. */
interface Mask extends ThingPlace, Pick<PixelSize, 'width' | 'height'> {
  readonly score: number;
  readonly place: number;
  readonly area: number;
  readonly label: string;
}

async function findMasks({ task, picture, run, steps }: Looking): Promise<readonly Mask[]> {
  const { segmenter, image } = task;
  const { signal } = run;
  const plan = (options: Parameters<typeof segmenterNeed>[1]) => segmenterNeed(segmenter, options);
  const lease = await steps.network({ name: segmenter.name, plan });
  steps.start();
  try {
    const { network } = lease;
    const view = await viewOf(image, network, () => viewPicture(picture, network, signal));
    steps.step();
    const things = await findWanted(task, { view, network, signal, step: steps.step });
    const numbered = task.wanted === 'all';
    return things.map((thing, index) =>
      maskOf(thing, { view, side: network.side, label: numbered ? `${index + 1}` : '' }),
    );
  } finally {
    lease.giveBack();
  }
}

/** The logarithm of how likely something is that has not one pixel. */
const UNSEEN = -1e9;

/** By how likely the captioner finds the words for each, cut out; as they were where it does not know such words. */
async function likeliestFirst(
  masks: readonly Mask[],
  { text, captioner }: NonNullable<ValidSegment['meant']>,
  { picture, run, steps }: Looking,
): Promise<readonly Mask[]> {
  const plan = (options: Parameters<typeof describerNeed>[1]) => describerNeed(captioner, options);
  const lease = await steps.network({ name: captioner.name, plan });
  try {
    const { network } = lease;
    const caption = network.kind === 'captions' ? meantCaption(text, network) : null;
    if (network.kind !== 'captions' || caption === null) return masks;
    const likelihoods: number[] = [];
    for (const mask of masks) {
      await yieldToEventLoop(run.signal);
      const { captioner: writer } = network;
      const seen = mask.area > 0 ? cutOut(picture, mask) : null;
      likelihoods.push(
        seen ? await captionLikelihood(seen, caption, { captioner: writer, signal: run.signal }) : UNSEEN,
      );
      steps.step();
    }
    const shares = sharesOf(likelihoods);
    return masks
      .map((mask, i) => ({ ...mask, score: shares[i]! }))
      .sort((a, b) => b.score - a.score)
      .map((mask, i) => ({ ...mask, label: i === 0 ? text : `${i + 1}` }));
  } finally {
    lease.giveBack();
  }
}

async function viewOf(image: Uint8Array, network: Segmenter, look: () => Promise<PictureView>): Promise<PictureView> {
  const known = views.get(network) ?? new Map<string, PictureView>();
  views.set(network, known);
  const name = createHash('sha256').update(image).digest('hex');
  const view = known.get(name) ?? (await look());
  known.delete(name);
  known.set(name, view);
  const [oldest] = known.keys();
  if (known.size > VIEWS_MAX && oldest !== undefined) known.delete(oldest);
  return view;
}

interface Finding {
  readonly view: PictureView;
  readonly network: Segmenter;
  readonly signal: AbortSignal;
  readonly step: () => void;
}

async function findWanted(
  { wanted, points, box, masksMax }: ValidSegment,
  { view, network, signal, step }: Finding,
): Promise<readonly FoundThing[]> {
  if (wanted === 'all') {
    let all: readonly FoundThing[] = [];
    for await (const progress of findAll(view, network, { count: masksMax, signal })) {
      if (progress.kind === 'step') step();
      else all = progress.things;
    }
    return all;
  }
  const pointing = { points, box, mask: null };
  const found = await findThing(view, network, { pointing, several: wanted === 'several' });
  step();
  return found.toSorted((a, b) => b.score - a.score).slice(0, masksMax);
}

function maskOf(
  thing: FoundThing,
  { view, side, label }: { readonly view: PictureView; readonly side: number; readonly label: string },
): Mask {
  const { width, height } = view.whole;
  const logits = logitsOf(thing, view, side);
  const grey = Uint8Array.from(logits, (logit) => (logit > 0 ? 255 : 0));
  const { score, place } = thing;
  return { label, score, place, grey, ...extentOf(grey, width), width, height };
}

async function maskEvent({ grey, area, box, ...mask }: Mask, index: number): Promise<EngineEvent> {
  const { width, height } = mask;
  const data = await encodePng({ width, height, channels: 1, data: grey }, {});
  return { kind: 'mask', index, ...mask, area, box: area === 0 ? null : box, data };
}

function extentOf(grey: Uint8Array, width: number): Pick<Mask, 'area' | 'box'> {
  let area = 0;
  let [left, top, right, bottom] = [width, grey.length / width, 0, 0];
  for (const [i, level] of grey.entries()) {
    if (level === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    area += 1;
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  }
  return { area, box: [left, top, right, bottom] };
}
