import { describe, expect, it } from 'vitest';
import { type PictureSettings, parametersText } from '#renderer/engine/image/parameters.ts';
import { SAMPLERS } from '#renderer/engine/samplers/samplers.ts';

const plain: PictureSettings = {
  prompt: 'a red house',
  negative: '',
  model: 'demo',
  modelHash: null,
  vae: null,
  adapters: [],
  imagePrompts: [],
  sampler: 'lcm',
  sigmas: 'default',
  spacing: null,
  eta: null,
  steps: 4,
  guidance: 1,
  guidanceRescale: 0,
  weighting: 'a1111',
  seed: 7,
  width: 512,
  height: 768,
  clipSkip: 0,
  source: null,
  hires: null,
  refiner: null,
};

function check(change: Partial<PictureSettings>, expected: readonly string[]) {
  expect(parametersText({ ...plain, ...change }).split('\n')).toEqual(expected);
}

const TAIL = 'Seed: 7, Size: 512x768, Model: demo, RNG: CPU, Version: Easel';

describe('the parameters text', () => {
  it('is prompt and settings', () => check({}, ['a red house', `Steps: 4, Sampler: LCM, CFG scale: 1, ${TAIL}`]));

  it('has the negative prompt on a line of its own', () =>
    check({ negative: 'fog, rain' }, [
      'a red house',
      'Negative prompt: fog, rain',
      `Steps: 4, Sampler: LCM, CFG scale: 1, ${TAIL}`,
    ]));

  it('names the IP-Adapters that pictures were read by, how strongly each acted, and what was taken of it', () => {
    const imagePrompts = [
      { adapter: 'plus', strengths: [0.6], scope: 'all' },
      { adapter: 'base', strengths: [0.8, 0.2], scope: 'style' },
    ];
    const [before, after] = TAIL.split(', RNG');
    check({ imagePrompts }, [
      'a red house',
      `Steps: 4, Sampler: LCM, CFG scale: 1, ${before}, IP-Adapter: plus 0.6; base 0.8 0.2 style, RNG${after}`,
    ]);
  });

  it('names control networks as the ControlNet extension of A1111 does', () => {
    const unit = {
      network: 'canny-sd15',
      method: 'canny',
      weight: 0.800000011920929,
      start: 0,
      end: 0.5,
      guess: false,
    };
    const [before, after] = TAIL.split(', RNG');
    check({ controls: [unit] }, [
      'a red house',
      `Steps: 4, Sampler: LCM, CFG scale: 1, ${before}, ControlNet 0: "Module: canny, Model: canny-sd15, Weight: 0.8, ` +
        `Resize Mode: Just Resize, Guidance Start: 0, Guidance End: 0.5, Control Mode: Balanced", RNG${after}`,
    ]);
  });

  it('names adapters in the prompt, as A1111 reads them', () =>
    check(
      {
        adapters: [
          { name: 'lcm', weight: 1 },
          { name: 'ink', weight: 0.8 },
          { name: 'oil', weight: 0.7, textWeight: 0.2 },
        ],
      },
      ['a red house <lora:lcm:1> <lora:ink:0.8> <lora:oil:0.2:0.7>', `Steps: 4, Sampler: LCM, CFG scale: 1, ${TAIL}`],
    ));

  it('names spacing, and counts clip skip from one', () =>
    check({ sampler: 'dpmpp_2m', sigmas: 'karras', guidance: 6.5, clipSkip: 1 }, [
      'a red house',
      'Steps: 4, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 7, Size: 512x768, Model: demo, ' +
        'Clip skip: 2, RNG: CPU, Version: Easel',
    ]));

  it('calls trailing timesteps as A1111 does, and names others', () => {
    const line = (type: string) => `Steps: 4, Sampler: Euler, ${type}, CFG scale: 1, ${TAIL}`;
    check({ sampler: 'euler', spacing: 'trailing' }, ['a red house', line('Schedule type: SGM Uniform')]);
    check({ sampler: 'euler', spacing: 'leading' }, ['a red house', line('Timestep spacing: leading')]);
  });

  it('names every sampler as other programs do', () => {
    const titles = SAMPLERS.map(({ name }) => /Sampler: ([^,]*)/.exec(parametersText({ ...plain, sampler: name }))![1]);
    expect(titles).toEqual([
      ...['LCM', 'TCD', 'DDIM', 'DDPM', 'PLMS', 'Euler', 'Euler a', 'Heun', 'LMS', 'DPM++ 2M', 'DPM++ 2M SDE'],
      ...['DPM++ 2S', 'UniPC', 'DEIS', 'DPM2', 'DPM2 a'],
    ]);
  });

  it('says by which hash a model and its VAE are found', () =>
    check({ modelHash: '6ce0161689', vae: { name: 'fine.safetensors', hash: 'c6a580b13a' } }, [
      'a red house',
      'Steps: 4, Sampler: LCM, CFG scale: 1, Seed: 7, Size: 512x768, Model hash: 6ce0161689, Model: demo, ' +
        'VAE hash: c6a580b13a, VAE: fine.safetensors, Hashes: {"model":"6ce0161689","vae":"c6a580b13a"}, RNG: CPU, ' +
        'Version: Easel',
    ]));

  it('says by which hashes A1111 and Civitai find adapters', () => {
    const inked = { name: 'ink', weight: 0.8, hash: '0123456789', weightsHash: 'abcdef012345' };
    const other = { name: 'other', weight: 1, hash: 'aaaaaaaaaa', weightsHash: 'bbbbbbbbbbbb' };
    const [before, after] = TAIL.split(', RNG');
    check({ adapters: [inked, other, { name: 'unread', weight: 1, hash: null }] }, [
      'a red house <lora:ink:0.8> <lora:other:1> <lora:unread:1>',
      `Steps: 4, Sampler: LCM, CFG scale: 1, ${before}, Lora hashes: "ink: abcdef012345, other: bbbbbbbbbbbb", ` +
        `Hashes: {"lora:ink":"0123456789","lora:other":"aaaaaaaaaa"}, RNG${after}`,
    ]);
  });

  it('quotes a value that holds a separator', () =>
    check({ model: 'ink, v2: final' }, [
      'a red house',
      'Steps: 4, Sampler: LCM, CFG scale: 1, Seed: 7, Size: 512x768, Model: "ink, v2: final", RNG: CPU, Version: Easel',
    ]));
});
