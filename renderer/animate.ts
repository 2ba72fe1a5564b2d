// Animations alone, from the command line: for scripts, and for comparing with other programs.

import { basename, resolve } from 'node:path';
import { ANIMATE_USAGE, type AnimateArguments, readAnimateArguments } from '#renderer/cli/animate-arguments.ts';
import { requireEightBitFile } from '#renderer/cli/given-picture.ts';
import {
  readNamed,
  requireEnding,
  requireWritable,
  runCommand,
  writeLatents,
  writeNamed,
} from '#renderer/cli/run-command.ts';
import { readVideoModel } from '#renderer/engine/checkpoint/video-files.ts';
import type { ValidAnimate } from '#renderer/engine/contract/animate-task.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';

await runCommand(async () => {
  const asked = readAnimateArguments(process.argv.slice(2));
  return asked ? animate(asked) : ANIMATE_USAGE;
});

async function animate(asked: AnimateArguments): Promise<string> {
  const began = performance.now();
  requireEnding(asked.out, '.webp');
  await requireWritable(asked.out, asked.latents);
  const task = await settle(asked);
  // Loaded only now: who mistypes a word need not wait for the runtime.
  const { LocalEngine } = await import('#renderer/engine/process/local-engine.ts');
  loadEnvFile();
  // As diffusers shapes them: one film of so many frames.
  let latents: Tensor | null = null;
  const hooks = {
    onLatents(final: Tensor) {
      latents = { dims: [1, ...final.dims], data: final.data };
    },
  };
  const engine = new LocalEngine(readRendererConfig(process.env), hooks);
  try {
    const { provider } = await engine.ready;
    let report: object = { file: asked.out, model: task.animator.name, provider };
    for await (const event of engine.render(task, new AbortController().signal)) {
      if (event.kind === 'animation') {
        await writeNamed(asked.out, event.data);
        const { width, height, frames, framesPerSecond } = event;
        // So that the file stays within what chat platforms take.
        const leftOut = task.frames - frames;
        report = { ...report, width, height, frames, framesPerSecond, bytes: event.data.length };
        if (leftOut > 0) report = { ...report, framesLeftOut: leftOut };
      }
      if (event.kind === 'finished') report = { ...report, ...timingsOf(event.timings) };
    }
    if (asked.latents && latents) await writeLatents(asked.latents, latents);
    const whole = { ...report, totalMs: Math.round(performance.now() - began) };
    return asked.json ? JSON.stringify(whole) : `${asked.out}\n${JSON.stringify(whole)}`;
  } finally {
    await engine.close();
  }
}

async function settle({ model, input, frames, ...asked }: AnimateArguments): Promise<ValidAnimate> {
  const path = resolve(model);
  const image = await readNamed(input);
  requireEightBitFile(input, image);
  const { unet } = await readVideoModel(path);
  const animator = { name: basename(path), path };
  const { seed, steps, framesPerSecond, motion, imageNoise, guidance, width, height, decodedAtOnce } = asked;
  return {
    ...{ kind: 'animate', animator, image, fit: 'stretch', frames: frames ?? unet.parsed.frames, previews: null },
    ...{ seed, steps, framesPerSecond, motion, imageNoise, guidance, width, height, decodedAtOnce },
  };
}

function timingsOf({ loadMs, encodeMs, denoiseMs, decodeMs, unetCalls }: Record<string, number>): object {
  const [load, encode, denoise, decode] = [loadMs, encodeMs, denoiseMs, decodeMs].map((ms) => Math.round(ms!));
  return { steps: unetCalls, loadMs: load, encodeMs: encode, denoiseMs: denoise, decodeMs: decode };
}
