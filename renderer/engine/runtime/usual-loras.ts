import { wantsPlaces } from '#shared/config/engine.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/**
 * How LoRAs come to a UNet. Merged ones cost nothing in a step, and the weights lie on the device once for all graphs:
 * where inputs have fixed places there, as no card has told yet which way wins. On the CPU they would lie twice in
 * memory, converted, where factors leave them in their file's mapping.
 */
export function usualLoras(provider: Provider): 'factors' | 'merged' {
  return provider !== 'cpu' && wantsPlaces() ? 'merged' : 'factors';
}
