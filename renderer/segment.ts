// A segmenter alone, from the command line: for scripts, and for comparing with other programs.

import { basename, resolve } from 'node:path';
import { requireInside } from '#renderer/admission/valid-segment.ts';
import { requireEightBitFile } from '#renderer/cli/given-picture.ts';
import { readNamed, requireEnding, requireWritable, runCommand, writeNamed } from '#renderer/cli/run-command.ts';
import { readSegmentArguments, SEGMENT_USAGE, type SegmentArguments } from '#renderer/cli/segment-arguments.ts';
import { readSegmenter } from '#renderer/engine/checkpoint/segmenter-file.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidSegment } from '#renderer/engine/contract/segment-task.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure, message } from '#shared/text/failure.ts';

await runCommand(async () => {
  const asked = readSegmentArguments(process.argv.slice(2));
  return asked ? segment(asked) : SEGMENT_USAGE;
});

type MaskEvent = Extract<EngineEvent, { kind: 'mask' }>;

async function segment(asked: SegmentArguments): Promise<string> {
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
    const masks: MaskEvent[] = [];
    let timings = {};
    for await (const event of engine.render(task, new AbortController().signal)) {
      if (event.kind === 'mask') masks.push(event);
      if (event.kind === 'finished') timings = timingsOf(event.timings);
    }
    const described = [];
    for (const [i, mask] of masks.entries()) {
      const file = i === 0 ? asked.out : asked.out.replace(/(\.\w+)?$/, (ending) => `-${i + 1}${ending}`);
      await writeNamed(file, mask.data);
      described.push({ file, place: mask.place, score: mask.score, area: mask.area, box: mask.box });
    }
    if (!asked.json && described.length === 0) return sharedEnglish.say(message('segmenter.nothing'));
    if (!asked.json)
      return described.map(({ file, score, area }) => `${file}: ${area} pixels, score ${score.toFixed(3)}`).join('\n');
    const totalMs = Math.round(performance.now() - began);
    return JSON.stringify({ file: described[0]?.file ?? null, masks: described, provider, ...timings, totalMs });
  } finally {
    await engine.close();
  }
}

async function settle({
  model,
  heads,
  side,
  patch,
  input,
  points,
  box,
  wanted,
}: SegmentArguments): Promise<ValidSegment> {
  const file = resolve(model);
  const image = await readNamed(input);
  const { width, height } = requireEightBitFile(input, image);
  requireInside({ points, box }, { width, height });
  const { encoder } = (await readSegmenter(file, { heads })).config;
  const said = { '--image-size': [side, encoder.side], '--patch': [patch, encoder.patch] } as const;
  for (const [option, [given, own]] of Object.entries(said)) {
    if (given !== null && given !== own) throw failure('invalid', 'segmenter.size', { option, own, given });
  }
  const masksMax = wanted === 'all' ? 64 : 3;
  return { kind: 'segment', segmenter: { name: basename(file), file, heads }, image, points, box, wanted, masksMax };
}

function timingsOf({ loadMs, encodeMs, denoiseMs, decodeMs, unetCalls }: Record<string, number>): object {
  const [readMs, segmentMs, writeMs] = [encodeMs, denoiseMs, decodeMs].map((ms) => Math.round(ms!));
  return { steps: unetCalls, loadMs: Math.round(loadMs!), readMs, segmentMs, writeMs };
}
