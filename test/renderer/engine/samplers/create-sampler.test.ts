import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSampler } from '#renderer/engine/samplers/create-sampler.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { PlanOptions, Sampler } from '#renderer/engine/samplers/sampler.ts';
import { samplerNamed } from '#renderer/engine/samplers/samplers.ts';
import { mix, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { expectGolden, type GoldenTensor, input, golden as recorded } from '#test/renderer/engine/graph/golden.ts';
import { close, LATENTS, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';
import { BASE_L } from '#test/renderer/engine/samplers/upstream-loop.ts';

/** A run of diffusers; test/golden/README.md says what each part means. */
interface GoldenRun {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly n: number;
  readonly strength?: number;
  readonly within?: boolean;
  readonly from?: number;
  readonly to?: number;
  readonly mend?: boolean;
  readonly eta?: number;
  readonly order?: 1 | 2 | 3;
  readonly draws: number;
  readonly timesteps: readonly number[];
  readonly last: readonly [number, number, number];
}

const RUNS = ['samplers.json', 'scheduler-files.json'].flatMap(
  (file) => JSON.parse(readFileSync(new URL(`../../../golden/${file}`, import.meta.url), 'utf8')) as GoldenRun[],
);
const NAMES = [...new Set(RUNS.map(({ name }) => name))];

const hashed = new Map<string, Tensor>();
function latentsOf(name: string): Tensor {
  const found = hashed.get(name) ?? input(name, LATENTS);
  hashed.set(name, found);
  return found;
}

function optionsOf({ config, n, strength, within, from, to, eta, order }: GoldenRun): PlanOptions {
  const original = latentsOf('in:x0');
  const start = strength === undefined ? from && { original, strength: 1 } : { original, strength, within: !!within };
  return {
    schedule: parseNoiseSchedule({ ...BASE_L, ...config }),
    steps: n,
    sigmas: null,
    ...(start ? { start } : {}),
    ...(from || to ? { part: { ...(from ? { from } : {}), ...(to ? { to } : {}) } } : {}),
    ...(eta === undefined ? {} : { eta }),
    ...(order === undefined ? {} : { order }),
  };
}

/** Runs as the golden run did, and gives the worst difference of the last numbers, relative to max(1, |x|). */
async function checkRun(golden: GoldenRun): Promise<void> {
  const sampler = samplerNamed(golden.name);
  const options = optionsOf(golden);
  let draws = 0;
  const asked: { input: Tensor; t: number }[] = [];
  let latents = latentsOf('in:latent');
  const run = sampler.sample(
    async (x, t) => {
      asked.push({ input: x, t });
      return latentsOf(`eps:${asked.length - 1}`);
    },
    latents,
    {
      ...options,
      noise: () => latentsOf(`noise:${draws++}`),
      replaceLatents: ({ latents, renoise }) =>
        golden.mend ? mix(0.5, latents, 0.5, renoise(latentsOf('in:x0'), latentsOf('in:n'))) : latents,
    },
  );
  for await (const step of run) latents = step.latents;
  expect(draws).toBe(golden.draws);
  const timesteps = asked.map(({ t }) => t);
  expect(sampler.plan(options).timesteps).toEqual(timesteps);
  expect(timesteps).toHaveLength(golden.timesteps.length);
  golden.timesteps.forEach((t, i) => {
    close(timesteps[i]!, t, TIMESTEP_BOUND[golden.name] ?? 1e-6);
  });
  const actual = [asked.at(-1)!.input.data[85]!, latents.data[0]!, latents.data[170]!];
  golden.last.forEach((value, i) => {
    close(actual[i]!, value, 2e-5);
  });
}

/** Near timestep 0 kdpm2_a's middles are a difference of almost equal float32 numbers. */
const TIMESTEP_BOUND: Readonly<Record<string, number>> = { kdpm2_a: 1e-4 };

describe('createSampler', () => {
  it.each(NAMES)('goes with %s where diffusers goes, from noise or a picture, whole or in part', async (name) => {
    for (const golden of RUNS.filter((one) => one.name === name)) {
      await checkRun(golden).catch((error: Error) => {
        const { timesteps: _, last: _last, ...setting } = golden;
        throw new Error(`${JSON.stringify(setting)}: ${error.message}`);
      });
    }
  });

  it('spaces timesteps as was asked for, whatever the file says', () => {
    const plan = (config: object, spacing?: 'trailing') => {
      const schedule = parseNoiseSchedule({ ...BASE_L, ...config });
      return samplerNamed('euler').plan({ schedule, steps: 4, sigmas: null, ...(spacing && { spacing }) }).timesteps;
    };
    const trailing = [999, 749, 499, 249];
    expect(plan({ timestep_spacing: 'trailing' })).toEqual(trailing);
    expect(plan({ timestep_spacing: 'leading' }, 'trailing')).toEqual(trailing);
    expect(plan({ timestep_spacing: 'leading', use_karras_sigmas: true }, 'trailing')).toEqual(trailing);
  });

  it.each([
    ['lcm', {}],
    ['tcd', {}],
    ['dpmpp_2s', {}],
    ['euler', { _class_name: 'EDMEulerScheduler' }],
  ])('refuses to space the timesteps of %s, which are its own, with %j', (name, config) => {
    const schedule = parseNoiseSchedule({ ...BASE_L, ...config });
    expect(() => samplerNamed(name).plan({ schedule, steps: 4, sigmas: null, spacing: 'trailing' })).toThrow(
      `Cannot sample with ${name}: its timesteps are fixed for this model, so spacing must be left out, given trailing`,
    );
  });

  it('draws with models whose time is sigma only as diffusers does', () => {
    const schedule = parseNoiseSchedule({ _class_name: 'EDMEulerScheduler' });
    expect(() => samplerNamed('ddim').plan({ schedule, steps: 4, sigmas: null })).toThrow(
      'Cannot sample with ddim: a model with an EDM scheduler is drawn with one of euler, dpmpp_2m, dpmpp_2m_sde',
    );
    expect(() => samplerNamed('euler').plan({ schedule, steps: 4, sigmas: 'beta' })).toThrow(
      'Cannot sample with euler: sigmas must be one of default, karras, exponential, given beta',
    );
  });

  it('refuses a spacing of the sigmas that the sampler does not know', () => {
    const options = { schedule: parseNoiseSchedule(BASE_L), steps: 4, sigmas: 'karras' } as const;
    expect(() => samplerNamed('ddim').plan(options)).toThrow(
      'Cannot sample with ddim: sigmas must be one of default, given karras',
    );
  });
});

describe('a start from a picture', () => {
  const { add_noise } = recorded as unknown as {
    readonly add_noise: readonly {
      readonly name: string;
      readonly n: number;
      readonly strength: number;
      readonly t_start: number;
      readonly timesteps: readonly number[];
      readonly out: GoldenTensor;
    }[];
  };
  const OURS: Readonly<Record<string, string>> = {
    LCM: 'lcm',
    DDIM: 'ddim',
    EulerDiscrete: 'euler',
    EulerAncestral: 'euler_a',
    'DPM++2M_karras': 'dpmpp_2m',
    UniPC: 'unipc',
  };

  it.each(add_noise.map((one) => [one.name, one] as const))('is the noised picture of %s', async (name, golden) => {
    const [[, , { config }]] = trajectories(name) as [ReturnType<typeof trajectories>[number]];
    const original = latentsOf('in:x0');
    const options = { schedule: parseNoiseSchedule(config), steps: golden.n, sigmas: null };
    const start = { original, strength: golden.strength };
    const sampler = samplerNamed(OURS[name]!);
    expect(sampler.plan({ ...options, start }).timesteps).toEqual(golden.timesteps);
    // The same level as the one a whole run has reached there.
    const zero = tensor(LATENTS);
    const noised: Tensor[] = [];
    for await (const { renoise } of sampler.sample(async () => zero, zero, { ...options, noise: () => zero })) {
      noised.push(renoise(original, latentsOf('in:n')));
    }
    expectGolden(noised[golden.t_start - 1]!, golden.out, 1e-5);
    const first = sampler.sample(async (x) => x, latentsOf('in:n'), { ...options, start, noise: () => zero });
    expect((await first.next()).value).toMatchObject({ step: 1, steps: golden.timesteps.length });
  });
});

describe('the steps of a sampler', () => {
  const schedule = parseNoiseSchedule(BASE_L);
  const zero = tensor(LATENTS);
  const options = { schedule, steps: 4, sigmas: 'default', noise: () => zero } as const;

  async function stepsOf(sampler: Sampler, more: object = {}) {
    const seen = [];
    for await (const step of sampler.sample(async (x) => x, zero, { ...options, ...more })) seen.push(step);
    return seen;
  }

  it('are yielded once each, though heun asks twice, and say where they set out', async () => {
    let mended = 0;
    const replaceLatents = ({ latents }: { latents: Tensor }) => {
      mended++;
      return latents;
    };
    const seen = await stepsOf(samplerNamed('heun'), { replaceLatents });
    expect(seen.map(({ step, steps, timestep }) => [step, steps, timestep])).toEqual([
      [1, 4, 999],
      [2, 4, 666],
      [3, 4, 333],
      [4, 4, 0],
    ]);
    expect(mended).toBe(7);
  });

  it('yield the latents that replace them', async () => {
    const own = tensor(LATENTS);
    const seen = await stepsOf(samplerNamed('euler'), { replaceLatents: () => own });
    expect(seen.every(({ latents }) => latents === own)).toBe(true);
  });

  it('noise a picture to the level of their latents, in the form of the sampler, and not after the last', async () => {
    const one = { dims: LATENTS, data: new Float32Array(256).fill(1) };
    const levels = async (name: string) =>
      (await stepsOf(samplerNamed(name))).map(({ renoise }) => [
        renoise(one, zero).data[0]!,
        renoise(zero, one).data[0]!,
      ]);
    const exploding = await levels('euler');
    const preserving = await levels('ddim');
    expect(exploding.map(([clean]) => clean)).toEqual([1, 1, 1, 1]);
    expect(exploding.at(-1)).toEqual([1, 0]);
    expect(preserving.at(-1)).toEqual([1, 0]);
    for (const [alpha, sigma] of preserving.slice(0, 3)) expect(alpha! ** 2 + sigma! ** 2).toBeCloseTo(1, 6);
  });

  it('count within the run where only a part of it is left', async () => {
    const seen = await stepsOf(samplerNamed('euler'), { steps: 10, start: { original: zero, strength: 0.35 } });
    expect(seen.map(({ step, steps }) => [step, steps])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it('come from a method of a few lines', async () => {
    const halving = createSampler({
      name: 'halving',
      spacings: ['default'],
      begin: () => ({
        sampling: { timesteps: [2, 1], levels: [] },
        move: ({ latents }) => ({ latents: mix(0.5, latents, 0, latents), denoised: latents }),
      }),
    });
    const eight = { dims: [1], data: Float32Array.of(8) };
    const seen = [];
    for await (const { latents } of halving.sample(async (x) => x, eight, options)) seen.push(latents.data[0]);
    expect(seen).toEqual([4, 2]);
    expect(halving.hasKarras).toBe(false);
  });
});
