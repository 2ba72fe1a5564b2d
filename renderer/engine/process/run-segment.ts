import { createHash } from 'node:crypto';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidSegment } from '#renderer/engine/contract/segment-task.ts';
import { onWhite } from '#renderer/engine/image/channels.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import type { Segmenter } from '#renderer/engine/networks/open-segmenter.ts';
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
import { segmenterNeed } from '#renderer/engine/residency/segmenter-need.ts';

/** Views kept of each network: who clicks on a picture clicks on it again. Some MiB each. */
const VIEWS_MAX = 4;
const views = new WeakMap<Segmenter, Map<string, PictureView>>();

/** Finds things in a picture, and emits its events: a step for looking and for each call, the masks, times. */
export async function runSegment(task: ValidSegment, { loader, emit, signal }: UpscaleRun): Promise<void> {
  const lap = createLaps();
  const { segmenter, image } = task;
  // First, so that a picture that cannot be read costs no loading.
  const picture = onWhite(await decodeChannels(image));
  const encodeMs = lap();
  const plan = (options: Parameters<typeof segmenterNeed>[1]) => segmenterNeed(segmenter, options);
  const lease = await loader.acquireNetwork({ name: segmenter.name, plan }, signal);
  const waitedMs = lap();
  const loadMs = lease.waited ? waitedMs : 0;
  const steps = 1 + (task.wanted === 'all' ? ALL_STEPS : 1);
  const count = { done: 0, ms: 0 };
  const step = () => {
    const stepMs = lap();
    count.ms += stepMs;
    emit({ kind: 'step', step: ++count.done, steps, stepMs });
  };
  emit({ kind: 'started', steps, loadMs });
  try {
    const { network } = lease;
    const view = await viewOf(image, network, () => viewPicture(picture, network, signal));
    step();
    const things = await findWanted(task, { view, network, signal, step });
    const numbered = task.wanted === 'all';
    for (const [index, thing] of things.entries()) {
      emit(await maskEvent(thing, { index, label: numbered ? String(index + 1) : '', view, side: network.side }));
    }
    const timings = { loadMs, encodeMs, denoiseMs: count.ms, decodeMs: lap(), unetCalls: count.done };
    emit({ kind: 'finished', timings });
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

interface MaskFacts {
  readonly index: number;
  readonly label: string;
  readonly view: PictureView;
  readonly side: number;
}

async function maskEvent(thing: FoundThing, { index, label, view, side }: MaskFacts): Promise<EngineEvent> {
  const { width, height } = view.whole;
  const logits = logitsOf(thing, view, side);
  const grey = Uint8Array.from(logits, (logit) => (logit > 0 ? 255 : 0));
  const data = await encodePng({ width, height, channels: 1, data: grey }, {});
  const { score, place } = thing;
  const extent = extentOf(grey, width);
  return { kind: 'mask', index, label, score, place, ...extent, data, width, height };
}

function extentOf(grey: Uint8Array, width: number): Pick<Extract<EngineEvent, { kind: 'mask' }>, 'area' | 'box'> {
  let area = 0;
  let [left, top, right, bottom] = [width, grey.length / width, 0, 0];
  for (const [i, level] of grey.entries()) {
    if (level === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    area += 1;
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  }
  return { area, box: area === 0 ? null : [left, top, right, bottom] };
}
