// Control pictures from the command line: for scripts, and for comparing with other programs.

import { basename, resolve } from 'node:path';
import { requireEightBitFile } from '#renderer/cli/given-picture.ts';
import {
  PREPROCESS_USAGE,
  type PreprocessArguments,
  readPreprocessArguments,
} from '#renderer/cli/preprocess-arguments.ts';
import { readNamed, requireEnding, requireWritable, runCommand, writeNamed } from '#renderer/cli/run-command.ts';
import { readPreprocessor } from '#renderer/engine/checkpoint/preprocessor-file.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { PreprocessorChoice, ValidPreprocess } from '#renderer/engine/contract/preprocess-task.ts';
import { CONTROL_TEXT, pngText } from '#renderer/engine/image/png.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';
import { METHODS_BY_KIND, type PreprocessMethod } from '#shared/contract/preprocess-methods.ts';
import { failure } from '#shared/text/failure.ts';

await runCommand(async () => {
  const asked = readPreprocessArguments(process.argv.slice(2));
  return asked ? preprocess(asked) : PREPROCESS_USAGE;
});

async function preprocess(asked: PreprocessArguments): Promise<string> {
  const began = performance.now();
  requireEnding(asked.out, '.png');
  await requireWritable(asked.out);
  const task = await settle(asked);
  let report: object = { file: asked.out, method: task.method };
  for await (const event of run(task)) {
    if (event.kind === 'picture') {
      await writeNamed(asked.out, event.data);
      const { width, height } = event;
      report = { ...report, made: pngText(event.data, CONTROL_TEXT), width, height };
    }
    if (event.kind === 'finished') report = { ...report, ...timingsOf(event.timings) };
  }
  const whole = { ...report, totalMs: Math.round(performance.now() - began) };
  return asked.json ? JSON.stringify(whole) : inWords(whole);
}

async function settle(asked: PreprocessArguments): Promise<ValidPreprocess> {
  const { model, input, method, side, detectSide, low, high } = asked;
  const image = await readNamed(input);
  requireEightBitFile(input, image);
  const network = model === null ? null : await choose(model, method);
  return { kind: 'preprocess', method, network, image, side, detectSide, low, high };
}

/** The file of a network, which must be for this method. */
async function choose(model: string, method: PreprocessMethod): Promise<PreprocessorChoice> {
  const file = resolve(model);
  const { kind } = (await readPreprocessor(file)).network;
  if (METHODS_BY_KIND[kind].includes(method)) return { name: basename(model), file };
  throw failure('invalid', 'preprocess.other-network', { file: basename(model), kind, method });
}

async function* run(task: ValidPreprocess): AsyncGenerator<EngineEvent, void, undefined> {
  // Loaded only now: who mistypes a word need not wait for the runtime.
  const { LocalEngine } = await import('#renderer/engine/process/local-engine.ts');
  loadEnvFile();
  const engine = new LocalEngine(readRendererConfig(process.env));
  try {
    await engine.ready;
    yield* engine.render(task, new AbortController().signal);
  } finally {
    await engine.close();
  }
}

/** What the networks of prompts would have done is left out. */
function timingsOf({ loadMs, encodeMs, denoiseMs, decodeMs }: Record<string, number>): object {
  const [load, read, find, written] = [loadMs, encodeMs, denoiseMs, decodeMs].map((ms) => Math.round(ms!));
  return { loadMs: load, readMs: read, findMs: find, writeMs: written };
}

function inWords(report: object): string {
  const { file, ...rest } = report as { readonly file: string };
  return `${file}\n${JSON.stringify(rest)}`;
}
