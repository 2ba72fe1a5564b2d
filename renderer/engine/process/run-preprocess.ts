import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidPreprocess } from '#renderer/engine/contract/preprocess-task.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { CONTROL_TEXT, encodePng } from '#renderer/engine/image/png.ts';
import { type ControlPicture, makeControlPicture } from '#renderer/engine/preprocess/make-control-picture.ts';
import { createLaps } from '#renderer/engine/process/laps.ts';

export interface PreprocessRun {
  readonly emit: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

/** Makes a control picture, and emits its events: one step, the finished file, times. */
export async function runPreprocess(task: ValidPreprocess, { emit, signal }: PreprocessRun): Promise<void> {
  const lap = createLaps();
  const picture = await decodeChannels(task.image);
  const encodeMs = lap();
  emit({ kind: 'started', steps: 1, loadMs: 0 });
  const made = await makeControlPicture(picture, { ...task, signal });
  const denoiseMs = lap();
  emit({ kind: 'step', step: 1, steps: 1, stepMs: denoiseMs });
  emit(await pictureEvent(made, task));
  emit({ kind: 'finished', timings: { loadMs: 0, encodeMs, denoiseMs, decodeMs: lap(), unetCalls: 1 } });
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
