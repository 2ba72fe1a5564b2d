import { join } from 'node:path';
import type { ValidRender, ValidTask } from '#renderer/engine/contract/task.ts';
import { withOwnAdapters } from '#renderer/engine/process/own-adapters.ts';
import { type RunOptions, runRecipe } from '#renderer/engine/process/run-recipe.ts';
import type { TrainOptions } from '#renderer/engine/process/run-train.ts';
import type { UpscaleRun } from '#renderer/engine/process/run-upscale.ts';

/**
 * Does the task and says what happens; rejects with what ended it. What draws is there from the start; what is asked
 * for less often is read when it first is, as an engine that was lost is to be back soon.
 */
export async function runTask(task: ValidTask, options: RunOptions & UpscaleRun & TrainOptions): Promise<void> {
  switch (task.kind) {
    case 'draw':
      return runDraw(task, options);
    case 'upscale': {
      const { runUpscale } = await import('#renderer/engine/process/run-upscale.ts');
      return runUpscale(task, options);
    }
    case 'describe': {
      const { runDescribe } = await import('#renderer/engine/process/run-describe.ts');
      return runDescribe(task, options);
    }
    case 'preprocess': {
      const { runPreprocess } = await import('#renderer/engine/process/run-preprocess.ts');
      return runPreprocess(task, options);
    }
    case 'restore': {
      const { runRestore } = await import('#renderer/engine/process/run-restore.ts');
      return runRestore(task, options);
    }
    case 'segment': {
      const { runSegment } = await import('#renderer/engine/process/run-segment.ts');
      return runSegment(task, options);
    }
    case 'animate': {
      const { runAnimate } = await import('#renderer/engine/process/run-animate.ts');
      return runAnimate(task, options);
    }
    case 'train': {
      const { runTrain } = await import('#renderer/engine/process/run-train.ts');
      return runTrain(task, options);
    }
  }
}

async function runDraw(task: ValidRender, options: RunOptions & UpscaleRun & TrainOptions): Promise<void> {
  const render = await withOwnAdapters(task, join(options.cacheFolder, 'own-adapters'));
  if (render.control.units.length === 0) return runRecipe(render, options);
  const { withControlPictures } = await import('#renderer/engine/process/prepare-controls.ts');
  await runRecipe(await withControlPictures(render, options), options);
}
