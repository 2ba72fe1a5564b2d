import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CudaInstall, installCuda, removeCuda, requireCudaMachine } from '#renderer/cli/install-cuda.ts';
import { CUDA_ENTRIES, CUDA_LIBRARIES, CUDA_PROVIDER, PROVIDER_BRIDGE } from '#renderer/engine/runtime/cuda-files.ts';
import { ortVersion } from '#renderer/engine/runtime/ort-files.ts';
import { CUDA_WHEELS } from '#renderer/models/wheel/cuda-wheels.ts';
import { packageIndexClient } from '#renderer/models/wheel/package-index.ts';
import type { WheelSource } from '#renderer/models/wheel/wheel-source.ts';
import { readPackageIndexConfig } from '#shared/config/package-index.ts';
import { startFakeIndex, zipOf } from '#test/fakes/package-index.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const WHEEL = 'onnx_gpu-1.0-py3-none-any.whl';
let count = 0;

async function setUp() {
  const cuda = Buffer.from('machine code '.repeat(4_000));
  const bytes = zipOf({ 'onnx/lib.so': cuda, 'onnx/other.so': Buffer.from('not wanted') });
  const index = await startFakeIndex({ project: 'onnx-gpu', file: WHEEL, bytes }, { speaks: 'json' });
  onTestFinished(() => index.close());
  const file = { path: 'onnx/lib.so', name: CUDA_PROVIDER, size: cuda.length, sha256: sha256(cuda) };
  const names = { name: 'onnx-gpu', project: 'onnx-gpu', wheel: WHEEL, licence: 'MIT' };
  const library = join(scratch, 'libonnxruntime.so.1');
  await writeFile(library, 'the library');
  const lines: string[] = [];
  const passed: string[] = [];
  const output = {
    isTerminal: false,
    columns: 80,
    line: (text: string) => void lines.push(text),
    passing: (text: string | null) => void passed.push(text ?? ''),
  };
  const install: CudaInstall = {
    wheels: [{ ...names, size: bytes.length, sha256: sha256(bytes), files: [file] }],
    folder: join(scratch, `gpu-${++count}`, '1.30.0'),
    library,
    isProviderOnly: false,
    machine: { driver: '580.65.06', finds: () => true },
    index: packageIndexClient(readPackageIndexConfig({ PIP_INDEX_URL: index.url })),
    clock: { now: () => 0, sleep: async () => {} },
    output,
    signal: new AbortController().signal,
  };
  return { install, index, lines, passed, cuda, bytes };
}

/** Of NVIDIA's, on no index. */
const CUDNN: WheelSource = {
  ...{ name: 'cudnn', project: 'cudnn', wheel: 'cudnn-9-py3-none-any.whl', size: 500, sha256: '', licence: 'NVIDIA' },
  files: ['libcudnn_ops.so.9', 'libcudnn.so.9'].map((name) => ({ path: `lib/${name}`, name, size: 900, sha256: '' })),
};

describe('npm run gpu:install', () => {
  it('brings the files and the library beside them, says size and licence, and brings nothing twice', async () => {
    const { install, index, lines, passed, cuda, bytes } = await setUp();
    await installCuda(install);
    expect(await readdir(install.folder)).toEqual(['libonnxruntime.so.1', CUDA_PROVIDER]);
    expect(await readFile(join(install.folder, CUDA_PROVIDER))).toEqual(cuda);
    expect(lines).toEqual([
      `To ${install.folder}`,
      `  onnx-gpu: ${bytes.length} B, licence MIT`,
      "NVIDIA's driver is 580.65.06",
      `${bytes.length} B to bring, 52.0 kB on the disk`,
      '  onnx-gpu: here, 0 s',
      'Installed. npm run gpu:check shows whether the card computes right, and how fast',
    ]);
    expect(passed).toContain(`  onnx-gpu: ${bytes.length} B of ${bytes.length} B`);
    const asked = index.asked.length;
    await installCuda(install);
    expect(index.asked.length).toBe(asked);
    expect(lines).toContain('  onnx-gpu: all here, licence MIT');
  });

  it('goes on where it broke off', async () => {
    const { install, index } = await setUp();
    index.breakAfter(40);
    await installCuda(install);
    expect(index.asked.some(({ range }) => range === 'bytes=40-')).toBe(true);
    expect(await readdir(install.folder)).toEqual(['libonnxruntime.so.1', CUDA_PROVIDER]);
  });

  it('goes on in another run after one that was stopped', async () => {
    const { install, index, lines, bytes } = await setUp();
    const stop = new AbortController();
    index.breakAfter(60);
    const clock = { now: () => 0, sleep: async () => stop.abort(new Error('stopped')) };
    await expect(installCuda({ ...install, clock, signal: stop.signal })).rejects.toThrow('stopped');
    await installCuda(install);
    expect(lines).toContain(`${bytes.length - 60} B to bring, 52.0 kB on the disk`);
    expect(index.asked.at(-1)?.range).toBe('bytes=60-');
    expect(await readdir(install.folder)).toEqual(['libonnxruntime.so.1', CUDA_PROVIDER]);
  });

  it('unpacks what a run has brought that died before it was unpacked', async () => {
    const { install, index, bytes, cuda } = await setUp();
    await mkdir(install.folder, { recursive: true });
    await writeFile(join(install.folder, `.${WHEEL}`), bytes);
    await installCuda(install);
    expect(index.asked).toEqual([]);
    expect(await readFile(join(install.folder, CUDA_PROVIDER))).toEqual(cuda);
    expect(await readdir(install.folder)).toEqual(['libonnxruntime.so.1', CUDA_PROVIDER]);
  });

  it('leaves CUDA to the machine where that has it, and says which libraries it does not find there', async () => {
    const { install, lines } = await setUp();
    const machine = { driver: null, finds: (name: string) => !name.startsWith('libcudnn') };
    const wheels = [...install.wheels, CUDNN];
    await installCuda({ ...install, wheels, isProviderOnly: true, machine });
    expect(await readdir(install.folder)).toEqual(['libonnxruntime.so.1', CUDA_PROVIDER]);
    expect(lines).toContain("  cudnn: left out, this machine's own is used, licence NVIDIA");
    expect(lines).toContain(
      'Not found on this machine: libcudnn.so.9; put their folder into LD_LIBRARY_PATH, ' +
        'or have them brought: npm run gpu:install',
    );
    await installCuda({ ...install, wheels, isProviderOnly: true });
    expect(lines.filter((line) => line.startsWith('Not found'))).toHaveLength(1);
  });

  it.each([
    ['535.104.05', "NVIDIA's driver is 535.104.05, which is too old: CUDA 13 needs 580 or newer"],
    [null, "NVIDIA's driver is not loaded here, or does not tell its version: CUDA 13 needs 580 or newer"],
  ])('says before it brings anything what the driver lacks: %s', async (driver, line) => {
    const { install, lines } = await setUp();
    await installCuda({ ...install, machine: { ...install.machine, driver } });
    expect(lines.indexOf(line)).toBe(2);
  });

  it('asks for no byte that the disk has no room for', async () => {
    const { install, index } = await setUp();
    const wheels = [...install.wheels, { ...CUDNN, size: 2 ** 52 }];
    await expect(installCuda({ ...install, wheels })).rejects.toThrow(
      /MiB are needed and [\d,]+ MiB are free; make room$/,
    );
    expect(index.asked).toEqual([]);
  });

  it('gives the disk back, and says what is there for other versions', async () => {
    const { install, lines } = await setUp();
    await installCuda(install);
    const parent = dirname(install.folder);
    await mkdir(join(parent, '1.29.0'));
    await removeCuda(install);
    expect(await readdir(parent)).not.toContain('1.30.0');
    expect(lines.slice(-2)).toEqual([
      `Removed ${install.folder}, 52.0 kB`,
      `${parent} also has 1.29.0: of use to other versions of Easel alone`,
    ]);
    await removeCuda(install);
    expect(lines.at(-1)).toBe(`Nothing is installed in ${install.folder}`);
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
    for (const name of [CUDA_PROVIDER, PROVIDER_BRIDGE]) expect(names).toContain(name);
    for (const name of CUDA_ENTRIES) expect(CUDA_LIBRARIES).toContain(name);
    expect(CUDA_WHEELS[0]!.wheel).toContain(`onnxruntime_gpu-${ortVersion()}-`);
    for (const { sha256: hash, files } of CUDA_WHEELS)
      for (const hex of [hash, ...files.map((file) => file.sha256)]) expect(hex).toMatch(/^[0-9a-f]{64}$/);
  });
});
