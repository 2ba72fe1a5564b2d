import { describe, it } from 'vitest';
import { checkCase } from '#test/golden/check/check-case.ts';
import { VIDEO_PART } from '#test/golden/check/parts/video.ts';

describe('animate', () => {
  it('gives the film that diffusers gives, from what CLIP sees to the last frame', () =>
    checkCase(VIDEO_PART, 'pipelines nocfg'));

  it('takes the steps that diffusers takes', () => checkCase(VIDEO_PART, 'trajectory_6'));

  it('decodes frames chunk by chunk as diffusers does', () => checkCase(VIDEO_PART, 'vae decode_chunk2'));
});
