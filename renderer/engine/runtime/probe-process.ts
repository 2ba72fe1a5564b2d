// Tries one provider, named in the first argument, and tells the parent what it found: whether it computes, and then whether
// graphs of it can share weights, which fewer drivers may.

import { graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { type ProbeResult, probe, probeImage } from '#renderer/engine/runtime/probe.ts';
import { canShare } from '#renderer/engine/runtime/probe-sharing.ts';
import { PROVIDERS } from '#shared/contract/bounds.ts';

process.on('disconnect', () => process.exit(0));
const provider = PROVIDERS.find((name) => name === process.argv[2]) ?? 'cpu';
const verdict = await probe(provider);
await tell(verdict);
if (verdict.refusal === null && provider !== 'cpu') {
  const target = graphTargetOf(provider, verdict.attention, verdict.precision);
  await tell({ ...verdict, sharesWeights: await canShare(provider, probeImage(), target) });
}
process.exit(0);

function tell(found: ProbeResult): Promise<void> {
  return new Promise((resolve) => void process.send?.(found, () => resolve()));
}
