import type { Message, Sentences } from '#shared/text/message.ts';

/** Samplers and noise schedules: steps that cannot be taken, and scheduler files that cannot be followed. */
export const SAMPLERS = {
  'sampler.unknown': ({ known, given }: { known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot use sampler: ${oneOf(known)}, given ${say(given)}`,
  'sampler.sigmas': ({ sampler, known, given }: { sampler: string; known: readonly string[]; given: string }) =>
    `Cannot sample with ${sampler}: sigmas must be one of ${known.join(', ')}, given ${given}`,
  'sampler.own-timesteps': ({ sampler, given }: { sampler: string; given: string }) =>
    `Cannot sample with ${sampler}: its timesteps are fixed for this model, so spacing must be left out, given ${given}`,
  'sampler.steps': ({ limit, given }: { limit: number; given: number }) =>
    `Cannot sample: steps must be a whole number from 1 to ${limit}, given ${given}`,
  'sampler.steps-with': ({ sampler, limit, given }: { sampler: string; limit: number; given: number }) =>
    `Cannot sample with ${sampler}: steps must be a whole number from 1 to ${limit}, given ${given}`,
  'sampler.steps-at-strength': ({ sampler, limit, strength, given }: StepsAtStrength) =>
    `Cannot sample with ${sampler}: steps must be a whole number from 1 to ${limit} at strength ${strength}, ` +
    `given ${given}`,
  'sampler.timesteps': ({ sampler, least }: { sampler: string; least: number }) =>
    `Cannot sample with ${sampler}: the model must have ${least} training timesteps or more`,
  'sampler.same-timestep': ({ steps }: { steps: number }) =>
    `Cannot sample: two of ${steps} steps fall on one timestep; ask for fewer`,
  'sampler.offset': ({ steps, offset }: { steps: number; offset: number }) =>
    `Cannot sample: ${steps} steps with steps_offset ${offset} pass the end`,
  'sampler.no-step': ({ strength, steps }: { strength: number; steps: number }) =>
    `Cannot sample: strength ${strength} must leave at least one step, given ${steps} steps`,
  'sampler.no-step-of-part': ({ from, to, steps }: { from: number; to: number; steps: number }) =>
    `Cannot sample: the part ${from} to ${to} must leave at least one step, given ${steps} steps`,
  'sampler.part-edge': ({ edge, given }: { edge: string; given: number }) =>
    `Cannot sample a part: ${edge} must be between 0 and 1, given ${given}`,
  'sampler.part-order': ({ from, to }: { from: number; to: number }) =>
    `Cannot sample a part: from must be less than to, given ${from} and ${to}`,
  'sampler.part-start': 'Cannot sample a later part: it must start from the latents of the part before',
  'sampler.strength': ({ given }: { given: number }) =>
    `Cannot start from a picture: strength must be from 0 to 1, given ${given}`,
  'sampler.pndm-steps': ({ given }: { given: number }) =>
    `Cannot sample with pndm: without skip_prk_steps it needs noise and 4 steps or more, given ${given} steps`,
  'sampler.pndm-start':
    'Cannot sample with pndm: without skip_prk_steps it needs noise and 4 steps or more, ' +
    'given a start from a picture',
  'sampler.not-finite': ({ step, steps }: { step: number; steps: number }) =>
    `Cannot finish step ${step} of ${steps}: the network must give finite numbers, given NaN or infinity. ` +
    'The weights may be damaged, or their number format may be too small for this model',
  'guidance.zero-weights': 'Cannot render without guidance: the weights of subjects must not add up to 0, given 0',

  'scheduler.unusable': ({ reason }: { reason: Message }, { say }) =>
    `Cannot use scheduler_config.json: ${say(reason)}`,
  'scheduler.no-object': 'it must be a JSON object',
  'scheduler.zero-snr': 'rescale_betas_zero_snr needs prediction_type v_prediction or sample, given epsilon',
  'scheduler.class':
    'a scheduler of diffusers for pictures that start from noise, by epsilon, v, sample or EDM, not one for flow ' +
    'matching, inversion or other kinds of models',
  'scheduler.unknown-key': ({ key }: { key: string }) =>
    `${key} is not known here, and it may change the picture. Take it out to draw without it`,
  'scheduler.two-spacings': ({ known }: { known: readonly string[] }) =>
    `only one of ${known.join(', ')} can be true, and both are`,
  'scheduler.edm-sampler': ({ known, given }: { known: readonly string[]; given: string }) =>
    `Cannot sample with ${given}: a model with an EDM scheduler is drawn with one of ${known.join(', ')}`,
  'scheduler.betas': 'trained_betas must be a list of two or more numbers between 0 and 1',

  // A field of a configuration file and what it must be: `steps_offset must be a whole number from 0 to 100000`.
  'setting.wrong': ({ key, wanted, given }: { key: string; wanted: string | Message; given: string }, { say }) =>
    `${key} must be ${say(wanted)}, given ${given}`,
  'setting.one-of': ({ known }: { known: readonly string[] }) => `one of ${known.join(', ')}`,
  'setting.flag': 'true or false',
  'setting.text': 'a text',
  'setting.number': 'a number',
  'setting.whole': ({ from, to }: { from: number; to: number }) => `a whole number from ${from} to ${to}`,
  'setting.fraction': 'a number between 0 and 1',
  'setting.positive': 'a positive number',
  'setting.count': 'a positive whole number',
  'setting.below': ({ of }: { of: string }) => `less than ${of}`,
  'setting.whole-list': 'a list of whole numbers',
  'setting.text-list': 'a list of texts',
  'setting.numbers': ({ count }: { count: number }) => `a list of ${count} numbers`,
  'setting.names': ({ count }: { count: number }) => `${count} names`,
  'setting.number-or-list': ({ count }: { count: number }) => `a number or a list of ${count}`,
  'setting.per-layer': ({ layers }: { layers: number }) => `lists with one number per layer (${layers} here)`,
  'setting.divisor': ({ of }: { of: string }) => `a divisor of ${of}`,
  'setting.even-first': 'even at the first stage',
  'setting.of': ({ known }: { known: readonly string[] }) => `of ${known.join(' and ')}`,
  'setting.throughout': ({ name }: { name: string }) => `${name} throughout`,
  'setting.either': ({ known }: { known: readonly string[] }) => `${known.slice(0, -1).join(', ')} or ${known.at(-1)}`,
  'setting.given-with': ({ key }: { key: string }) => `given where ${key} is`,
  'setting.given-nested': 'given for nested depths',
} as const satisfies Sentences;

type StepsAtStrength = { sampler: string; limit: number; strength: number; given: number };

function oneOf(known: readonly string[]): string {
  return known.length === 0 ? 'there is none here' : `it must be one of ${known.join(', ')}`;
}
