// A face restorer alone, from the command line: for scripts, and for comparing with other programs.

import { basename, resolve } from 'node:path';
import { requireEightBitFile } from '#renderer/cli/given-picture.ts';
import { RESTORE_USAGE, type RestoreArguments, readRestoreArguments } from '#renderer/cli/restore-arguments.ts';
import { readNamed, requireEnding, requireWritable, runCommand, writeNamed } from '#renderer/cli/run-command.ts';
import type { ValidRestore } from '#renderer/engine/contract/restore-task.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';

await runCommand(async () => {
  const asked = readRestoreArguments(process.argv.slice(2));
  return asked ? restore(asked) : RESTORE_USAGE;
});

async function restore(asked: RestoreArguments): Promise<string> {
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
    let report: object = { file: asked.out, restorer: task.restorer.name, provider };
    for await (const event of engine.render(task, new AbortController().signal)) {
      // A step finds faces, and each other one mends one.
      if (event.kind === 'started') report = { ...report, faces: event.steps - 1 };
      if (event.kind === 'picture') {
        await writeNamed(asked.out, event.data);
        report = { ...report, width: event.width, height: event.height };
      }
      if (event.kind === 'finished') report = { ...report, ...timingsOf(event.timings) };
    }
    const { file, ...rest } = { file: asked.out, ...report, totalMs: Math.round(performance.now() - began) };
    return asked.json ? JSON.stringify({ file, ...rest }) : `${file}\n${JSON.stringify(rest)}`;
  } finally {
    await engine.close();
  }
}

async function settle({ model, detector, parser, input, fidelity }: RestoreArguments): Promise<ValidRestore> {
  const image = await readNamed(input);
  requireEightBitFile(input, image);
  const files = { restorer: resolve(model), detector: resolve(detector), parser: parser && resolve(parser) };
  return { kind: 'restore', restorer: { name: basename(model), ...files }, image, fidelity };
}

function timingsOf({ loadMs, encodeMs, denoiseMs, decodeMs }: Record<string, number>): object {
  const [readMs, restoreMs, writeMs] = [encodeMs, denoiseMs, decodeMs].map((ms) => Math.round(ms!));
  return { loadMs: Math.round(loadMs!), readMs, restoreMs, writeMs };
}
