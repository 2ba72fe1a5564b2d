import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCustomId, writeCustomId } from '#bot/discord/custom-id.ts';

describe('a custom id', () => {
  it('says the version, the action and the job', () => {
    expect(writeCustomId({ action: 'reroll', jobId: 'job-7' })).toBe('e1:reroll:job-7');
  });

  it('comes back as it went, whatever the job is called', () => {
    const actions = fc.constantFrom('reroll', 'vary', 'upscale', 'edit', 'cancel', 'delete', 'original');
    const pictures = fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined });
    fc.assert(
      fc.property(actions, fc.string({ minLength: 1, maxLength: 80 }), pictures, (action, jobId, picture) => {
        const id = { action, jobId, ...(picture === undefined ? {} : { picture }) };
        expect(readCustomId(writeCustomId(id))).toEqual(id);
      }),
    );
  });

  it('is never longer than Discord takes', () => {
    expect(() => writeCustomId({ action: 'cancel', jobId: 'x'.repeat(91) })).toThrow(
      /100 characters at most, given 101/,
    );
    expect(writeCustomId({ action: 'cancel', jobId: 'x'.repeat(90) })).toHaveLength(100);
  });

  it.each([
    '',
    'e1',
    'e1:reroll',
    'e1:reroll:',
    'e1:explode:job',
    'e2:reroll:job',
    'reroll:job',
    ':::',
    'x'.repeat(100),
  ])('of somebody else or another version is not understood: "%s"', (text) => expect(readCustomId(text)).toBeNull());
});
