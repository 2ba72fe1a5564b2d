import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { watchEngine } from '#renderer/engine/process/engine-watch.ts';
import type { Message } from '#shared/text/message.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

function watch() {
  const clock = createFakeClock();
  const pulse = new PassThrough();
  const found: Message[] = [];
  const watching = watchEngine(pulse, { clock, hangs: (how) => found.push(how) });
  onTestFinished(() => watching.stop());
  const beat = async (overdue: unknown = null) => {
    pulse.write(`${JSON.stringify(overdue)}\n`);
    await setImmediate();
    await setImmediate();
  };
  return { clock, pulse, found, beat };
}

it('an engine that beats lives, however long', async () => {
  const { clock, found, beat } = watch();
  for (let minute = 0; minute < 10; minute += 1) {
    await clock.advance(19_000);
    await beat();
  }
  expect(found).toEqual([]);
});

it('an engine that is silent for 20 s hangs, which is said once; its first beat may take a minute', async () => {
  const { clock, found, beat } = watch();
  await clock.advance(59_000);
  expect(found).toEqual([]);
  await beat();
  await clock.advance(20_000);
  await clock.advance(600_000);
  expect(found).toEqual([{ key: 'engine.frozen', values: { seconds: 20 } }]);
});

it('an engine that beats and says that a call does not come back hangs', async () => {
  const { found, beat } = watch();
  await beat({ what: 'unet', ms: 24_400 });
  await beat({ what: 'unet', ms: 25_400 });
  expect(found).toEqual([{ key: 'engine.hangs', values: { network: 'unet', seconds: 24 } }]);
});

it('a pause of the service itself is not held against the engine', async () => {
  const { clock, found, beat } = watch();
  await beat();
  await clock.jump(120_000);
  await beat();
  await clock.advance(19_000);
  expect(found).toEqual([]);
});

it('an engine that has ended does not hang', async () => {
  const { clock, pulse, found } = watch();
  pulse.end();
  await setImmediate();
  await clock.advance(600_000);
  expect(found).toEqual([]);
});
