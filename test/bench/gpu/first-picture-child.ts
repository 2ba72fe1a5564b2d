import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineTimings } from '#renderer/engine/contract/events.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import type { Log } from '#shared/log.ts';
import { FIRST_PICTURES, type FirstPicture } from '#test/bench/gpu/first-picture.ts';
import { leadingCase } from '#test/bench/gpu/unet-steps.ts';
import { writtenUNet } from '#test/bench/gpu/written-weights.ts';
import { copyDemoFiles, writeRandomRest } from '#test/bench/random-checkpoint.ts';
import { SOME_RENDER } from '#test/renderer/engine/some-render.ts';

/*
 * What somebody waits for who asks a renderer for a picture that was started just now:
 * first-picture-child.ts PROVIDER FOLDER full|quick. Prints a FirstPicture as JSON in the last line.
 */
const [provider, folder, size] = process.argv.slice(2) as [Provider, string, 'full' | 'quick'];
const { side, steps } = FIRST_PICTURES[size];
const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const never = new AbortController().signal;

const checkpoint = size === 'full' ? await writtenCheckpoint() : DEMO;
const died = Promise.withResolvers<never>();
const settings = { provider, threads: 0, residentModels: 1, batchRows: 8, cacheFolder: join(folder, 'cache') };
const began = performance.now();
const engine = new ChildEngine(settings, { log: logOf(died), entry: new URL('bare-engine.ts', import.meta.url) });
try {
  await Promise.race([engine.ready, died.promise]);
  const readyMs = performance.now() - began;
  const drawn = await Promise.race([draw(), died.promise]);
  process.stdout.write(`\n${JSON.stringify({ readyMs, ...drawn })}\n`);
} finally {
  await engine.close();
}

/** As a picture is asked for: its model is loaded for it, and nothing was warmed up before. */
async function draw(): Promise<Omit<FirstPicture, 'readyMs'>> {
  const model = { name: 'first', files: modelFilesAt(checkpoint), adapters: [] };
  let [firstPictureMs, timings]: [number | null, EngineTimings | null] = [null, null];
  for await (const event of engine.render({ ...SOME_RENDER, model, steps, width: side, height: side }, never)) {
    if (event.kind === 'picture') firstPictureMs = performance.now() - began;
    if (event.kind === 'finished') timings = event.timings;
  }
  if (firstPictureMs === null || timings === null) throw new Error('the engine made no picture');
  const { loadMs, encodeMs, denoiseMs, decodeMs } = timings;
  return { firstPictureMs, loadMs, encodeMs, denoiseMs, decodeMs };
}

/** Stable Diffusion 1.5 with the UNet that has been written for its steps, and words of the demo model. */
async function writtenCheckpoint(): Promise<string> {
  const unet = await writtenUNet(folder, leadingCase('full'));
  const at = join(folder, 'first-picture');
  await writeRandomRest(at);
  await copyDemoFiles(at, ['tokenizer/merges.txt', 'tokenizer/vocab.json']);
  await symlink(unet, join(at, 'unet'));
  return at;
}

/** An engine that dies would be started again and again. */
function logOf({ reject }: { reject(reason: Error): void }): Log {
  const quiet = () => {};
  const error = (what: { reason?: string; detail?: string; complaints?: readonly string[] }, said: string) => {
    const why = [what.reason, what.detail, what.complaints?.at(-1)].find((one) => one !== undefined);
    reject(new Error(why === undefined ? said : `${said}: ${why}`));
  };
  const log: Log = { debug: quiet, info: quiet, warn: quiet, error: error as Log['error'], child: () => log };
  return log;
}
