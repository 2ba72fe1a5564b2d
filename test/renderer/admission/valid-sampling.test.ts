import { describe, expect, it } from 'vitest';
import { validRender } from '#renderer/admission/valid-request.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { someOffer, someSpec } from '#test/renderer/admission/some-request.ts';

const offer = { ...someOffer, samplers: [...someOffer.samplers, { name: 'ddim', hasKarras: false }] };
const valid = (change: Partial<DrawTask>) => validRender({ ...someSpec, ...change }, offer);

function refused(change: Partial<DrawTask>, sentence: string) {
  expect(() => valid(change)).toThrow(expect.objectContaining({ code: 'invalid', message: sentence }));
}

describe('how the steps are taken', () => {
  it('is the usual way if nothing is said', () => {
    expect(valid({})).toMatchObject({ sigmas: null, spacing: null, eta: null, guidanceRescale: 0, weighting: 'a1111' });
  });

  it('has levels spaced by name, or by the flag of old clients', () => {
    expect(valid({ sampler: 'euler', sigmas: 'exponential' }).sigmas).toBe('exponential');
    expect(valid({ sampler: 'euler', karras: true, sigmas: '' }).sigmas).toBe('karras');
    expect(valid({ sampler: 'euler', karras: true, sigmas: 'default' }).sigmas).toBe('default');
    refused({ sigmas: 'exponential' }, 'Cannot use exponential with this sampler: it must be one of euler, given lcm');
    refused(
      { sigmas: 'cosy' },
      'Cannot render: sigmas must be one of default, karras, exponential, beta, given "cosy"',
    );
  });

  it('has timesteps spaced by name, also in A1111’s word, where the sampler has a choice', () => {
    expect(valid({ sampler: 'euler', spacing: 'trailing' }).spacing).toBe('trailing');
    expect(valid({ sampler: 'euler', spacing: 'sgm_uniform' }).spacing).toBe('trailing');
    expect(valid({ sampler: 'euler', spacing: '' }).spacing).toBeNull();
    refused(
      { sampler: 'euler', spacing: 'cosy' },
      'Cannot render: spacing must be one of linspace, leading, trailing, given "cosy"',
    );
    refused({ spacing: 'trailing' }, 'Cannot render: spacing must be given with euler only, given it with lcm');
  });

  it('has fresh noise where the sampler has a choice', () => {
    expect(valid({ sampler: 'ddim', eta: { value: 0.30000001192092896 } }).eta).toBe(0.3);
    refused({ eta: { value: 1 } }, 'Cannot render: eta must be given with ddim or tcd only, given it with lcm');
    refused({ sampler: 'ddim', eta: { value: 2 } }, 'Cannot render: eta must be a number from 0 to 1, given 2');
  });

  it('has guidance that may be rescaled, and weights that act in a known way', () => {
    expect(valid({ guidanceRescale: 0.699999988079071, weighting: 'compel' })).toMatchObject({
      guidanceRescale: 0.7,
      weighting: 'compel',
    });
    refused({ guidanceRescale: 1.5 }, 'Cannot render: guidance rescale must be a number from 0 to 1, given 1.5');
    refused(
      { weighting: 'loud' },
      'Cannot render: weighting must be one of a1111, a1111-no-norm, comfy, compel, given "loud"',
    );
  });
});
