import type { DescriberChoice, ValidDescribe } from '#renderer/engine/contract/describe-task.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import { type ChannelRaster, onWhite } from '#renderer/engine/image/channels.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { describePicture, type PictureText } from '#renderer/engine/pipeline/describe.ts';
import { createLaps } from '#renderer/engine/process/laps.ts';
import type { UpscaleRun } from '#renderer/engine/process/run-upscale.ts';
import { describerNeed } from '#renderer/engine/residency/describer-need.ts';

/** Says what is in a picture, and emits its events: a step for each token or tagger, the texts, times. */
export async function runDescribe(task: ValidDescribe, run: UpscaleRun): Promise<void> {
  const { emit } = run;
  const lap = createLaps();
  // First, so that a picture that cannot be read costs no loading.
  const picture = onWhite(await decodeChannels(task.image));
  const state: State = { task, picture, run, lap, steps: stepsOf(task), done: 0, loadMs: 0, denoiseMs: 0 };
  const encodeMs = lap();
  const texts: PictureText[] = [];
  for (const describer of task.describers) texts.push(...(await askOne(describer, state)));
  for (const [index, text] of texts.entries()) emit({ kind: 'text', index, ...text } satisfies EngineEvent);
  const { loadMs, denoiseMs, done } = state;
  emit({ kind: 'finished', timings: { loadMs, encodeMs, denoiseMs, decodeMs: lap(), unetCalls: done } });
}

interface State {
  readonly task: ValidDescribe;
  readonly picture: ChannelRaster;
  readonly run: UpscaleRun;
  readonly lap: () => number;
  readonly steps: number;
  /** Steps that were taken. */
  done: number;
  loadMs: number;
  denoiseMs: number;
}

async function askOne(choice: DescriberChoice, state: State): Promise<readonly PictureText[]> {
  const { task, picture, run, lap, steps } = state;
  const plan = (options: Parameters<typeof describerNeed>[1]) => describerNeed(choice, options);
  const lease = await run.loader.acquireNetwork({ name: choice.name, plan }, run.signal);
  const waitedMs = lap();
  state.loadMs += lease.waited ? waitedMs : 0;
  // Once for all of them: a renderer says it before the first step.
  if (choice === task.describers[0]) run.emit({ kind: 'started', steps, loadMs: state.loadMs });
  let texts: readonly PictureText[] = [];
  try {
    for await (const progress of describePicture(picture, lease.network, { ...task, signal: run.signal })) {
      const stepMs = lap();
      state.denoiseMs += stepMs;
      if (progress.kind === 'described') texts = progress.texts;
      else run.emit({ kind: 'step', step: ++state.done, steps, stepMs });
    }
  } finally {
    lease.giveBack();
  }
  return texts;
}

/** The most that there can be: a text may end earlier. */
function stepsOf({ describers, writing }: ValidDescribe): number {
  const tokens = writing.lengthMax ?? 20;
  return describers.reduce((sum, { kind }) => sum + (kind === 'captions' ? tokens : 1), 0);
}
