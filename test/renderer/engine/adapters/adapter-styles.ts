import { ldmModuleName, unetLayout } from '#renderer/engine/adapters/ldm-names.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';

/** How a training program names the factors of one UNet module: [down, up, alpha]. */
export type AdapterStyle = (module: string) => readonly [string, string, string];

function kohya(name: string): readonly [string, string, string] {
  const stem = `lora_unet_${name.replaceAll('.', '_')}`;
  return [`${stem}.lora_down.weight`, `${stem}.lora_up.weight`, `${stem}.alpha`];
}

function processorName(module: string): string {
  return module.replace(/\.to_(q|k|v|out)(\.0)?$/, '.processor.to_$1');
}

/** kohya with the names of the original code, which depend on the layout of the whole UNet. */
export function kohyaOriginal(keys: Iterable<string>): AdapterStyle {
  const layout = unetLayout(keys);
  return (module) => kohya(ldmModuleName(module, layout)!);
}

/** The styles that need no layout. */
export const STYLES: Readonly<Record<'kohya' | 'peft' | 'bare' | 'linearLayer' | 'processor', AdapterStyle>> = {
  kohya,
  peft: (module) => [`unet.${module}.lora_A.weight`, `unet.${module}.lora_B.weight`, `unet.${module}.alpha`],
  bare: (module) => [
    `base_model.model.${module}.lora_A.default.weight`,
    `base_model.model.${module}.lora_B.default.weight`,
    `${module}.alpha`,
  ],
  linearLayer: (module) => [
    `unet.${module}.lora_linear_layer.down.weight`,
    `unet.${module}.lora_linear_layer.up.weight`,
    `unet.${module}.alpha`,
  ],
  processor: (module) => [
    `unet.${processorName(module)}_lora.down.weight`,
    `unet.${processorName(module)}_lora.up.weight`,
    `unet.${processorName(module)}.alpha`,
  ],
};

/** One float32 tensor for a test file. */
export function source(key: string, shape: readonly number[], values: Float32Array): WeightSource {
  return { key, dtype: 'F32', shape, bytes: () => new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}

/** Writes a file of tensors that all hold the same value; for tests about names and shapes. */
export async function writeConstants(
  file: string,
  shapes: Readonly<Record<string, readonly number[]>>,
  { value = 0.5, metadata }: { value?: number; metadata?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const sources = Object.entries(shapes).map(([key, shape]) =>
    source(key, shape, new Float32Array(shape.reduce((total, n) => total * n, 1)).fill(value)),
  );
  await writeSafetensors(file, sources, { ...(metadata && { metadata }) });
}
