import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { PreprocessorChoice, ValidPreprocess } from '#renderer/engine/contract/preprocess-task.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { CONTROL_TEXT, encodePng } from '#renderer/engine/image/png.ts';
import { type ControlPicture, makeControlPicture } from '#renderer/engine/preprocess/make-control-picture.ts';
import { createLaps } from '#renderer/engine/process/laps.ts';
import type { ModelLoader } from '#renderer/engine/residency/model-loader.ts';
import { preprocessorNeed } from '#renderer/engine/residency/preprocessor-need.ts';

export interface PreprocessRun {
  readonly loader: Pick<ModelLoader, 'acquireNetwork'>;
  readonly emit: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

/** Makes a control picture, and emits its events: one step, the finished file, times. */
export async function runPreprocess(task: ValidPreprocess, { loader, emit, signal }: PreprocessRun): Promise<void> {
  const { network: choice, image } = task;
  const lap = createLaps();
  // First, so that a picture that cannot be read costs no loading.
  const picture = await decodeChannels(image);
  const encodeMs = lap();
  const lease = choice && (await loader.acquireNetwork(needOf(choice), signal));
  const waitedMs = lap();
  const loadMs = lease?.waited ? waitedMs : 0;
  try {
    emit({ kind: 'started', steps: 1, loadMs });
    const made = await makeControlPicture(picture, { ...task, signal }, lease?.network);
    const denoiseMs = lap();
    emit({ kind: 'step', step: 1, steps: 1, stepMs: denoiseMs });
    emit(await pictureEvent(made, task));
    emit({ kind: 'finished', timings: { loadMs, encodeMs, denoiseMs, decodeMs: lap(), unetCalls: 1 } });
  } finally {
    lease?.giveBack();
  }
}

function needOf(choice: PreprocessorChoice) {
  const plan = (options: Parameters<typeof preprocessorNeed>[1]) => preprocessorNeed(choice, options);
  return { name: choice.name, plan };
}

async function pictureEvent({ picture, asGiven }: ControlPicture, task: ValidPreprocess): Promise<EngineEvent> {
  const { width, height } = picture;
  const data = await encodePng(picture, { [CONTROL_TEXT]: asGiven ? 'as given' : wordsOf(task) });
  return { kind: 'picture', index: 0, seed: 0, data, mime: 'image/png', width, height, alpha: false };
}

/** How it was made, for whoever looks into the file. */
function wordsOf({ method, network, low, high }: ValidPreprocess): string {
  const how = method === 'canny' ? [`low ${low}`, `high ${high}`] : [];
  return [method, ...how, ...(network ? [network.name] : [])].join(', ');
}
