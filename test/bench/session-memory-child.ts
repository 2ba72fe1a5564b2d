import { readFileSync } from 'node:fs';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { openByBinding } from '#renderer/engine/runtime/binding-session.ts';
import { openBound } from '#renderer/engine/runtime/bound-graph.ts';
import { graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import type { OpenGraph } from '#renderer/engine/runtime/open-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { type SessionMemory, type SessionWay, SIDE, WEIGHT } from '#test/bench/session-memory.ts';

/*
 * What one graph of large weights takes by one way, and leaves: session-memory-child.ts WAY WEIGHTS TIMES. Prints a
 * SessionMemory as JSON.
 */
const [way, weights] = process.argv.slice(2) as [SessionWay, string];
const times = Number(process.argv[4]);
const options = { provider: 'cpu', threads: 1, optimisation: 'extended', arena: true, spins: false } as const;

const graph = Graph.over(await readSafetensors(weights), {
  ...graphTargetOf('cpu'),
  residency: 'prepacked',
  name: 'rows',
});
const x = graph.input('x', 'float', ['n', SIDE]);
graph.output('y', graph.op('MatMul', [x, graph.weight(WEIGHT, [SIDE, SIDE])]), ['n', SIDE]);
const built = graph.build();
const feeds = { x: { dims: [1, SIDE], numbers: new Float32Array(SIDE).fill(1) } };

// The first has the library loaded and its threads and arenas made, which stay for good.
await openAndRelease();
const before = anonymousMib();
const open = await openAndRelease();
for (let i = 1; i < times; i++) await openAndRelease();
const memory: SessionMemory = { openMib: open - before, leftMib: anonymousMib() - before };
process.stdout.write(`${JSON.stringify(memory)}\n`);

function opened(): Promise<OpenGraph> {
  if (way === 'binding') return openByBinding(built, options);
  return (way === 'bound' ? openBound : openNative)(ortLibrary()!, built, options);
}

/** What there was while it was open. */
async function openAndRelease(): Promise<number> {
  const session = await opened();
  for (let run = 0; run < 2; run++) await session.run(feeds, ['y'], null);
  const mib = anonymousMib();
  await session.release();
  return mib;
}

function anonymousMib(): number {
  return Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
}
