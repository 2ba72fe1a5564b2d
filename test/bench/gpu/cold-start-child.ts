import { chooseProvider } from '#renderer/engine/runtime/choose-provider.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import type { ColdStart } from '#test/bench/gpu/cold-start.ts';
import { leadingUnit } from '#test/bench/gpu/matrix-plan.ts';
import { runtimeWays } from '#test/bench/gpu/runtime-ways.ts';

/*
 * What a renderer does until its first step is there, in a process that has done nothing yet:
 * cold-start-child.ts PROVIDER FOLDER full|quick. Prints a ColdStart as JSON in the last line.
 */
const [provider, folder, size] = process.argv.slice(2) as [Provider, string, 'full' | 'quick'];
// Counted from the start of the process on.
const began = performance.now();
const { reason: _, ...found } = await chooseProvider(provider);
const chosen = performance.now();
const network = await leadingUnit(size).load(folder, { ...found, threads: 0 });
const graph = await runtimeWays(provider)[0].open(network.graph);
const opened = performance.now();
await graph.run(network.feeds(1), network.graph.outputs, null);
const drawn = performance.now();
const measured: Omit<ColdStart, 'totalMs' | 'attentionKernels'> = {
  processMs: began,
  providerMs: chosen - began,
  openMs: opened - chosen,
  firstStepMs: drawn - opened,
};
process.stdout.write(`\n${JSON.stringify(measured)}\n`);
await graph.release();
