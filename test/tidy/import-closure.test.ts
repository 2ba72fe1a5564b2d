import { expect, it } from 'vitest';
import { importClosure } from '#test/tidy/import-closure.ts';

/** What a machine needs beside Node and the project's own files to check its card; little enough to be carried there. */
const OF_THE_CHECK = ['koffi', 'onnxruntime-node', 'protobufjs', 'zod'];

/** What an engine has elsewhere, and does without there (test/bench/gpu/bare-engine.ts). */
const DONE_WITHOUT = ['sharp'];

it('gpu:check runs with four packages, in all of its processes and threads', () => {
  const { files, packages } = importClosure('test/bench/gpu-check.ts');
  const parts = ['attention-kernels', 'cold-start', 'first-picture', 'matrix'].map(
    (name) => `test/bench/gpu/${name}-child.ts`,
  );
  const threads = ['probe-process.ts', 'recording-thread.ts'].map((name) => `renderer/engine/runtime/${name}`);
  const engine = 'renderer/engine/process/engine-process.ts';
  for (const file of [...parts, ...threads, engine]) expect(files).toContain(file);
  const others = [...packages].filter(([name]) => ![...OF_THE_CHECK, ...DONE_WITHOUT].includes(name));
  expect(others.map(([name, file]) => `${file} loads ${name}`)).toEqual([]);
  expect([...packages.keys()].sort()).toEqual([...OF_THE_CHECK, ...DONE_WITHOUT].sort());
});
