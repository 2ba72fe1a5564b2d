import { openBound } from '#renderer/engine/runtime/bound-graph.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { allAtOnce, handOver, productGraph, sizeAfterSize } from '#test/renderer/engine/runtime/placed-values.ts';

/*
 * What graphs on WebGPU hand each other, in a process that finds a driver: device-places-child.ts WAY [sizes].
 * Prints the results as JSON in the last line.
 */
const way = process.argv[2];
const options = { provider: 'webgpu', threads: 0, optimisation: 'extended', arena: true, spins: true } as const;
const captures = way === 'recorded';
const open = () =>
  way === 'native'
    ? openNative(ortLibrary()!, productGraph(), options)
    : openBound(ortLibrary()!, productGraph(), { ...options, captures });
const results =
  way === 'at once'
    ? await allAtOnce('webgpu')
    : process.argv[3] === 'sizes'
      ? await sizeAfterSize(await open())
      : await handOver('webgpu', [await open(), await open()]);
process.stdout.write(`\n${JSON.stringify(results)}\n`);
