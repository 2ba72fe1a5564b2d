import { stat } from 'node:fs/promises';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import { READY_MADE_IMAGE_PROMPTS } from '#renderer/models/ready-made-image-prompts.ts';

/** IP-Adapters for the list of models: those that fit some model, then what could be pulled and with how much. */
export async function imageAdapterRows(usable: readonly CatalogModel[]): Promise<readonly (readonly string[])[]> {
  const all = usable.flatMap(({ imageAdapters = [] }) => imageAdapters);
  const here = [...new Map(all.map((adapter) => [adapter.name, adapter])).values()];
  const ready = await Promise.all(
    here.map(async ({ name, file, licence }) => {
      const { size } = await stat(file);
      return [name, 'ip-adapter', printBytes(size), 'ready', '', licence ?? ''];
    }),
  );
  const others = READY_MADE_IMAGE_PROMPTS.filter(({ name }) => !here.some((adapter) => adapter.name === name));
  return [
    ...ready,
    ...others.map(({ name, megabytes, licence }) => {
      const { adapter, encoder } = megabytes;
      return [name, 'ip-adapter', '', `not pulled, ${adapter} MB and its image encoder ${encoder} MB`, '', licence];
    }),
  ];
}
