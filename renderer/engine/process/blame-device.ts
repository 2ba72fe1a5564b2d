import { type ProbeResult, probe } from '#renderer/engine/runtime/probe.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * What a render on this provider ends with: what was thrown, or `unavailable` where that was a fault of the program and
 * a trial shows that the device no longer computes: a driver was reset, or memory went bad. A file whose numbers
 * overflow fails as itself, as the trial goes well; a VAE that overflows in half precision alone has been run again in
 * float32 before that (exact-on-overflow.ts).
 */
export async function blameDevice(
  thrown: unknown,
  provider: Provider,
  trial: (provider: Provider) => Promise<ProbeResult> = probe,
): Promise<unknown> {
  if (provider === 'cpu' || Failure.from(thrown).code !== 'internal') return thrown;
  const { refusal } = await trial(provider);
  return refusal === null ? thrown : failure('unavailable', 'device.sick', { provider }, { cause: thrown });
}
