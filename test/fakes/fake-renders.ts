import { createHash } from 'node:crypto';
import { createMailbox, type Mailbox } from '#shared/async/mailbox.ts';
import type { Clock } from '#shared/clock.ts';
import { hiresSize } from '#shared/contract/hires-size.ts';
import type { Picture, RenderEvent } from '#shared/contract/messages.ts';
import type { DrawTask, RenderRequest } from '#shared/contract/tasks.ts';
import type { Failure } from '#shared/failure.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';
import { TRAINED_FILE } from '#test/fakes/trained-file.ts';

/** What goes wrong with a render, and when. Steps count from 0: nothing drawn yet. */
export type Fault =
  /** Refused at the door. */
  | { readonly kind: 'refuse'; readonly failure: Failure }
  /** The render breaks off with this failure, as when the engine dies. */
  | { readonly kind: 'break'; readonly atStep: number; readonly failure: Failure }
  /** The engine dies, and with it everything that is drawn or waits here. */
  | { readonly kind: 'kill'; readonly atStep: number }
  /** The process is gone. */
  | { readonly kind: 'vanish'; readonly atStep: number }
  /** Nothing is ever said again, not even a heartbeat. */
  | { readonly kind: 'hang'; readonly atStep: number }
  /** It gets no further, and says every five seconds that it lives, as a service does whose engine hangs. */
  | { readonly kind: 'stall'; readonly atStep: number }
  /** The picture is not what it should be. */
  | { readonly kind: 'spoil'; readonly how: 'garbage' | 'truncated' | 'wrong-sha' | 'wrong-size' | 'missing' };

/** What happened to one attempt here. */
export interface FakeRender {
  readonly request: RenderRequest;
  readonly spec: DrawTask;
  stepsDone: number;
  /** Previews that it said, and when. Milliseconds since 1970. */
  readonly previews: { readonly data: Buffer; readonly at: number }[];
  /** A training that ends after the step it is at. */
  hasEnough: boolean;
  /** A training that is held. */
  isPaused: boolean;
  state: 'waiting' | 'drawing' | 'finished' | 'broken' | 'cancelled';
}

/** A render as its dispatcher calls it; attempt 0 means any. */
export interface AttemptName {
  readonly jobId: string;
  readonly attempt: number;
  readonly dispatcher?: string;
}

/** Whether a request is what the name means. */
export function isMeant(request: AttemptName, { jobId, attempt, dispatcher = '' }: AttemptName): boolean {
  return request.jobId === jobId && (request.dispatcher ?? '') === dispatcher && [0, request.attempt].includes(attempt);
}

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq'> : never;
export type FakeEvent = WithoutSeq<RenderEvent>;

export interface RenderRecord extends FakeRender {
  readonly fault: Fault | null;
  /** What a newcomer is told: the newest of each kind, and all pictures. */
  readonly told: Map<string, RenderEvent>;
  readonly readers: Set<Mailbox<RenderEvent>>;
  seq: number;
  /** Those ahead of it, as was said last; -1 = nothing was. */
  position: number;
  failure: Failure | null;
}

/** What the record of another task has for a picture. */
const NOTHING_DRAWN: DrawTask = {
  ...{ model: '', prompt: null, negative: null, adapters: [], sampler: '', karras: false, steps: 1, guidance: 0 },
  ...{ width: 0, height: 0, seed: 0, count: 0, clipSkip: 0, previews: null },
  ...{ parametersPrompt: '', parametersNegative: '' },
};

/** A render that nobody draws yet. */
export function newRecord(request: RenderRequest, fault: Fault | null): RenderRecord {
  const base = {
    request,
    spec: specOf(request),
    stepsDone: 0,
    previews: [],
    hasEnough: false,
    isPaused: request.task === 'train' && request.train.paused === true,
    state: 'waiting' as const,
    fault,
  };
  return { ...base, told: new Map(), readers: new Set(), seq: 0, position: -1, failure: null };
}

/** A training takes its steps as a drawing does, and its samples are previews. */
function specOf(request: RenderRequest): DrawTask {
  if (request.task === 'draw') return request.draw;
  if (request.task !== 'train') return NOTHING_DRAWN;
  const { steps, side, seed, samples } = request.train;
  const previews = samples ? { everySteps: samples.everySteps, maxSide: side } : null;
  return { ...NOTHING_DRAWN, steps, width: side, height: side, seed, previews };
}

/** Everything said so far that still matters, then what comes, until the render ends. */
export async function* readRecord(
  record: RenderRecord,
  signal: AbortSignal,
): AsyncGenerator<RenderEvent, void, undefined> {
  const reader = createMailbox<RenderEvent>();
  for (const event of record.told.values()) reader.put(event);
  if (record.state === 'finished') reader.close();
  if (record.failure) reader.close(record.failure);
  record.readers.add(reader);
  try {
    yield* reader.read(signal);
  } finally {
    record.readers.delete(reader);
  }
}

/** Tells all readers, and later ones. */
export function say(record: RenderRecord, event: FakeEvent, key: string = event.event) {
  record.seq += 1;
  const numbered = { seq: record.seq, ...event } as RenderEvent;
  record.told.delete(key);
  record.told.set(key, numbered);
  for (const reader of record.readers) reader.put(numbered);
}

/** Ends the render, well or with a failure. */
export function endRecord(record: RenderRecord, state: FakeRender['state'], failure: Failure | null = null) {
  if (isOver(record)) return;
  record.state = state;
  record.failure = failure;
  for (const reader of record.readers) reader.close(failure ?? undefined);
}

/** True once it is finished, broken or cancelled. */
export function isOver({ state }: FakeRender): boolean {
  return state !== 'waiting' && state !== 'drawing';
}

export interface DrawOptions {
  readonly clock: Clock;
  readonly stepMs: number;
  /** Loads what is not loaded yet; resolves with the milliseconds that it took. */
  readonly load: () => Promise<number>;
  /** The size that a picture has at least. */
  readonly pictureBytes: (spec: DrawTask) => number;
  /** Milliseconds between two pictures of a render. */
  readonly decodeMs: number;
  /** What comes of a render besides pictures that were drawn. */
  readonly results: (request: RenderRequest) => readonly FakeEvent[];
  readonly vanish: () => Promise<void>;
  readonly killEngine: () => void;
}

/** Draws: steps with previews, then pictures, with whatever fault the script asks for. Rejects with what broke it. */
export async function draw(record: RenderRecord, options: DrawOptions): Promise<void> {
  const { spec, fault } = record;
  const { clock, stepMs } = options;
  record.state = 'drawing';
  const loadMs = await options.load();
  if (isOver(record)) return;
  say(record, { event: 'started', started: { steps: spec.steps, loadMs } });
  if (record.request.task === 'train' && spec.previews) sayPreview(record, 0);
  for (let step = 0; step <= spec.steps; step += 1) {
    if (step > 0) {
      await clock.sleep(stepMs);
      if (isOver(record)) return;
      takeStep(record, { step, stepMs });
      await heldUp(record, options);
      if (record.hasEnough) break;
    }
    if (fault && 'atStep' in fault && fault.atStep === step) return await fail(record, fault, options);
  }
  for (let index = 0; index < spec.count; index += 1) {
    if (index > 0 && options.decodeMs > 0) await clock.sleep(options.decodeMs);
    sayPicture(record, index, options.pictureBytes(spec));
  }
  for (const [at, event] of options.results(record.request).entries()) say(record, event, `result ${at}`);
  const timings = { queuedMs: 0, loadMs: 0, encodeMs: 1, denoiseMs: record.stepsDone * stepMs, decodeMs: 1 };
  const totals = { totalMs: record.stepsDone * stepMs + 2, unetCalls: record.stepsDone };
  say(record, { event: 'finished', finished: { timings: { ...timings, ...totals }, provider: 'cpu' } });
  endRecord(record, 'finished');
}

/** Takes no step while it is held, and says so. */
async function heldUp(record: RenderRecord, { clock, stepMs }: Pick<DrawOptions, 'clock' | 'stepMs'>) {
  const { spec, stepsDone: step } = record;
  while (record.isPaused && !record.hasEnough && !isOver(record)) {
    say(record, { event: 'step', step: { step, steps: spec.steps, stepMs: 0, paused: true } });
    await clock.sleep(Math.max(stepMs, 1));
  }
}

async function fail(
  record: RenderRecord,
  fault: Extract<Fault, { atStep: number }>,
  { clock, vanish, killEngine }: DrawOptions,
) {
  if (fault.kind === 'break') throw fault.failure;
  if (fault.kind === 'vanish') await vanish();
  if (fault.kind === 'kill') killEngine();
  while (fault.kind === 'stall' && !isOver(record)) {
    await clock.sleep(5_000);
    say(record, { event: 'heartbeat', heartbeat: {} });
  }
  await new Promise<void>(() => {}); // hangs for good
}

function takeStep(record: RenderRecord, { step, stepMs }: { readonly step: number; readonly stepMs: number }) {
  const { spec, request } = record;
  record.stepsDone = step;
  const loss = request.task === 'train' ? { loss: 1 / (step + 1) } : {};
  say(record, { event: 'step', step: { step, steps: spec.steps, stepMs: Math.max(stepMs, 0.5), ...loss } });
  if (!spec.previews || step % spec.previews.everySteps !== 0) return;
  sayPreview(record, step);
  const interim = { step, data: TRAINED_FILE, mime: 'application/x-safetensors' };
  if (request.task === 'train') say(record, { event: 'interim', interim });
}

function sayPreview(record: RenderRecord, step: number) {
  const { spec } = record;
  const size = { width: Math.min(spec.width, 32), height: Math.min(spec.height, 32) };
  const data = tinyPng({ ...size, seed: spec.seed + step });
  record.previews.push({ data, at: Date.now() });
  say(record, { event: 'preview', preview: { step, data, mime: 'image/png', ...size } });
}

const PIECE_BYTES = 256 * 1024;

function sayPicture(record: RenderRecord, index: number, bytesMin: number) {
  const { spec, fault } = record;
  const seed = (spec.seed + index) % 2 ** 32;
  const size = spec.hires ? hiresSize(spec, spec.hires.scale) : { width: spec.width, height: spec.height };
  const png = tinyPng({ ...size, seed, bytesMin });
  const spoilt = fault?.kind === 'spoil' ? spoil(png, fault.how, { seed, spec }) : png;
  if (!spoilt) return;
  const sha256 = fault?.kind === 'spoil' && fault.how === 'wrong-sha' ? '0'.repeat(64) : digest(spoilt);
  for (let from = 0; from < spoilt.length; from += PIECE_BYTES) {
    const data = spoilt.subarray(from, from + PIECE_BYTES);
    const last = from + PIECE_BYTES >= spoilt.length;
    const piece = { data, last, size: spoilt.length, sha256: last ? sha256 : '' };
    // Its check of pictures is a word.
    const flagged = spec.giveFlagged === true && /\bunfit\b/.test(spec.parametersPrompt);
    const picture: Picture = { index, seed, ...piece, ...size, mime: 'image/png', alpha: false, flagged };
    say(record, { event: 'picture', picture }, `picture ${index} ${from}`);
  }
}

function spoil(
  png: Buffer,
  how: Extract<Fault, { kind: 'spoil' }>['how'],
  { seed, spec }: { readonly seed: number; readonly spec: DrawTask },
): Buffer | null {
  switch (how) {
    case 'garbage':
      return Buffer.from('this is not a picture, however long it may be, and it says so itself');
    case 'truncated':
      return png.subarray(0, png.length - 20);
    case 'wrong-size':
      return tinyPng({ width: spec.height + 8, height: spec.width, seed });
    case 'wrong-sha':
      return png;
    case 'missing':
      return null;
  }
}

function digest(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
