import { describe, expect, it } from 'vitest';
import { cpuDialect, portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { asOpened, checkUNet, edgesOfUNet } from '#test/renderer/engine/graph/nets/golden-unet.ts';

/** The others differ from these in depth and channels; they are among the long tests. */
const EVERYDAY = ['sd15_layers1', 'sdxl', 'vega'];

describe('buildUNet', () => {
  for (const name of EVERYDAY) {
    it(`gives the numbers of diffusers for ${name}`, () => checkUNet(name, asOpened));
  }

  it('gives the same numbers with weights prepacked', () =>
    checkUNet('sd15_layers1', { dialect: cpuDialect, residency: 'prepacked' }));

  it('gives the same numbers in the portable dialect', () =>
    checkUNet('sd15_layers1', { dialect: portableDialect, residency: 'prepacked' }));

  it('treats edges like any other place where its convolutions see the opposite edge', async () => {
    expect(await edgesOfUNet('sd15_layers1', true)).toBeLessThan(1e-4);
    expect(await edgesOfUNet('sd15_layers1', false)).toBeGreaterThan(1e-3);
  });

  it('gives the same numbers in the portable dialect with weights mapped', () =>
    checkUNet('sdxl', { dialect: portableDialect, residency: 'mapped' }));
});
