import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipVision } from '#renderer/engine/graph/nets/clip-vision.ts';
import { parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { UNREAD } from '#test/golden/check/networks.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import type { GoldenVideo } from '#test/golden/check/parts/video-film.ts';

/** The recorded small Stable Video Diffusion as a folder that diffusers writes; 4 frames, sides a multiple of 64. */
export async function writeTinyAnimator(folder: string): Promise<string> {
  const file = storedGolden('control');
  const { unet, vae, clip, sched } = recordedAt<GoldenVideo>(file, 'video');
  const clipConfig = parseClipVisionConfig(clip.config);
  const parts: Readonly<Record<string, readonly [object, ReadonlyMap<string, readonly number[]>]>> = {
    unet: [unet.config, new Map(Object.entries(unet.keys))],
    vae: [vae.config, new Map(Object.entries(vae.keys))],
    image_encoder: [clip.config, wantedWeights((weights) => buildClipVision(clipConfig, weights, UNREAD))],
  };
  for (const [name, [config, shapes]] of Object.entries(parts)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'config.json'), JSON.stringify(config));
    const sources = [...shapes].map(([key, shape]) => {
      const bytes = () => new Uint8Array(file.recipe.parameter(key, shape).buffer);
      return { key, dtype: 'F32' as const, shape, bytes };
    });
    await writeSafetensors(join(folder, name, 'model.safetensors'), sources);
  }
  mkdirSync(join(folder, 'scheduler'));
  writeFileSync(join(folder, 'scheduler', 'scheduler_config.json'), JSON.stringify(sched[0]!.config));
  return folder;
}
