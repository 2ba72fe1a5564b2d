// A captioner or a tagger alone, from the command line: for scripts, and for comparing with other programs.

import { basename, resolve } from 'node:path';
import { DESCRIBE_USAGE, type DescribeArguments, readDescribeArguments } from '#renderer/cli/describe-arguments.ts';
import { requireEightBitFile } from '#renderer/cli/given-picture.ts';
import { readNamed, runCommand } from '#renderer/cli/run-command.ts';
import { readDescriber, withoutWords } from '#renderer/engine/checkpoint/describer-file.ts';
import type { ValidDescribe } from '#renderer/engine/contract/describe-task.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';

await runCommand(async () => {
  const asked = readDescribeArguments(process.argv.slice(2));
  return asked ? describe(asked) : DESCRIBE_USAGE;
});

interface Text {
  readonly text: string;
  readonly score: number;
  readonly ids: readonly number[];
}

async function describe(asked: DescribeArguments): Promise<string> {
  const began = performance.now();
  const task = await settle(asked);
  // Loaded only now: who mistypes a word need not wait for the runtime.
  const { LocalEngine } = await import('#renderer/engine/process/local-engine.ts');
  loadEnvFile();
  const engine = new LocalEngine(readRendererConfig(process.env));
  try {
    const { provider } = await engine.ready;
    const texts: Text[] = [];
    let timings = {};
    for await (const event of engine.render(task, new AbortController().signal)) {
      if (event.kind === 'text') texts.push({ text: event.text, score: event.score, ids: event.ids });
      if (event.kind === 'finished') timings = timingsOf(event.timings);
    }
    if (!asked.json) return texts.map(({ text }) => text).join('\n');
    const [first] = texts;
    const totalMs = Math.round(performance.now() - began);
    return JSON.stringify({ text: first?.text ?? '', ids: first?.ids ?? [], texts, provider, ...timings, totalMs });
  } finally {
    await engine.close();
  }
}

async function settle(asked: DescribeArguments): Promise<ValidDescribe> {
  const { model, input, texts, begun, beams, lengthMin, lengthMax, repetitionPenalty, scoreMin } = asked;
  const path = resolve(model);
  const image = await readNamed(input);
  requireEightBitFile(input, image);
  const { kind, hasWords } = await readDescriber(path);
  if (!hasWords) process.stderr.write(`Note: ${withoutWords(path).message}; tokens are given as numbers\n`);
  return {
    kind: 'describe',
    describers: [{ name: basename(path), kind, path }],
    image,
    scoreMin,
    textsMax: texts || (kind === 'captions' ? 1 : 1000),
    writing: { begun, beams, lengthMin, lengthMax, repetitionPenalty },
  };
}

function timingsOf({ loadMs, encodeMs, denoiseMs, unetCalls }: Record<string, number>): object {
  const [readMs, describeMs] = [encodeMs, denoiseMs].map((ms) => Math.round(ms!));
  return { steps: unetCalls, loadMs: Math.round(loadMs!), readMs, describeMs };
}
