import { describe, it } from 'vitest';
import { golden } from '#test/renderer/engine/graph/golden.ts';
import { asOpened, checkUNet } from '#test/renderer/engine/graph/nets/golden-unet.ts';

describe('buildUNet', () => {
  for (const name of Object.keys(golden.unet)) {
    it(`gives the numbers of diffusers for ${name}`, () => checkUNet(name, asOpened));
  }
});
