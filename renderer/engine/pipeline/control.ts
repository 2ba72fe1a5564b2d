import type { ValidControlUnit, ValidRender } from '#renderer/engine/contract/task.ts';
import { decodeColours, decodePicture } from '#renderer/engine/image/decode-picture.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { pixelsOf } from '#renderer/engine/image/raster.ts';
import type { Conditions } from '#renderer/engine/networks/conditions.ts';
import type { ReadControl } from '#renderer/engine/networks/network.ts';
import type { GuidedRequest } from '#renderer/engine/pipeline/guidance.ts';
import type { LoadedControl, LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { row, stack, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import { INPAINT_METHOD } from '#shared/contract/preprocess-methods.ts';
import { failure } from '#shared/text/failure.ts';

/** A call of the UNet within its pass. */
export interface StepMomentOfPass {
  /** The sampler's input (1, 4, h, w), scaled as the network wants it. */
  readonly input: Tensor;
  readonly timestep: number;
  /** 1 … steps. */
  readonly step: number;
  readonly steps: number;
}

/** Adds to a request what networks make of their pictures. */
export interface StepSteering {
  steer(request: GuidedRequest, moment: StepMomentOfPass, signal: AbortSignal): Promise<GuidedRequest['rows']>;
}

/** A network with its picture, which it has read. */
export interface SteeringUnit extends Pick<ValidControlUnit, 'weight' | 'start' | 'end'> {
  readonly network: LoadedControl;
  readonly read: ReadControl;
}

/**
 * Lets the networks of a render read their pictures at this size; null where there is none. As in diffusers, a picture
 * is brought to the size by Pillow's Lanczos whatever its shape, each network acts in the steps of its window, and what
 * they say is summed by their weights.
 */
export async function steeringFor(
  { controls }: LoadedModel,
  render: SteeredRender,
  signal: AbortSignal,
): Promise<StepSteering | null> {
  const { units, guess } = render.control;
  const ready: SteeringUnit[] = [];
  for (const [i, unit] of units.entries()) {
    await yieldToEventLoop(signal);
    const { weight, start, end } = unit;
    const hasHole = unit.preparation?.method === INPAINT_METHOD;
    const seen = hasHole ? await withHole(unit, render) : await fitted(unit, render, signal);
    const network = controls[i]!;
    ready.push({ network, weight, start, end, read: await network.read(seen) });
  }
  return ready.length === 0 ? null : steeringBy(ready, guess);
}

/** What of a render its networks read. */
interface SteeredRender extends Pick<ValidRender, 'control' | 'width' | 'height'> {
  /** Pixels (1, 3, h, w) in -1…1 and the mask (1, 1, h, w) that is drawn into; left out where there is none. */
  readonly repainted?: { readonly pixels: Tensor; readonly mask: Tensor };
}

async function fitted(
  { image }: ValidControlUnit,
  { width, height }: SteeredRender,
  signal: AbortSignal,
): Promise<Tensor> {
  const whole = await decodeColours('control', image);
  return unitPixels(await resizeLikePillow(whole, { width, height, filter: 'lanczos', signal }));
}

/** What is drawn anew is marked by -1 in every channel, which no pixel has: what control_v11p_sd15_inpaint was trained on. */
async function withHole({ image }: ValidControlUnit, { width, height, repainted }: SteeredRender): Promise<Tensor> {
  if (!repainted) throw failure('internal', 'control.no-hole');
  const own = image.length > 0 ? pixelsOf(await decodePicture('control', image, { width, height })) : repainted.pixels;
  const area = width * height;
  const data = own.data.map((value, i) => (repainted.mask.data[i % area]! > 0.5 ? -1 : (value + 1) / 2));
  return { dims: own.dims, data };
}

/** The same with pictures that have been read. */
export function steeringBy(units: readonly SteeringUnit[], guess: boolean): StepSteering {
  return { steer: (...call) => steer({ units, guess }, ...call) };
}

/** As pixels (1, 3, h, w) in 0…1. */
function unitPixels({ width, height, data }: { width: number; height: number; data: Uint8Array }): Tensor {
  const plane = height * width;
  const pixels = Float32Array.from(
    { length: 3 * plane },
    (_, i) => data[3 * (i % plane) + Math.floor(i / plane)]! / 255,
  );
  return tensor([1, 3, height, width], pixels);
}

async function steer(
  { units, guess }: { readonly units: readonly SteeringUnit[]; readonly guess: boolean },
  request: GuidedRequest,
  moment: StepMomentOfPass,
  signal: AbortSignal,
): Promise<GuidedRequest['rows']> {
  const { rows, negatives } = request;
  const sums = new Map<string, Tensor>();
  for (const unit of units) {
    if (!isOn(unit, moment) || unit.weight === 0) continue;
    const seen =
      guess && unit.network.residuals ? negatives.map((isNegative) => !isNegative) : negatives.map(() => true);
    const said = unit.network.residuals ? await residualsOf(unit, { rows, seen, moment, signal }) : unit.read;
    const names = Object.keys(said);
    for (const [i, name] of names.entries()) {
      const factor = unit.weight * (guess && unit.network.residuals ? guessFactor(i, names.length) : 1);
      addRows(sums, name, { said: said[name]!, seen, factor });
    }
  }
  if (sums.size === 0) return rows;
  return { ...rows, conditions: { ...rows.conditions, ...Object.fromEntries(sums) } };
}

/** Step i of n is within a window when all of it is. */
function isOn({ start, end }: SteeringUnit, { step, steps }: StepMomentOfPass): boolean {
  return (step - 1) / steps >= start && step / steps <= end;
}

/** From a tenth at the finest image to all at the middle, evenly in powers (diffusers' logspace). */
function guessFactor(i: number, count: number): number {
  return 10 ** (i / (count - 1) - 1);
}

interface RowsSeen {
  readonly rows: GuidedRequest['rows'];
  /** Rows that the network is asked for; the others get zeros. */
  readonly seen: readonly boolean[];
  readonly moment: StepMomentOfPass;
  readonly signal: AbortSignal;
}

async function residualsOf(
  { network, read }: SteeringUnit,
  { rows, seen, moment, signal }: RowsSeen,
): Promise<ReadControl> {
  const at = seen.flatMap((isSeen, i) => (isSeen ? [i] : []));
  const pick = (x: Tensor) => (at.length === seen.length ? x : stack(at.map((i) => row(x, i))));
  const conditions: Conditions = {
    ...Object.fromEntries(Object.entries(rows.conditions).map(([name, x]) => [name, pick(x)])),
    ...Object.fromEntries(Object.entries(read).map(([name, x]) => [name, stack(at.map(() => x))])),
  };
  const latents = stack(at.map(() => moment.input));
  const request = { latents, timestep: moment.timestep, conditions, loras: null };
  return (await network.residuals!.predict(request, signal)).outputs;
}

/** Adds factor · said to the rows that were seen; what was said once is said of each. */
function addRows(
  sums: Map<string, Tensor>,
  name: string,
  { said, seen, factor }: { readonly said: Tensor; readonly seen: readonly boolean[]; readonly factor: number },
): void {
  const sum = sums.get(name) ?? tensor([seen.length, ...said.dims.slice(1)]);
  sums.set(name, sum);
  const size = sum.data.length / seen.length;
  let from = 0;
  for (const [i, isSeen] of seen.entries()) {
    if (!isSeen) continue;
    for (let j = 0; j < size; j++) sum.data[i * size + j]! += factor * said.data[from + j]!;
    if (said.dims[0]! > 1) from += size;
  }
}
