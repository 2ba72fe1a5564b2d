import { expect, it } from 'vitest';
import { measureSessionMemory, SESSION_WAYS, writeMatrix } from '#test/bench/session-memory.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** Of 20 times 100 MiB; the rest is the heap of a process that has worked a little. */
const LEFT_MAX = 20;

it.skipIf(process.platform !== 'linux')(
  'a graph gives its memory back, and takes no more by the C API than by the binding',
  { timeout: 280_000 },
  async () => {
    const matrix = await writeMatrix(scratchFolder());
    const found = new Map<string, number>();
    for (const way of SESSION_WAYS) {
      const { openMib, leftMib } = await measureSessionMemory(way, { matrix, times: 20 });
      found.set(way, openMib);
      // Of the binding it is for comparison alone.
      if (way !== 'binding') expect(leftMib, way).toBeLessThan(LEFT_MAX);
    }
    const binding = found.get('binding')!;
    // Or it would say nothing of what is given back.
    expect(binding).toBeGreaterThan(90);
    for (const [way, openMib] of found) expect(openMib, way).toBeLessThan(binding + LEFT_MAX);
  },
);
