import { expect, it } from 'vitest';
import { importClosure } from '#test/tidy/import-closure.ts';

/** What a machine needs beside Node and the project's own files to check its card; little enough to be carried there. */
const OF_THE_CHECK = ['koffi', 'onnxruntime-node', 'protobufjs'];

it('gpu:check runs with three packages, in all of its processes and threads', () => {
  const { files, packages } = importClosure('test/bench/gpu-check.ts');
  const parts = ['test/bench/gpu/cold-start-child.ts', 'test/bench/gpu/matrix-child.ts'];
  const threads = ['probe-process.ts', 'recording-thread.ts'].map((name) => `renderer/engine/runtime/${name}`);
  for (const file of [...parts, ...threads]) expect(files).toContain(file);
  const others = [...packages].filter(([name]) => !OF_THE_CHECK.includes(name));
  expect(others.map(([name, file]) => `${file} loads ${name}`)).toEqual([]);
  expect([...packages.keys()].sort()).toEqual(OF_THE_CHECK);
});
