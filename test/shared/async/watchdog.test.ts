import { expect, it } from 'vitest';
import { createWatchdog } from '#shared/async/watchdog.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

function watch() {
  const clock = createFakeClock();
  let rung = 0;
  const watchdog = createWatchdog(clock, () => {
    rung += 1;
  });
  return { clock, watchdog, rung: () => rung };
}

it('a watchdog rings after its time, and not when it is reset or stopped', async () => {
  const { clock, watchdog, rung } = watch();
  watchdog.reset(10_000);
  await clock.advance(9_000);
  watchdog.reset(10_000);
  await clock.advance(9_999);
  expect(rung()).toBe(0);
  await clock.advance(1);
  expect(rung()).toBe(1);
  watchdog.reset(10_000);
  watchdog.stop();
  await clock.advance(60_000);
  expect(rung()).toBe(1);
});

it('a watchdog accuses nobody of its own pause: what came meanwhile is read first', async () => {
  const { clock, watchdog, rung } = watch();
  watchdog.reset(10_000);
  await clock.jump(60_000);
  expect(rung()).toBe(0);
  watchdog.reset(10_000); // something was read
  await clock.advance(9_000);
  expect(rung()).toBe(0);
});

it('a watchdog rings after a pause, too, when there was nothing to read', async () => {
  const { clock, watchdog, rung } = watch();
  watchdog.reset(10_000);
  await clock.jump(60_000);
  await clock.advance(5_000);
  expect(rung()).toBe(1);
});
