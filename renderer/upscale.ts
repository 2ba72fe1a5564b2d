// An upscaler alone, from the command line: for scripts, and for comparing with other programs.

import { basename, resolve } from 'node:path';
import { requireUpscalable } from '#renderer/admission/valid-upscale.ts';
import { naming } from '#renderer/cli/given-picture.ts';
import { readNamed, requireEnding, requireWritable, runCommand, writeNamed } from '#renderer/cli/run-command.ts';
import { readUpscaleArguments, UPSCALE_USAGE, type UpscaleArguments } from '#renderer/cli/upscale-arguments.ts';
import { readBlended, readUpscaler } from '#renderer/engine/checkpoint/upscaler-file.ts';
import type { ValidUpscale } from '#renderer/engine/contract/upscale-task.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';

await runCommand(async () => {
  const asked = readUpscaleArguments(process.argv.slice(2));
  return asked ? upscale(asked) : UPSCALE_USAGE;
});

async function upscale(asked: UpscaleArguments): Promise<string> {
  const began = performance.now();
  requireEnding(asked.out, '.png');
  await requireWritable(asked.out);
  const task = await settle(asked);
  // Loaded only now: who mistypes a word need not wait for the runtime.
  const { LocalEngine } = await import('#renderer/engine/process/local-engine.ts');
  loadEnvFile();
  const engine = new LocalEngine(readRendererConfig(process.env));
  try {
    const { provider } = await engine.ready;
    let report: object = { file: asked.out, upscaler: task.upscaler.name, provider };
    for await (const event of engine.render(task, new AbortController().signal)) {
      if (event.kind === 'picture') {
        await writeNamed(asked.out, event.data);
        report = { ...report, width: event.width, height: event.height };
      }
      if (event.kind === 'finished') report = { ...report, ...timingsOf(event.timings) };
    }
    const whole = { ...report, totalMs: Math.round(performance.now() - began) };
    return asked.json ? JSON.stringify(whole) : inWords(whole);
  } finally {
    await engine.close();
  }
}

async function settle({ model, blend, input, scale, tiles }: UpscaleArguments): Promise<ValidUpscale> {
  const file = resolve(model);
  const image = await readNamed(input);
  const other = blend && { file: resolve(blend.file), share: blend.share };
  const own = other ? (await readBlended(file, other.file)).own : await readUpscaler(file);
  naming(input, () => requireUpscalable(image, scale ?? own.scale));
  return { kind: 'upscale', upscaler: { name: basename(file), file, blend: other }, image, scale, tiles };
}

/** What the networks of prompts would have done is left out. */
function timingsOf({ loadMs, encodeMs, denoiseMs, decodeMs, unetCalls }: Record<string, number>): object {
  const [readMs, upscaleMs, writeMs] = [encodeMs, denoiseMs, decodeMs].map((ms) => Math.round(ms!));
  return { tiles: unetCalls, loadMs: Math.round(loadMs!), readMs, upscaleMs, writeMs };
}

function inWords(report: object): string {
  const { file, ...rest } = report as { readonly file: string };
  return `${file}\n${JSON.stringify(rest)}`;
}
