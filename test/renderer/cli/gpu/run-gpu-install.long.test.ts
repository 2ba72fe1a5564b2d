import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { CUDA_PROVIDER } from '#renderer/engine/runtime/cuda-files.ts';
import { ortVersion } from '#renderer/engine/runtime/ort-files.ts';
import { startFakeIndex, zipOf } from '#test/fakes/package-index.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();
const PROGRAM = fileURLToPath(new URL('./install-given-wheels.ts', import.meta.url));
const WHEEL = 'onnx_gpu-1.0-py3-none-any.whl';
const SIZE = 48_000_000;

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Numbers that do not compress. */
function noise(size: number): Buffer {
  const words = new Uint32Array(size / 4);
  for (let i = 0, state = 7; i < words.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    words[i] = state;
  }
  return Buffer.from(words.buffer);
}

it('npm run gpu:install is stopped by a Ctrl-C amid a large file, goes on there when it is run again, and is removed', async () => {
  const library = noise(SIZE);
  const bytes = zipOf({ 'onnx/lib.so': library }, { stored: true });
  const index = await startFakeIndex({ project: 'onnx-gpu', file: WHEEL, bytes }, { speaks: 'json' });
  onTestFinished(() => index.close());
  const file = { path: 'onnx/lib.so', name: CUDA_PROVIDER, size: SIZE, sha256: sha256(library) };
  const names = { name: 'onnx-gpu', project: 'onnx-gpu', wheel: WHEEL, licence: 'MIT' };
  const wheels = join(scratch, 'wheels.json');
  writeFileSync(wheels, JSON.stringify([{ ...names, size: bytes.length, sha256: sha256(bytes), files: [file] }]));
  const env = { ...process.env, WHEELS: wheels, EASEL_GPU_FILES: scratch, PIP_INDEX_URL: index.url };
  const begin = (...words: string[]) => {
    const child = spawn(process.execPath, [PROGRAM, ...words], { env, cwd: scratch });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        said += data;
      });
    onTestFinished(() => void child.kill('SIGKILL'));
    return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number, said })) };
  };
  const folder = join(scratch, ortVersion());
  const partial = join(folder, `.${WHEEL}.incomplete`);
  const have = () => (existsSync(partial) ? statSync(partial).size : 0);

  index.holdAfter(20_000_000);
  const first = begin();
  await expect.poll(have, { timeout: 30_000 }).toBeGreaterThan(10_000_000);
  first.child.kill('SIGINT');
  const stopped = await first.ended;
  expect(stopped).toMatchObject({ code: 1, said: expect.stringContaining('onnx-gpu: 48.0 MB, licence MIT') });
  expect(stopped.said.trimEnd().split('\n').at(-1)).toBe('Stopped; what has come is kept');
  const kept = have();
  expect(kept).toBeGreaterThan(10_000_000);
  expect(existsSync(join(folder, CUDA_PROVIDER))).toBe(false);

  const second = await begin().ended;
  expect(second).toMatchObject({ code: 0, said: expect.stringContaining('onnx-gpu: here, ') });
  expect(index.asked.map(({ range }) => range).filter(Boolean)).toEqual(['bytes=0-', `bytes=${kept}-`]);
  expect(readFileSync(join(folder, CUDA_PROVIDER)).equals(library)).toBe(true);
  expect(readdirSync(folder).toSorted()).toEqual(['libonnxruntime.so.1', CUDA_PROVIDER].toSorted());

  const asked = index.asked.length;
  expect((await begin().ended).said).toContain('onnx-gpu: all here, licence MIT');
  expect(index.asked.length).toBe(asked);
  expect((await begin('--remove').ended).said).toMatch(/^Removed .*, [\d.]+ MB/);
  expect(existsSync(folder)).toBe(false);
}, 120_000);
