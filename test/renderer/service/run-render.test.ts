import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { validRender } from '#renderer/admission/valid-request.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { Said } from '#renderer/service/render-record.ts';
import { runRender } from '#renderer/service/run-render.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { createScriptedEngine } from '#test/fakes/scripted-engine.ts';
import { someOffer, someSpec } from '#test/renderer/admission/some-request.ts';

const PNG = { mime: 'image/png', width: 512, height: 768, alpha: false } as const;

const picture = (bytes: number): EngineEvent => {
  const data = Uint8Array.from({ length: bytes }, (_, i) => i % 251);
  return { kind: 'picture', index: 1, seed: 8, data, ...PNG };
};

async function saidOf(...events: EngineEvent[]): Promise<Said[]> {
  const clock = createFakeClock();
  const engine = createScriptedEngine();
  const said: Said[] = [];
  const acceptedAt = clock.now() - 500;
  const signal = new AbortController().signal;
  const running = runRender(validRender(someSpec, someOffer), {
    engine,
    clock,
    acceptedAt,
    say: (one) => said.push(one),
    signal,
  });
  await clock.advance(0);
  for (const event of events) engine.renders[0]!.say(event);
  await clock.advance(2_000);
  engine.renders[0]!.finish();
  await running;
  return said;
}

describe('what a render says', () => {
  it('has pictures in pieces of at most 256 KiB, the checksum on the last', async () => {
    const said = await saidOf(picture(600_000));
    const pieces = said.flatMap((one) => (one.event === 'picture' ? [one.picture] : []));
    expect(pieces.map(({ data, last }) => [data.length, last])).toEqual([
      [262_144, false],
      [262_144, false],
      [75_712, true],
    ]);
    const whole = Buffer.concat(pieces.map(({ data }) => data));
    const sha256 = createHash('sha256').update(whole).digest('hex');
    expect(pieces.map((piece) => piece.sha256)).toEqual(['', '', sha256]);
    for (const piece of pieces) expect(piece).toMatchObject({ index: 1, seed: 8, size: 600_000, ...PNG });
  });

  it('has one piece for a small picture and for one of exactly a piece', async () => {
    for (const bytes of [1, 262_144]) {
      const pieces = (await saidOf(picture(bytes))).filter(({ event }) => event === 'picture');
      expect(pieces).toHaveLength(1);
    }
  });

  it('has every other kind of result in words of the contract, files in pieces too', async () => {
    const data = new Uint8Array(300_000);
    const size = { width: 8, height: 16 };
    const said = await saidOf(
      { kind: 'text', index: 0, text: 'a cat', score: 0.5, written: 'caption', ids: [1, 2] },
      { kind: 'mask', index: 0, label: 'cat', score: 1.02, place: 1, area: 0, box: null, data, ...size },
      { kind: 'animation', seed: 3, data, mime: 'image/webp', ...size, frames: 2, framesPerSecond: 8 },
      { kind: 'file', adapter: 'lora', data, mime: 'application/x-safetensors', brokeOffAt: 4 },
    );
    expect(said.map(({ event }) => event)).toEqual([
      'text',
      ...['mask', 'mask', 'animation', 'animation', 'file', 'file'],
      'finished',
    ]);
    expect(said[0]).toEqual({ event: 'text', text: { index: 0, text: 'a cat', score: 0.5, kind: 'caption' } });
    expect(said[2]).toMatchObject({ mask: { label: 'cat', score: 1, ...size, last: true, size: 300_000 } });
    expect(said[4]).toMatchObject({ animation: { seed: 3, frames: 2, framesPerSecond: 8, ...size, last: true } });
    expect(said[6]).toMatchObject({
      file: { kind: 'lora', mime: 'application/x-safetensors', brokeOffAt: 4, last: true },
    });
  });

  it('counts the time from accepted on', async () => {
    const said = await saidOf(picture(1));
    expect(said.at(-1)).toMatchObject({
      finished: { provider: 'cpu', timings: { queuedMs: 500, totalMs: 2_500, unetCalls: 4 } },
    });
  });
});
