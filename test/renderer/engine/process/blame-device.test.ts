import { describe, expect, it } from 'vitest';
import { blameDevice } from '#renderer/engine/process/blame-device.ts';
import { failure } from '#shared/text/failure.ts';
import { plainMessage } from '#shared/text/message.ts';

const overflow = failure('internal', 'sampler.not-finite', { step: 3, steps: 8 });
const refusing = async () => ({ refusal: plainMessage('wrong numbers'), attention: 'fused' as const });
const computing = async () => ({ refusal: null, attention: 'fused' as const });

describe('a render that ends with a fault of the program', () => {
  it('blames the device where a trial shows that it computes wrongly, so that the job is drawn again', async () => {
    expect(await blameDevice(overflow, 'cuda', refusing)).toMatchObject({
      code: 'unavailable',
      said: { key: 'device.sick', values: { provider: 'cuda' } },
      cause: overflow,
    });
  });

  it('fails as itself where the device computes, on the CPU, and where somebody else is to blame', async () => {
    const cancelled = failure('cancelled', 'engine.stopping');
    expect(await blameDevice(overflow, 'webgpu', computing)).toBe(overflow);
    expect(await blameDevice(overflow, 'cpu', refusing)).toBe(overflow);
    expect(await blameDevice(cancelled, 'cuda', refusing)).toBe(cancelled);
  });
});
