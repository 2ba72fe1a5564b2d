import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { installCuda, removeCuda, requireCudaMachine } from '#renderer/cli/install-cuda.ts';
import { CUDA_LIBRARIES, CUDA_PROVIDER } from '#renderer/engine/runtime/cuda-files.ts';
import { ortVersion } from '#renderer/engine/runtime/ort-files.ts';
import { CUDA_WHEELS } from '#renderer/models/wheel/cuda-wheels.ts';
import { packageIndexClient } from '#renderer/models/wheel/package-index.ts';
import { readPackageIndexConfig } from '#shared/config/package-index.ts';
import { startFakeIndex, zipOf } from '#test/fakes/package-index.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function setUp() {
  const cuda = Buffer.from('machine code '.repeat(4_000));
  const bytes = zipOf({ 'onnx/lib.so': cuda, 'onnx/other.so': Buffer.from('not wanted') });
  const wheel = 'onnx_gpu-1.0-py3-none-any.whl';
  const index = await startFakeIndex({ project: 'onnx-gpu', file: wheel, bytes }, { speaks: 'json' });
  onTestFinished(() => index.close());
  const file = { path: 'onnx/lib.so', name: 'lib.so', size: cuda.length, sha256: sha256(cuda) };
  const names = { name: 'onnx-gpu', project: 'onnx-gpu', wheel, licence: 'MIT' };
  const library = join(scratch, 'libonnxruntime.so.1');
  await writeFile(library, 'the library');
  const lines: string[] = [];
  const output = { isTerminal: false, columns: 80, line: (text: string) => void lines.push(text), passing: () => {} };
  const install = {
    wheels: [{ ...names, size: bytes.length, sha256: sha256(bytes), files: [file] }],
    folder: join(scratch, 'gpu'),
    library,
    index: packageIndexClient(readPackageIndexConfig({ PIP_INDEX_URL: index.url })),
    clock: { now: () => 0, sleep: async () => {} },
    output,
    signal: new AbortController().signal,
  };
  return { install, index, lines, cuda };
}

describe('npm run gpu:install', () => {
  it('brings the files and the library beside them, says size and licence, and brings nothing twice', async () => {
    const { install, index, lines, cuda } = await setUp();
    await installCuda(install);
    expect(await readdir(install.folder)).toEqual(['lib.so', 'libonnxruntime.so.1']);
    expect(await readFile(join(install.folder, 'lib.so'))).toEqual(cuda);
    expect(lines.join('\n')).toMatch(/onnx-gpu: \d+ B, licence MIT\n.* to bring, 52\.0 kB on the disk/);
    const asked = index.asked.length;
    await installCuda(install);
    expect(index.asked.length).toBe(asked);
    expect(lines.at(-2)).toContain('onnx-gpu: all here');
  });

  it('goes on where it broke off', async () => {
    const { install, index } = await setUp();
    await removeCuda(install);
    index.breakAfter(40);
    await installCuda(install);
    expect(index.asked.some(({ range }) => range === 'bytes=40-')).toBe(true);
    expect(await readdir(install.folder)).toEqual(['lib.so', 'libonnxruntime.so.1']);
    await removeCuda(install);
    await expect(readdir(install.folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is for machines that the wheels are for', () => {
    expect(requireCudaMachine({ platform: 'linux', arch: 'x64' })).toBeUndefined();
    expect(() => requireCudaMachine({ platform: 'darwin', arch: 'arm64' })).toThrow(
      "Cannot install CUDA's files: they are for Linux x64, and this is darwin arm64",
    );
  });

  it('has the files that the engine loads, of the version of its library', () => {
    const names = CUDA_WHEELS.flatMap(({ files }) => files.map(({ name }) => name));
    expect(names.filter((name) => !name.includes('onnxruntime'))).toEqual(CUDA_LIBRARIES);
    expect(names).toContain(CUDA_PROVIDER);
    expect(CUDA_WHEELS[0]!.wheel).toContain(`onnxruntime_gpu-${ortVersion()}-`);
    for (const { sha256: hash, files } of CUDA_WHEELS)
      for (const hex of [hash, ...files.map((file) => file.sha256)]) expect(hex).toMatch(/^[0-9a-f]{64}$/);
  });
});
