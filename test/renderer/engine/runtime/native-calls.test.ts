import { expect, it } from 'vitest';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { listenToNativeCalls } from '#renderer/engine/runtime/native-calls.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';

it('opening and every run of a session is told before it begins and after it ended, also when it failed', async () => {
  const told: string[] = [];
  // Other files of this process may have made calls before.
  const ids: number[] = [];
  const own = (id: number) => {
    if (!ids.includes(id)) ids.push(id);
    return ids.indexOf(id) + 1;
  };
  listenToNativeCalls({
    began: ({ id, what, allowedMs }) => told.push(`${own(id)} ${what} ${allowedMs}`),
    ended: (id) => told.push(`${own(id)} ended`),
  });
  const graph = Graph.over(new Map(), { name: 'sum', dialect: portableDialect, residency: 'mapped' });
  const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float', ['n']));
  graph.output('y', graph.op('Add', [a!, b!]), ['n']);
  const session = await openSession(graph.build(), { provider: 'cpu', threads: 1 });
  const numbers = (...values: number[]) => ({ dims: [values.length], data: Float32Array.from(values) });
  await session.run({ a: numbers(1), b: numbers(2) });
  await expect(session.run({ a: numbers(1, 2), b: numbers(1, 2, 3) })).rejects.toThrow('Cannot run the sum');
  expect(told).toEqual(['1 sum 600000', '1 ended', '2 sum 600000', '2 ended', '3 sum 20000', '3 ended']);
  await session.release();
});
