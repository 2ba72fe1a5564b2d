import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { requireKnownKeys, schedulerKind } from '#renderer/engine/samplers/scheduler-keys.ts';

/** Every key of every scheduler class of diffusers, with the values that the class has of its own. */
const { classes }: { readonly classes: Readonly<Record<string, Readonly<Record<string, unknown>>>> } = JSON.parse(
  readFileSync(new URL('../../../golden/scheduler-classes.json', import.meta.url), 'utf8'),
);

const DRAWN = [
  'DDIM DDIMParallel DDPM DDPMParallel DEISMultistep DPMSolverMultistep DPMSolverSDE DPMSolverSinglestep',
  'EDMDPMSolverMultistep EDMEuler EulerAncestralDiscrete EulerDiscrete HeunDiscrete KDPM2AncestralDiscrete',
  'KDPM2Discrete LCM LMSDiscrete PNDM SASolver TCD UniPCMultistep',
].flatMap((line) => line.split(' '));

describe('what a scheduler_config.json says is obeyed or refused by name', () => {
  it.each(Object.keys(classes))('%s is followed, or its name is in the refusal', (name) => {
    const read = () => parseNoiseSchedule({ _class_name: name, ...classes[name] });
    if (DRAWN.includes(name.replace(/Scheduler$/, ''))) expect(read().alphasCumprod.length).toBeGreaterThan(1);
    else expect(read).toThrow(`Cannot use scheduler_config.json: _class_name must be a scheduler`);
  });

  it('a key that nobody knows is refused by its name, but for one that is off', () => {
    expect(() => requireKnownKeys({ use_new_sigmas: true })).toThrow('use_new_sigmas is not known here');
    expect(() => requireKnownKeys({ ['a\nb'.padEnd(500, 'x')]: 0.5 })).toThrow(/json: a bx{77}… is not known/);
    expect(() => requireKnownKeys({ use_new_sigmas: false, new_sigma: null })).not.toThrow();
  });

  it.each([
    ['timestep_type', 'continuous', 'discrete'],
    ['interpolation_type', 'log_linear', 'linear'],
    ['use_flow_sigmas', true, 'false'],
    ['use_dynamic_shifting', true, 'false'],
    ['shift_terminal', 0.1, 'null'],
    ['solver_p', ['DPM'], 'null'],
    ['predict_x0', false, 'true'],
    ['predict_epsilon', false, 'true'],
    ['variance_type', 'learned_range', 'fixed_small'],
  ])('%s draws otherwise with %j, and is refused', (key, value, only) => {
    expect(() => requireKnownKeys({ [key]: value })).toThrow(`${key} must be ${only}, given ${JSON.stringify(value)}`);
  });
});

describe('schedulerKind', () => {
  it('takes a file without a class, and one for Flax, for the usual kind', () => {
    expect([schedulerKind({}), schedulerKind({ _class_name: 'FlaxDDIMScheduler' })]).toEqual(['betas', 'betas']);
    expect(schedulerKind({ _class_name: 'EDMEulerScheduler' })).toBe('edm');
  });

  it.each(['FlowMatchEulerDiscreteScheduler', 'DDIMInverseScheduler', 7])('refuses %s', (name) => {
    expect(() => schedulerKind({ _class_name: name })).toThrow(`given ${JSON.stringify(name)}`);
  });
});
