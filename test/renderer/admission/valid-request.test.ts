import { describe, expect, it } from 'vitest';
import { validChoice, validRender } from '#renderer/admission/valid-request.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { Failure, type FailureCode } from '#shared/failure.ts';
import { someOffer, someSpec } from '#test/renderer/admission/some-request.ts';

/** Refused with this sentence. */
function check(change: Partial<DrawTask>, sentence: string, code: FailureCode = 'invalid') {
  let thrown: unknown;
  try {
    validRender({ ...someSpec, ...change }, someOffer);
  } catch (reason) {
    thrown = reason;
  }
  expect(thrown).toBeInstanceOf(Failure);
  expect(thrown).toMatchObject({ message: sentence, code });
}

function prompt(text: string, weight = 1): Prompt {
  return { chunks: [{ spans: [{ text, weight }] }] };
}

describe('the door', () => {
  it('resolves names, and floats to the number that was meant', () => {
    expect(validRender(someSpec, someOffer)).toMatchObject({
      model: {
        name: 'demo',
        files: modelFilesAt('/models/demo'),
        adapters: [{ name: 'lcm', file: '/models/demo/loras/lcm.safetensors', weight: 1 }],
      },
      guidance: 1.2,
      negative: { chunks: [] },
      parameters: { prompt: 'a red house', negative: '' },
    });
  });

  it('lets everything through that is just within', () => {
    const change = {
      width: 2048,
      height: 64,
      count: 4,
      steps: 150,
      sampler: 'euler',
      guidance: 50,
      seed: 2 ** 32 - 1,
      clipSkip: 11,
    };
    expect(() => validRender({ ...someSpec, ...change, prompt: prompt('x'.repeat(4000)) }, someOffer)).not.toThrow();
    const small = { guidance: 0, steps: 1, count: 1, width: 64, adapters: [], previews: null, prompt: null };
    expect(() => validRender({ ...someSpec, ...small }, someOffer)).not.toThrow();
  });

  it('names the limit and the value: size', () => {
    check({ width: 513 }, 'Cannot render: width must be a multiple of 8, given 513');
    check({ height: 56 }, 'Cannot render: height must be a whole number from 64 to 2048, given 56');
    check({ width: 2056 }, 'Cannot render: width must be a whole number from 64 to 2048, given 2056');
    check(
      { width: 2048, height: 2048, count: 2 },
      'Cannot render: size must be width x height x count at most 4194304, given 2048x2048x2 = 8388608',
    );
  });

  it('names the limit and the value: numbers', () => {
    check({ steps: 0 }, 'Cannot render: steps must be a whole number from 1 to 150, given 0');
    check({ steps: 151 }, 'Cannot render: steps must be a whole number from 1 to 150, given 151');
    check({ steps: 51 }, 'Cannot render: steps with sampler lcm must be a whole number from 1 to 50, given 51');
    check({ count: 0 }, 'Cannot render: count must be a whole number from 1 to 4, given 0');
    check({ count: 5 }, 'Cannot render: count must be a whole number from 1 to 4, given 5');
    check({ guidance: Number.NaN }, 'Cannot render: guidance must be a number from 0 to 50, given NaN');
    check(
      { guidance: Number.POSITIVE_INFINITY },
      'Cannot render: guidance must be a number from 0 to 50, given Infinity',
    );
    check({ guidance: -1 }, 'Cannot render: guidance must be a number from 0 to 50, given -1');
    check({ seed: 2 ** 32 }, 'Cannot render: seed must be a whole number from 0 to 4294967295, given 4294967296');
    check({ seed: -1 }, 'Cannot render: seed must be a whole number from 0 to 4294967295, given -1');
    check({ clipSkip: 12 }, 'Cannot render: clip skip must be a whole number from 0 to 11, given 12');
  });

  it('names the limit and the value: prompts', () => {
    check({ prompt: prompt('x'.repeat(10_000)) }, 'Cannot render: prompt must be at most 4000 characters, given 10000');
    check(
      { negative: prompt('x'.repeat(4001)) },
      'Cannot render: negative prompt must be at most 4000 characters, given 4001',
    );
    check(
      { prompt: prompt('a', Number.NaN) },
      "Cannot render: prompt's weight must be a number from -10 to 10, given NaN",
    );
    const chunks = Array.from({ length: 33 }, () => ({ spans: [] }));
    check({ prompt: { chunks } }, 'Cannot render: prompt must be at most 32 chunks, given 33');
    const spans = Array.from({ length: 4001 }, () => ({ text: '', weight: 1 }));
    check({ prompt: { chunks: [{ spans }] } }, 'Cannot render: prompt must be at most 4000 spans, given 4001');
    check(
      { parametersPrompt: 'x'.repeat(16_001) },
      'Cannot render: parameters_prompt must be at most 16000 characters, given 16001',
    );
  });

  it('names what there is instead of what is unknown', () => {
    check({ model: 'other' }, 'Cannot use model: it must be one of demo, given "other"', 'not-found');
    check({ model: '' }, 'Cannot use model: it must be one of demo, given none', 'not-found');
    check({ model: '../../etc' }, 'Cannot use model: it must be one of demo, given "../../etc"', 'not-found');
    check({ sampler: 'ddpm' }, 'Cannot use sampler: it must be one of lcm, euler, given "ddpm"', 'not-found');
    check(
      { adapters: [{ name: 'x'.repeat(99), weight: 1 }] },
      `Cannot use adapter with model demo: it must be one of lcm, ink, given "${'x'.repeat(60)}…"`,
      'not-found',
    );
  });

  it('says why a model that is there cannot be used', () => {
    const refused = new Map([
      ['broken', new Failure('invalid', 'Cannot load model broken: unet/config.json is missing')],
    ]);
    const offer = { ...someOffer, models: { ...someOffer.models, refused } };
    expect(() => validRender({ ...someSpec, model: 'broken' }, offer)).toThrow('unet/config.json is missing');
    expect(() => validChoice({ model: 'broken', adapters: [] }, offer)).toThrow('unet/config.json is missing');
  });

  it('has a weight of its own for the text encoders where one is said', () => {
    const strengths = (use: object) =>
      validChoice({ model: 'demo', adapters: [{ name: 'lcm', weight: 0.5, ...use }] }, someOffer).adapters.map(
        ({ weight, textWeight }) => [weight, textWeight],
      );
    expect(strengths({ textWeight: { value: 0.20000000298023224 } })).toEqual([[0.5, 0.2]]);
    expect(strengths({ textWeight: { value: 0.5 } })).toEqual([[0.5, undefined]]);
    expect(strengths({ textWeight: null })).toEqual([[0.5, undefined]]);
    expect(() => strengths({ textWeight: { value: 11 } })).toThrow('must be a number from -10 to 10, given 11');
  });

  it('loads standing adapters with the model and leaves style LoRAs to the render', () => {
    const adapters = [
      { name: 'ink', weight: -0.5 },
      { name: 'lcm', weight: 1 },
    ];
    const { model, styleLoras } = validRender({ ...someSpec, adapters }, someOffer);
    expect(model.adapters.map(({ name }) => name)).toEqual(['lcm']);
    expect(styleLoras).toEqual([{ name: 'ink', file: '/models/demo/loras/ink.safetensors', weight: -0.5 }]);
    expect(validChoice({ model: 'demo', adapters }, someOffer).adapters).toEqual(model.adapters);
  });

  it('takes adapters each once, up to their number and strength', () => {
    const ink = { name: 'ink', weight: 1 };
    check({ adapters: [ink, ink] }, 'Cannot render: adapters must be each at most once, given ink twice');
    check({ adapters: Array(9).fill(ink) }, 'Cannot render: adapters must be at most 8, given 9');
    check(
      { adapters: [{ name: 'ink', weight: 11 }] },
      'Cannot render: weight of adapter ink must be a number from -10 to 10, given 11',
    );
  });

  it('knows which samplers have Karras spacing', () => {
    check({ karras: true }, 'Cannot use karras with this sampler: it must be one of euler, given lcm');
    expect(validRender({ ...someSpec, sampler: 'euler', karras: true }, someOffer).sigmas).toBe('karras');
  });

  it('takes previews at whole steps', () => {
    check(
      { previews: { everySteps: 0, maxSide: 0 } },
      'Cannot render: previews.every_steps must be a whole number from 1 to 150, given 0',
    );
  });
});
