import { createHash } from 'node:crypto';
import type { Engine } from '#renderer/engine/contract/engine.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { Said } from '#renderer/service/render-record.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';

/** Larger pieces would hold up previews and heartbeats of other renders on the same connection. */
const PIECE_BYTES = 256 * 1024;

export interface RunRenderOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  /** When the render was accepted, in the clock's milliseconds. */
  readonly acceptedAt: number;
  readonly say: (said: Said) => void;
  readonly signal: AbortSignal;
}

/** Has the engine draw and says what it does in the contract's words. */
export async function runRender(render: ValidRender, options: RunRenderOptions): Promise<void> {
  const { engine, clock, acceptedAt, say, signal } = options;
  const queuedMs = clock.now() - acceptedAt;
  const device = engine.state.device;
  if (!device) throw new Failure('unavailable', 'The engine is being started');
  for await (const event of engine.render(render, signal)) {
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
    case 'step':
      yield { event: 'step', step: { step: event.step, steps: event.steps, stepMs: event.stepMs } };
      return;
    case 'preview': {
      const { kind: _, ...preview } = event;
      yield { event: 'preview', preview };
      return;
    }
    case 'picture':
      yield* pieces(event);
  }
}

function* pieces(picture: { index: number; seed: number; data: Uint8Array }): Generator<Said, void> {
  const { index, seed, data } = picture;
  const sha256 = createHash('sha256').update(data).digest('hex');
  for (let at = 0; at === 0 || at < data.byteLength; at += PIECE_BYTES) {
    const last = at + PIECE_BYTES >= data.byteLength;
    const piece = data.subarray(at, at + PIECE_BYTES);
    yield {
      event: 'picture',
      picture: { index, seed, data: piece, last, size: data.byteLength, sha256: last ? sha256 : '' },
    };
  }
}
