import { describe, it } from 'vitest';
import { expectMerged } from '#test/renderer/engine/networks/merged-loras.ts';

describe('LoRAs merged where the UNet computes', () => {
  it.each(['sd15_layers1', 'sdxl'] as const)('equal weights that were merged in files, all of them: %s', (name) =>
    expectMerged(name, /./),
  );
});
