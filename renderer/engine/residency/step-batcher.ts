import { setImmediate } from 'node:timers/promises';
import type { UNet, UNetInputs } from '#renderer/engine/networks/network.ts';
import { row, stack, type Tensor } from '#renderer/engine/tensor.ts';
import { Failure } from '#shared/failure.ts';

/** One picture at one step: with guidance two rows or more (without and with the prompt), else one. */
export interface UNetRequest extends Omit<UNetInputs, 'timesteps'> {
  readonly timestep: number;
}

export interface UNetResult {
  /** (rows, channels, h, w) */
  readonly output: Tensor;
  /** The number of the call that this came from; pictures that shared a call have the same. */
  readonly call: number;
  /** How many pictures shared it. */
  readonly pictures: number;
}

/** What one call of the network took. */
export interface CallReport {
  readonly ms: number;
  readonly pictures: number;
  /** Of one latent: h × w. */
  readonly area: number;
}

/** Calls the network for everyone who waits at the same moment at once. */
export interface StepBatcher {
  predict(ask: UNetRequest, signal: AbortSignal): Promise<UNetResult>;
}

interface Waiting {
  readonly ask: UNetRequest;
  readonly key: string;
  resolve(answer: UNetResult): void;
  reject(reason: unknown): void;
}

export interface BatchOptions {
  /** Rows that one call takes at most, though always one picture. */
  readonly rowsMax: number;
  /** Latent area that `rowsMax` is meant for; larger latents get fewer rows, so that memory stays bounded. */
  readonly area: number;
  readonly report?: (report: CallReport) => void;
}

/**
 * Continuous batching: samples at different steps, with different prompts and seeds, share a call when their shapes are
 * equal; whoever asks while a call runs joins the next. Nobody is waited for: alone, one runs at once. Oldest first.
 * Aborting takes a waiting picture out.
 */
export function createStepBatcher(unet: UNet, options: BatchOptions): StepBatcher {
  const waiting = new Set<Waiting>();
  let running = false;
  let calls = 0;

  async function run(): Promise<void> {
    running = true;
    // A turn of the event loop before each call: aborts get through, and all who were just answered ask again.
    for (await setImmediate(); waiting.size > 0; await setImmediate()) {
      const group = takeGroup(waiting, options);
      const began = performance.now();
      try {
        const output = await unet.predict(joined(group.map(({ ask }) => ask)));
        calls += 1;
        options.report?.({ ms: performance.now() - began, pictures: group.length, area: areaOf(output) });
        deal(group, output, calls);
      } catch (thrown) {
        for (const one of group) one.reject(thrown);
      }
    }
    running = false;
  }

  return {
    predict(ask, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const leave = () => {
          waiting.delete(one);
          reject(signal.reason);
        };
        const settle = () => signal.removeEventListener('abort', leave);
        const one: Waiting = {
          ask,
          key: keyOf(ask),
          resolve: (answer) => {
            settle();
            resolve(answer);
          },
          reject: (reason) => {
            settle();
            reject(reason);
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.add(one);
        if (!running) void run();
      });
    },
  };
}

function takeGroup(waiting: Set<Waiting>, { rowsMax, area }: BatchOptions): Waiting[] {
  const group: Waiting[] = [];
  let rows = 0;
  for (const one of waiting) {
    const larger = Math.max(1, areaOf(one.ask.latents) / area);
    const fits = rows + rowsOf(one.ask) <= rowsMax / larger;
    if (group.length > 0 && (one.key !== group[0]!.key || !fits)) continue;
    group.push(one);
    rows += rowsOf(one.ask);
  }
  for (const one of group) waiting.delete(one);
  return group;
}

function deal(group: readonly Waiting[], output: Tensor, call: number): void {
  let at = 0;
  for (const one of group) {
    const rows = Array.from({ length: rowsOf(one.ask) }, (_, i) => row(output, at + i));
    at += rows.length;
    one.resolve({ output: rows.length === 1 ? rows[0]! : stack(rows), call, pictures: group.length });
  }
  if (at !== output.dims[0]) throw new Failure('internal', `The network answered ${output.dims[0]} rows for ${at}`);
}

function rowsOf(ask: UNetRequest): number {
  return ask.latents.dims[0]!;
}

function areaOf(latents: Tensor): number {
  return latents.dims.slice(2).reduce((area, side) => area * side, 1);
}

/** All rows of asks that have the same key. */
function joined(asks: readonly UNetRequest[]): UNetInputs {
  const [first] = asks;
  return {
    latents: stack(asks.map(({ latents }) => latents)),
    timesteps: asks.flatMap((ask) => Array<number>(rowsOf(ask)).fill(ask.timestep)),
    context: stack(asks.map(({ context }) => context)),
    pooled: first!.pooled && stack(asks.map(({ pooled }) => pooled!)),
    timeIds: first!.timeIds && stack(asks.map(({ timeIds }) => timeIds!)),
    guidance: first!.guidance && asks.flatMap(({ guidance }) => guidance!),
    loras: first!.loras,
  };
}

// What has to be equal to be stacked.
function keyOf({ latents, context, pooled, timeIds, guidance, loras }: UNetRequest): string {
  const shapes = [latents, context, pooled, timeIds].map((part) => part?.dims.slice(1).join('×') ?? 'none');
  return [...shapes, guidance ? 'guided' : 'plain', loras?.key ?? ''].join(' ');
}
