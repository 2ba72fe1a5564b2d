import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import type { Preprocessor } from '#renderer/engine/networks/open-preprocessor.ts';
import { blackCanvas } from '#renderer/engine/preprocess/draw/canvas.ts';
import { drawBody } from '#renderer/engine/preprocess/pose/draw-pose.ts';
import { type Peak, peaksOf } from '#renderer/engine/preprocess/pose/peaks.ts';
import { findPeople } from '#renderer/engine/preprocess/pose/people.ts';
import { poseInput, poseMap } from '#renderer/engine/preprocess/pose/pose-maps.ts';
import { BODY_POINTS, LIMBS } from '#renderer/engine/preprocess/pose/skeleton.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** Skeletons of the people in a picture, in colours on black. */
export async function skeletons(
  picture: ChannelRaster,
  { network, signal }: { readonly network: Preprocessor; readonly signal: AbortSignal },
): Promise<ChannelRaster> {
  const { width, height } = picture;
  const { pixels, inner } = await poseInput(picture, signal);
  const { heat, paf } = await network.run(pixels);
  const at = { inner, picture: { width, height } };
  const peaks: (readonly Peak[])[] = [];
  for (let i = 0; i < BODY_POINTS; i++) {
    await yieldToEventLoop(signal);
    peaks.push(peaksOf(poseMap(heat!, i, at)));
  }
  const { people } = findPeople(peaks, (limb) => {
    const { map } = LIMBS[limb]!;
    return { x: poseMap(paf!, map, at), y: poseMap(paf!, map + 1, at) };
  });
  const canvas = blackCanvas(width, height);
  for (const { points } of people) {
    // Drawn from shares of the picture, as the reference has them: whole pixels come out the same.
    drawBody(
      canvas,
      points.map((point) => point && { x: point.x / width, y: point.y / height }),
    );
  }
  return { ...canvas, channels: 3 };
}
