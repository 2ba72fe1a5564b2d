import type { DescriberChoice, ValidDescribe } from '#renderer/engine/contract/describe-task.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import { type ChannelRaster, onWhite } from '#renderer/engine/image/channels.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { describePicture, type PictureText } from '#renderer/engine/pipeline/describe.ts';
import { createLaps } from '#renderer/engine/process/laps.ts';
import type { UpscaleRun } from '#renderer/engine/process/run-upscale.ts';
import { createTaskSteps, type TaskSteps } from '#renderer/engine/process/task-steps.ts';
import { describerNeed } from '#renderer/engine/residency/describer-need.ts';

/** Says what is in a picture, and emits its events: a step for each token or tagger, the texts, times. */
export async function runDescribe(task: ValidDescribe, run: UpscaleRun): Promise<void> {
  const { emit } = run;
  const lap = createLaps();
  // First, so that a picture that cannot be read costs no loading.
  const picture = onWhite(await decodeChannels(task.image));
  const encodeMs = lap();
  const steps = createTaskSteps(run, { lap, steps: stepsOf(task) });
  const texts: PictureText[] = [];
  for (const describer of task.describers) texts.push(...(await askOne(describer, { task, picture, run, steps })));
  for (const [index, text] of texts.entries()) emit({ kind: 'text', index, ...text } satisfies EngineEvent);
  emit({ kind: 'finished', timings: { encodeMs, ...steps.timings(), decodeMs: lap() } });
}

interface Asking {
  readonly task: ValidDescribe;
  readonly picture: ChannelRaster;
  readonly run: UpscaleRun;
  readonly steps: TaskSteps;
}

async function askOne(choice: DescriberChoice, { task, picture, run, steps }: Asking): Promise<readonly PictureText[]> {
  const plan = (options: Parameters<typeof describerNeed>[1]) => describerNeed(choice, options);
  const lease = await steps.network({ name: choice.name, plan });
  // Once for all of them: a renderer says it before the first step.
  if (choice === task.describers[0]) steps.start();
  let texts: readonly PictureText[] = [];
  try {
    for await (const progress of describePicture(picture, lease.network, { ...task, signal: run.signal })) {
      if (progress.kind === 'described') {
        steps.work();
        texts = progress.texts;
      } else steps.step();
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
