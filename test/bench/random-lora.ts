import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { writeRandomWeights } from '#test/bench/random-unet.ts';

/** What trainers adapt unless told otherwise, and what LCM-LoRAs do too. */
export const TRANSFORMERS = /attentions\..*\.(to_q|to_k|to_v|to_out\.0|proj|net\.2|proj_in|proj_out)\.weight$/;

/** All that a LoRA can change in a UNet. */
export const EVERYTHING =
  /\.(to_q|to_k|to_v|to_out\.0|proj|net\.2|proj_in|proj_out|conv1|conv2|conv_shortcut|time_emb_proj|conv)\.weight$/;

/** Which LoRA to write. */
export interface RandomLora {
  readonly name: string;
  readonly rank: number;
  readonly targets: RegExp;
}

/** Writes random factors for a UNet, under the names of kohya-ss/sd-scripts. */
export async function writeRandomLora(file: string, unet: WeightMap, { rank, targets }: RandomLora): Promise<void> {
  const shapes = [...unet]
    .filter(([key, { shape }]) => targets.test(key) && shape.length > 1)
    .flatMap(
      ([
        key,
        {
          shape: [out, ...inner],
        },
      ]) => {
        const stem = `lora_unet_${key.slice(0, -'.weight'.length).replaceAll('.', '_')}`;
        const pixel = inner.slice(1).map(() => 1);
        return [
          [`${stem}.lora_down.weight`, [rank, ...inner]],
          [`${stem}.lora_up.weight`, [out!, rank, ...pixel]],
        ] as const;
      },
    );
  await writeRandomWeights(file, new Map(shapes));
}
