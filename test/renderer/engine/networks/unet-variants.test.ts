import { expect, it } from 'vitest';
import type { AdaptableSession } from '#renderer/engine/networks/adaptable-session.ts';
import { createUNetVariants, PLAIN, type UNetVariant, variantIn } from '#renderer/engine/networks/unet-variants.ts';

it('the graphs of a UNet are opened when they are first wanted, and given back by what they were opened for', async () => {
  const released: string[] = [];
  const session = (name: string): AdaptableSession => ({
    run: () => Promise.reject(new Error('nothing is run here')),
    release: async () => void released.push(name),
  });
  const opened: string[] = [];
  const open = async ({ steered }: UNetVariant) => {
    const name = steered.features ? 'features' : 'residuals';
    opened.push(name);
    return session(name);
  };
  const variants = createUNetVariants(session('plain'), open);
  const residuals = variantIn(['encoder_hidden_states', 'control_0', 'control_mid']);
  const features = variantIn(['encoder_hidden_states', 'features_0']);
  await variants.of(PLAIN);
  for (const variant of [residuals, features, residuals]) await variants.of(variant);
  expect(opened).toEqual(['residuals', 'features']);
  await variants.close('images');
  expect(released).toEqual([]);
  await variants.close('steered');
  expect(released.toSorted()).toEqual(['features', 'residuals']);
  await variants.of(residuals);
  await variants.release();
  expect(released.slice(2)).toEqual(['plain', 'residuals']);
});
