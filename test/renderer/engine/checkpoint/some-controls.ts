import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { controlNetShapes } from '#test/golden/check/parts/controlnet.ts';
import { source } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { parameter } from '#test/renderer/engine/graph/golden.ts';

type Config = Readonly<Record<string, unknown>>;

/** The configuration of a ControlNet for the bundled model. */
export const DEMO_CONTROL: Config = {
  ...(JSON.parse(
    readFileSync(new URL('../../../../renderer/demo-model/unet/config.json', import.meta.url), 'utf8'),
  ) as Config),
  _class_name: 'ControlNetModel',
  conditioning_embedding_out_channels: [4, 4, 8, 8, 8],
};

/** Writes a ControlNet of hashed weights as a diffusers folder; `silent`: it says nothing, as before any training. */
export async function writeControlNet(
  parent: string,
  name: string,
  { config = DEMO_CONTROL, silent = false }: { config?: Config; silent?: boolean } = {},
): Promise<string> {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const sources = [...controlNetShapes(config)].map(([key, shape]) => {
    const isLast = /^controlnet_(down_blocks\.\d+|mid_block)\./.test(key);
    const values = parameter(key, shape);
    return source(key, shape, silent && isLast ? values.fill(0) : values);
  });
  await writeSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'), sources);
  return folder;
}
