import { expect, it } from 'vitest';
import { createHangWatch, type Overdue } from '#renderer/engine/process/hang-watch.ts';

const call = { id: 1, what: 'unet', allowedMs: 20_000 };

function pass(watch: ReturnType<typeof createHangWatch>, seconds: number): Overdue | null {
  let last: Overdue | null = null;
  for (let second = 0; second < seconds; second += 1) last = watch.look(1_000);
  return last;
}

it('a call hangs when it takes longer than it may, and no longer once it is back', () => {
  const watch = createHangWatch();
  watch.hear({ kind: 'began', call });
  expect(pass(watch, 20)).toBeNull();
  expect(pass(watch, 1)).toEqual({ what: 'unet', ms: 21_000 });
  watch.hear({ kind: 'ended', id: 1 });
  expect(pass(watch, 20)).toBeNull();
});

it('of several calls the one that is overdue is named, whichever began first', () => {
  const watch = createHangWatch();
  watch.hear({ kind: 'began', call: { id: 1, what: 'vae decoder', allowedMs: 600_000 } });
  watch.hear({ kind: 'began', call: { ...call, id: 2 } });
  expect(pass(watch, 25)).toMatchObject({ what: 'unet' });
});

it('a pause of the whole machine is no time in which a call ran', () => {
  const watch = createHangWatch();
  watch.hear({ kind: 'began', call });
  pass(watch, 10);
  expect(watch.look(3_600_000)).toBeNull();
  expect(pass(watch, 8)).toBeNull();
  expect(pass(watch, 1)).toMatchObject({ what: 'unet' });
});

it('the program itself may be busy for five minutes between two calls, and for as long as a call may take in one', () => {
  const watch = createHangWatch();
  watch.hear({ kind: 'turned' });
  expect(pass(watch, 300)).toBeNull();
  expect(pass(watch, 1)).toEqual({ what: null, ms: 301_000 });
  watch.hear({ kind: 'began', call: { ...call, allowedMs: 600_000 } });
  expect(pass(watch, 500)).toBeNull();
});
