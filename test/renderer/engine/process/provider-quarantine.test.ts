import { describe, expect, it } from 'vitest';
import { createProviderQuarantine } from '#renderer/engine/process/provider-quarantine.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { plainMessage } from '#shared/text/message.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

const MINUTE = 60_000;
const crash = plainMessage('SIGSEGV');

describe('a provider', () => {
  it('is set aside after two faults within ten minutes, and its reason says which and for how long', async () => {
    const clock = createFakeClock();
    const quarantine = createProviderQuarantine(clock);
    quarantine.fault('cuda', crash);
    await clock.advance(11 * MINUTE);
    quarantine.fault('cuda', crash);
    expect(quarantine.setAside()).toEqual([]);
    quarantine.fault('webgpu', crash);
    quarantine.fault('cuda', crash);
    const [aside, ...others] = quarantine.setAside();
    expect(others).toEqual([]);
    expect(aside?.provider).toBe('cuda');
    expect(sharedEnglish.say(aside!.reason)).toBe('it broke the engine (SIGSEGV) and is tried again in 10 min');
    expect(quarantine.untilNext()).toBe(10 * MINUTE);
  });

  it('is tried again, and set aside twice as long when it breaks again, up to a day', async () => {
    const clock = createFakeClock();
    const quarantine = createProviderQuarantine(clock);
    for (const minutes of [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]) {
      quarantine.fault('webgpu', crash, { sure: true });
      expect(quarantine.untilNext()).toBe(minutes * MINUTE);
      await clock.advance(minutes * MINUTE);
      expect(quarantine.setAside()).toEqual([]);
      expect(quarantine.untilNext()).toBeNull();
    }
  });

  it('that is the CPU never is, nor one that was not known yet', () => {
    const quarantine = createProviderQuarantine(createFakeClock());
    for (const provider of ['cpu', 'cpu', '', '']) quarantine.fault(provider, crash, { sure: true });
    expect(quarantine.setAside()).toEqual([]);
  });
});
