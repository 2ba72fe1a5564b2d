import { describe, expect, it } from 'vitest';
import { checkCase, storedGolden } from '#test/golden/check/check-case.ts';
import { CONTROLNET_PARTS } from '#test/golden/check/parts/controlnet.ts';

const partOf = (name: string) => CONTROLNET_PARTS.find(({ key }) => key === `controlnet.${name}`)!;

describe('a control network', () => {
  it('gives the residuals of diffusers, and the UNet its noise with them, at a size that is no power of two', () =>
    checkCase(partOf('sdxl_18x14'), 'sdxl_18x14'));

  it('does so where it has no attention, as the small ones for SDXL', () =>
    checkCase(partOf('sdxl_small_14x20'), 'sdxl_small_14x20', storedGolden('control-families')));

  it('has exactly the weights that diffusers gives it', () => checkCase(partOf('net_sd15'), 'net_sd15'));

  it('is checked with every record of the file', () => {
    const { content } = storedGolden('control');
    const recorded = Object.keys(content.controlnet as object).map((name) => `controlnet.${name}`);
    const checked = CONTROLNET_PARTS.map(({ key }) => key);
    // The pipelines are a part of their own.
    expect(recorded.filter((key) => !checked.includes(key))).toEqual(['controlnet.pipelines']);
  });
});
