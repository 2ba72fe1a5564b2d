import { join } from 'node:path';
import type { ValidRender, ValidTask } from '#renderer/engine/contract/task.ts';
import { withOwnAdapters } from '#renderer/engine/process/own-adapters.ts';
import { withControlPictures } from '#renderer/engine/process/prepare-controls.ts';
import { runAnimate } from '#renderer/engine/process/run-animate.ts';
import { runDescribe } from '#renderer/engine/process/run-describe.ts';
import { runPreprocess } from '#renderer/engine/process/run-preprocess.ts';
import { type RunOptions, runRecipe } from '#renderer/engine/process/run-recipe.ts';
import { runRestore } from '#renderer/engine/process/run-restore.ts';
import { runSegment } from '#renderer/engine/process/run-segment.ts';
import { runTrain, type TrainOptions } from '#renderer/engine/process/run-train.ts';
import { runUpscale, type UpscaleRun } from '#renderer/engine/process/run-upscale.ts';

/** Does the task and says what happens; rejects with what ended it. */
export function runTask(task: ValidTask, options: RunOptions & UpscaleRun & TrainOptions): Promise<void> {
  switch (task.kind) {
    case 'draw':
      return runDraw(task, options);
    case 'upscale':
      return runUpscale(task, options);
    case 'describe':
      return runDescribe(task, options);
    case 'preprocess':
      return runPreprocess(task, options);
    case 'restore':
      return runRestore(task, options);
    case 'segment':
      return runSegment(task, options);
    case 'animate':
      return runAnimate(task, options);
    case 'train':
      return runTrain(task, options);
  }
}

async function runDraw(task: ValidRender, options: RunOptions & UpscaleRun & TrainOptions): Promise<void> {
  const render = await withOwnAdapters(task, join(options.cacheFolder, 'own-adapters'));
  await runRecipe(await withControlPictures(render, options), options);
}
