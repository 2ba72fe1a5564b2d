import { createHash } from 'node:crypto';
import type { Engine } from '#renderer/engine/contract/engine.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
import type { TrainingSteer } from '#renderer/engine/contract/training-steer.ts';
import type { Said } from '#renderer/service/render-record.ts';
import type { Clock } from '#shared/clock.ts';
import type { FilePiece } from '#shared/contract/messages.ts';
import { failure } from '#shared/text/failure.ts';

/** Larger pieces would hold up previews and heartbeats of other renders on the same connection. */
const PIECE_BYTES = 256 * 1024;

export interface RunRenderOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  /** When the render was accepted, in the clock's milliseconds. */
  readonly acceptedAt: number;
  readonly say: (said: Said) => void;
  readonly signal: AbortSignal;
  /** For the log. */
  readonly jobId?: string;
  /** What a training is told while it runs. */
  readonly steer?: TrainingSteer;
}

/** Has the engine do the task and says what it does in the contract's words. */
export async function runRender(task: ValidTask, options: RunRenderOptions): Promise<void> {
  const { engine, clock, acceptedAt, say, signal, jobId, steer } = options;
  const queuedMs = clock.now() - acceptedAt;
  const device = engine.state.device;
  if (!device) throw failure('unavailable', 'engine.starting');
  for await (const event of engine.render(task, signal, jobId, steer)) {
    if (event.kind !== 'finished') {
      for (const said of inWords(event)) say(said);
      continue;
    }
    const timings = { ...event.timings, queuedMs, totalMs: clock.now() - acceptedAt };
    say({ event: 'finished', finished: { timings, provider: device.provider } });
  }
}

function* inWords(event: Exclude<EngineEvent, { kind: 'finished' }>): Generator<Said, void> {
  switch (event.kind) {
    case 'started':
      yield { event: 'started', started: { steps: event.steps, loadMs: event.loadMs } };
      return;
    case 'step': {
      const { kind: _, loss = 0, ...step } = event;
      yield { event: 'step', step: { ...step, loss } };
      return;
    }
    case 'preview': {
      const { kind: _, ...preview } = event;
      yield { event: 'preview', preview };
      return;
    }
    case 'interim': {
      const { kind: _, ...interim } = event;
      yield { event: 'interim', interim };
      return;
    }
    case 'text': {
      const { index, text, score, written: kind } = event;
      yield { event: 'text', text: { index, text, score, kind } };
      return;
    }
    case 'picture': {
      const { kind: _, data, ...rest } = event;
      for (const piece of pieces(data)) yield { event: 'picture', picture: { ...rest, ...piece } };
      return;
    }
    case 'mask': {
      const { kind: _, data, place: _of, area: _area, box: _box, ...rest } = event;
      const score = Math.min(Math.max(rest.score, 0), 1);
      for (const piece of pieces(data)) yield { event: 'mask', mask: { ...rest, score, ...piece } };
      return;
    }
    case 'animation': {
      const { kind: _, data, ...rest } = event;
      for (const piece of pieces(data)) yield { event: 'animation', animation: { ...rest, ...piece } };
      return;
    }
    case 'file': {
      const { adapter: kind, mime, data, brokeOffAt = 0 } = event;
      const said = { kind, mime, ...(brokeOffAt > 0 && { brokeOffAt }) };
      for (const piece of pieces(data)) yield { event: 'file', file: { ...said, ...piece } };
    }
  }
}

function* pieces(data: Uint8Array): Generator<FilePiece, void> {
  const sha256 = createHash('sha256').update(data).digest('hex');
  for (let at = 0; at === 0 || at < data.byteLength; at += PIECE_BYTES) {
    const last = at + PIECE_BYTES >= data.byteLength;
    const piece = data.subarray(at, at + PIECE_BYTES);
    yield { data: piece, last, size: data.byteLength, sha256: last ? sha256 : '' };
  }
}
