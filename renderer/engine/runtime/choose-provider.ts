import type { Attention } from '#renderer/engine/runtime/graph-target.ts';
import { missingPart } from '#renderer/engine/runtime/missing-part.ts';
import { type ProbeResult, probe } from '#renderer/engine/runtime/probe.ts';
import { type ProbeOptions, probeApart } from '#renderer/engine/runtime/probe-apart.ts';
import { thisMachine } from '#renderer/engine/runtime/this-machine.ts';
import { PROVIDERS, type Provider } from '#shared/contract/bounds.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

export interface ProviderChoice {
  readonly provider: Provider;
  /** One sentence for the operator: which, and why not the others. */
  readonly reason: Message;
  /** How graphs must spell attention here. */
  readonly attention: Attention;
  /** What they compute in here, where that is not the provider's usual precision. */
  readonly precision?: 'float16';
  /** Whether graphs can have weights on the device in common; no when left out. */
  readonly sharesWeights?: boolean;
}

/** A provider that is left out, with why. */
interface LeftOut {
  readonly provider: Provider;
  readonly reason: Message;
}

/** Finds out whether a provider can be used here. */
export type Trial = (provider: Provider) => Promise<ProbeResult>;

/**
 * Finds what computes by running a small network on each provider in turn: `auto` tries all, a name tries only that one
 * and fails with its reason. What is set aside is tried only when it is asked for by name. ONNX Runtime itself never
 * falls back, and its list of backends is static.
 */
export async function chooseProvider(
  wish: Provider | 'auto',
  trial: Trial = tryHere(),
  setAside: readonly LeftOut[] = [],
): Promise<ProviderChoice> {
  const refusals: Message[] = [];
  for (const provider of wish === 'auto' ? PROVIDERS : [wish]) {
    const aside = wish === 'auto' ? setAside.find((each) => each.provider === provider) : undefined;
    const { refusal, ...found }: ProbeResult = aside
      ? { refusal: aside.reason, attention: 'fused' }
      : await trial(provider);
    if (refusal === null) return { provider, reason: reasonFor(provider, { wish, refusals }), ...found };
    refusals.push(message('device.refusal', { provider, reason: refusal }));
  }
  throw failure('unavailable', 'device.none', { provider: wish, refusals });
}

/** A GPU is tried in a process of its own, which may die of it; the CPU here. */
export function tryHere(options: ProbeOptions = {}): Trial {
  return async (provider) => {
    const missing = missingPart(provider, thisMachine());
    if (missing !== null) return { refusal: missing, attention: 'fused' };
    return provider === 'cpu' ? probe(provider) : probeApart(provider, options);
  };
}

function reasonFor(provider: Provider, why: { wish: string; refusals: readonly Message[] }): Message {
  if (why.wish !== 'auto') return message('device.asked-for');
  if (why.refusals.length === 0) return message('device.fastest', { provider });
  return message('device.refused', { refusals: why.refusals });
}
