import { setImmediate } from 'node:timers/promises';
import { conditionsKey, stackConditions } from '#renderer/engine/networks/conditions.ts';
import type { UNet, UNetInputs } from '#renderer/engine/networks/network.ts';
import { row, stack, type Tensor } from '#renderer/engine/tensor.ts';
import { stoppedBy } from '#shared/async/stop-scope.ts';
import { failure } from '#shared/text/failure.ts';

/** One picture at one step: with guidance two rows or more (without and with the prompt), else one. */
export interface UNetRequest extends Omit<UNetInputs, 'timesteps'> {
  readonly timestep: number;
  /** Higher goes first, though nobody waits for ever; 0 when left out. */
  readonly priority?: number;
}

export interface UNetResult {
  /** (rows, channels, h, w). Not finite where the network gave that for this picture alone. */
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

/** Outputs by name, each with a row for every row of the request. */
export interface RowsResult extends Omit<UNetResult, 'output'> {
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** Joins the requests of one moment into calls of a network with several outputs. */
export interface RowBatcher {
  predict(request: UNetRequest, signal: AbortSignal): Promise<RowsResult>;
}

/** Joins the requests of one moment into calls of the network. */
export interface StepBatcher {
  predict(request: UNetRequest, signal: AbortSignal): Promise<UNetResult>;
}

export interface BatchOptions {
  /** Rows that one call takes at most, though always one picture. */
  readonly rowsMax: number;
  /** Latent area that `rowsMax` is meant for; larger latents get fewer rows, so that memory stays bounded. */
  readonly area: number;
  /**
   * What a call is expected to take for one picture of this latent area, in milliseconds; 0 = not known yet. With it a
   * call takes no more pictures than are done in `msMax`, though always one: whoever comes anew, or is cancelled, waits
   * for one call.
   */
  readonly expectMs?: (area: number) => number;
  /** Left out = however long it takes. */
  readonly msMax?: number;
  readonly report?: (report: CallReport) => void;
}

interface Pending {
  readonly request: UNetRequest;
  readonly key: string;
  /** How often a call went to somebody who came later. */
  passed: number;
  /** Answered, failed or aborted. */
  isSettled: boolean;
  /** Called when it is. */
  readonly settled: Set<() => void>;
  resolve(result: RowsResult): void;
  reject(reason: unknown): void;
}

/**
 * Continuous batching: samples at different steps, with different prompts and seeds, share a call when their shapes
 * are equal; a request that comes while a call runs joins the next. No call waits for more requests. Who has the
 * highest priority goes first, of those the oldest; passed over eight times, anybody does. Aborting takes a waiting
 * request out, and stops a call that nobody else waits for. A picture at fault fails alone: a call that throws is
 * repeated in halves, and one whose output is not finite for some pictures is repeated without them.
 */
export function createRowBatcher(
  call: (inputs: UNetInputs) => Promise<RowsResult['outputs']>,
  options: BatchOptions,
): RowBatcher {
  const waiting = new Set<Pending>();
  let running = false;
  let calls = 0;

  async function run(): Promise<void> {
    running = true;
    // A turn of the event loop before each call: aborts get through, and everyone who was just answered asks again.
    for (await setImmediate(); waiting.size > 0; await setImmediate()) await predictAll(takeGroup(waiting, options));
    running = false;
  }

  async function predictAll(group: readonly Pending[]): Promise<void> {
    for (const part of await predictTogether(group)) {
      await setImmediate();
      const present = part.filter(({ isSettled }) => !isSettled);
      if (present.length > 0) await predictAll(present);
    }
  }

  /** Answers the group from one call, or returns the smaller groups to try instead. */
  async function predictTogether(group: readonly Pending[]): Promise<readonly Pending[][]> {
    try {
      const began = performance.now();
      const inputs = joined(group.map(({ request }) => request));
      const outputs = outputsOf(group, await stoppedBy(allSettled(group), () => call(inputs)));
      const good = group.filter((_, i) => isAllFinite(outputs[i]!));
      if (good.length < group.length && group.length > 1) {
        const bad = group.filter((one) => !good.includes(one));
        return [good, ...bad.map((one) => [one])];
      }
      calls += 1;
      options.report?.({ ms: performance.now() - began, pictures: group.length, area: areaOf(inputs.latents) });
      for (const [i, one] of group.entries()) {
        one.resolve({ outputs: outputs[i]!, call: calls, pictures: group.length });
      }
      return [];
    } catch (thrown) {
      if (group.length > 1) return halves(group);
      group[0]!.reject(thrown);
      return [];
    }
  }

  return {
    async predict(request, signal) {
      const { pending, result } = createPending(request, { signal, onAbort: () => waiting.delete(pending) });
      waiting.add(pending);
      if (!running) void run();
      return result;
    },
  };
}

/** The same for a UNet. */
export function createStepBatcher(unet: UNet, options: BatchOptions): StepBatcher {
  const rows = createRowBatcher(async (inputs) => ({ output: await unet.predict(inputs) }), options);
  return {
    async predict(request, signal) {
      const { outputs, ...shared } = await rows.predict(request, signal);
      return { output: outputs.output!, ...shared };
    },
  };
}

/** A request and its promise, which is rejected at once when the signal aborts. Throws when it has aborted by then. */
function createPending(
  request: UNetRequest,
  { signal, onAbort }: { signal: AbortSignal; onAbort: () => void },
): { readonly pending: Pending; readonly result: Promise<RowsResult> } {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<RowsResult>();
  const settle = () => {
    pending.isSettled = true;
    for (const tell of pending.settled) tell();
    signal.removeEventListener('abort', leave);
  };
  const pending: Pending = {
    request,
    key: keyOf(request),
    passed: 0,
    isSettled: false,
    settled: new Set(),
    resolve: (result) => {
      settle();
      resolve(result);
    },
    reject: (reason) => {
      settle();
      reject(reason);
    },
  };
  const leave = () => {
    onAbort();
    pending.reject(signal.reason);
  };
  signal.addEventListener('abort', leave, { once: true });
  return { pending, result: promise };
}

/** Aborts when nobody waits for this group any more. */
function allSettled(group: readonly Pending[]): AbortSignal {
  const over = new AbortController();
  const tell = () => {
    if (group.every(({ isSettled }) => isSettled)) over.abort();
  };
  for (const { settled } of group) settled.add(tell);
  return over.signal;
}

/** Calls that may go to others first; then it is somebody's turn, whatever the others' priority. */
const PASSED_MAX = 8;

/** The next call: who goes first, with all that can share it while its rows, its size and its time allow. */
function takeGroup(waiting: Set<Pending>, { rowsMax, area, expectMs = () => 0, msMax }: BatchOptions): Pending[] {
  const [head, ...others] = [...waiting].sort(byTurn);
  if (!head) return [];
  const group = [head];
  const larger = Math.max(1, areaOf(head.request.latents) / area);
  const pictureMs = expectMs(areaOf(head.request.latents));
  let rows = rowsOf(head.request);
  for (const one of others) {
    const isInTime = msMax === undefined || pictureMs * (group.length + 1) <= msMax;
    if (one.key !== head.key || rows + rowsOf(one.request) > rowsMax / larger || !isInTime) continue;
    group.push(one);
    rows += rowsOf(one.request);
  }
  for (const one of group) waiting.delete(one);
  for (const one of waiting) one.passed += 1;
  return group;
}

/** Stable, so that of equals the oldest goes first. */
function byTurn(a: Pending, b: Pending): number {
  const [aIsDue, bIsDue] = [a, b].map(({ passed }) => Number(passed >= PASSED_MAX));
  return bIsDue! - aIsDue! || (b.request.priority ?? 0) - (a.request.priority ?? 0);
}

function halves(group: readonly Pending[]): readonly Pending[][] {
  const middle = Math.ceil(group.length / 2);
  return [group.slice(0, middle), group.slice(middle)];
}

/** Each request's own rows of a call's outputs. */
function outputsOf(group: readonly Pending[], outputs: RowsResult['outputs']): readonly RowsResult['outputs'][] {
  const wanted = group.reduce((sum, { request }) => sum + rowsOf(request), 0);
  for (const { dims } of Object.values(outputs)) {
    const [given = 0] = dims;
    if (given !== wanted) throw failure('internal', 'network.rows', { given, wanted });
  }
  let at = 0;
  return group.map(({ request }) => {
    const [from, count] = [at, rowsOf(request)];
    at += count;
    const rowsIn = (output: Tensor) => Array.from({ length: count }, (_, i) => row(output, from + i));
    const own = Object.entries(outputs).map(([name, output]) => {
      const rows = rowsIn(output);
      return [name, rows.length === 1 ? rows[0]! : stack(rows)] as const;
    });
    return Object.fromEntries(own);
  });
}

function isAllFinite(outputs: RowsResult['outputs']): boolean {
  return Object.values(outputs).every(({ data }) => data.every(Number.isFinite));
}

function rowsOf({ latents }: UNetRequest): number {
  return latents.dims[0]!;
}

function areaOf(latents: Tensor): number {
  return latents.dims.slice(2).reduce((area, side) => area * side, 1);
}

/** All rows of requests that have the same key. */
function joined(requests: readonly UNetRequest[]): UNetInputs {
  for (const request of requests) requireRows(request);
  return {
    latents: stack(requests.map(({ latents }) => latents)),
    timesteps: requests.flatMap((request) => Array<number>(rowsOf(request)).fill(request.timestep)),
    conditions: stackConditions(requests.map(({ conditions }) => conditions)),
    loras: requests[0]!.loras,
  };
}

function requireRows({ latents, conditions }: UNetRequest): void {
  const [rows = 0] = latents.dims;
  const odd = Object.entries(conditions).find(([, { dims }]) => dims[0] !== rows);
  if (odd) throw failure('internal', 'network.condition-rows', { rows, given: odd[1].dims[0] ?? 0, condition: odd[0] });
}

/** What has to be equal for two requests to share a call. */
function keyOf({ latents, conditions, loras }: UNetRequest): string {
  return [latents.dims.slice(1).join('×'), conditionsKey(conditions), loras?.key ?? ''].join(' ');
}
