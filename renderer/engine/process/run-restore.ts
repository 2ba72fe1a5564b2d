import { basename } from 'node:path';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidRestore } from '#renderer/engine/contract/restore-task.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { parametersWithFaces } from '#renderer/engine/image/parameters.ts';
import { encodePng, markAfter, pngText } from '#renderer/engine/image/png.ts';
import { XMP_TEXT } from '#renderer/engine/image/source-mark.ts';
import type { FaceParser } from '#renderer/engine/networks/open-face-networks.ts';
import {
  alignedFaces,
  drawFace,
  mendedPicture,
  type NewFace,
  pasteFaces,
  workingPicture,
} from '#renderer/engine/pipeline/restore-faces.ts';
import { createLaps } from '#renderer/engine/process/laps.ts';
import type { UpscaleRun } from '#renderer/engine/process/run-upscale.ts';
import { detectorNeed, type FaceNeed, parserNeed, restorerNeed } from '#renderer/engine/residency/face-needs.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Mends the faces in a picture, and emits its events: a step for finding them and for each, the finished file, times.
 * Networks are held one after the other, so that there must be room for one alone. Throws `invalid` where no face is found.
 */
export async function runRestore(task: ValidRestore, { loader, emit, signal }: UpscaleRun): Promise<void> {
  const { image, restorer, fidelity } = task;
  const lap = createLaps();
  // First, so that a picture that cannot be read costs no loading.
  const given = await decodeChannels(image);
  const working = await workingPicture(given, signal);
  const times = { loadMs: 0, encodeMs: lap(), denoiseMs: 0, decodeMs: 0, unetCalls: 0 };
  const use = createUse({ loader, signal, times, lap });
  const faces = await use([detectorNeed, restorer.detector], (network) => alignedFaces(working, network, signal));
  if (faces.length === 0) throw failure('invalid', 'restorer.no-face');
  const steps = 1 + faces.length;
  emit({ kind: 'started', steps, loadMs: times.loadMs });
  const step = () => {
    const stepMs = lap();
    times.denoiseMs += stepMs;
    emit({ kind: 'step', step: ++times.unetCalls, steps, stepMs });
  };
  step();
  const drawn: NewFace[] = [];
  await use([restorerNeed, restorer.restorer], async (network) => {
    for (const face of faces) {
      signal.throwIfAborted();
      drawn.push(await drawFace(face, network, fidelity));
      step();
    }
  });
  const paste = (parser: FaceParser | null) => pasteFaces(working, drawn, { parser, signal });
  const pasted = restorer.parser === null ? await paste(null) : await use([parserNeed, restorer.parser], paste);
  const picture = await mendedPicture(given, { working, pasted }, signal);
  const parameters = parametersWithFaces(pngText(image, 'parameters'), { fidelity });
  const data = await encodePng(picture, { parameters, [XMP_TEXT]: markAfter(image) });
  const { width, height, channels } = picture;
  const result = { data, mime: 'image/png', width, height, alpha: channels === 4 } as const;
  emit({ kind: 'picture', index: 0, seed: 0, ...result } satisfies EngineEvent);
  emit({ kind: 'finished', timings: { ...times, decodeMs: lap() } });
}

interface Holding extends Pick<UpscaleRun, 'loader' | 'signal'> {
  readonly times: { loadMs: number };
  readonly lap: () => number;
}

/** Holds a network while something is done with it. */
function createUse({ loader, signal, times, lap }: Holding) {
  return async <Network, Result>(
    [need, file]: readonly [FaceNeed<Network>, string],
    work: (network: Network) => Promise<Result>,
  ): Promise<Result> => {
    const lease = await loader.acquireNetwork({ name: basename(file), plan: (options) => need(file, options) }, signal);
    const waitedMs = lap();
    times.loadMs += lease.waited ? waitedMs : 0;
    try {
      return await work(lease.network);
    } finally {
      lease.giveBack();
    }
  };
}
