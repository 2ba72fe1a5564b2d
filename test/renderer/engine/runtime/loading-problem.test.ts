import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CUDA_PROVIDER } from '#renderer/engine/runtime/cuda-files.ts';
import { loadingProblem } from '#renderer/engine/runtime/loading-problem.ts';
import { cudaFolder } from '#renderer/engine/runtime/ort-files.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { probe } from '#renderer/engine/runtime/probe.ts';
import { sharedEnglish } from '#shared/text/english.ts';

const OPENED: string[] = [];

/** A linker that has all but these. */
const without = (...missing: readonly string[]) => ({
  load(file: string) {
    OPENED.push(file);
    if (missing.some((name) => file.endsWith(name)))
      throw new Error(`${basename(file)}: cannot open shared object file: No such file or directory`);
  },
});

describe("why CUDA's part cannot be loaded", () => {
  it('is told by the first of its files that the linker does not find', () => {
    const cuda = without('libcublas.so.13', 'libcuda.so.1');
    expect(loadingProblem(cuda, '/gpu/libonnxruntime.so.1')).toMatch(/^libcublas.so.13: cannot open/);
    expect(loadingProblem(without('libcuda.so.1'), '/gpu/libonnxruntime.so.1')).toMatch(/^libcuda.so.1: cannot open/);
    expect(loadingProblem(without(), '/gpu/libonnxruntime.so.1')).toBeNull();
    expect([OPENED[0], OPENED.at(-1)]).toEqual(
      ['shared', 'cuda'].map((name) => `/gpu/libonnxruntime_providers_${name}.so`),
    );
  });

  const isHere = existsSync('/dev/nvidiactl') || existsSync(join(cudaFolder(), CUDA_PROVIDER));
  it.skipIf(isHere || process.platform !== 'linux' || process.arch !== 'x64')(
    'is what the trial of CUDA says',
    async () => {
      expect(ortLibrary()).not.toBeNull();
      const { refusal } = await probe('cuda');
      expect(sharedEnglish.say(refusal!)).toBe(
        'libonnxruntime_providers_shared.so is not installed: npm run gpu:install',
      );
    },
  );
});
