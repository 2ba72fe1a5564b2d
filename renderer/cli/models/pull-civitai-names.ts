import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { findOnCivitai, pullFromCivitai } from '#renderer/models/civitai/pull-civitai.ts';
import type { CivitaiName } from '#shared/contract/civitai-name.ts';

/** Brings one file of Civitai, and says under which name it is found here. */
export async function pullCivitaiName(air: CivitaiName, context: CommandContext): Promise<void> {
  const { output, civitai: client, cache, modelsFolder } = context;
  const { signal, clock } = cache;
  const file = await findOnCivitai(air, { client, signal });
  output.line(`${file.title}: ${printBytes(file.size)}`);
  const folder = join(modelsFolder, file.folder);
  await mkdir(folder, { recursive: true });
  const onBytes = (name: string, bytes: number) => output.passing(`  ${name}: ${printBytes(bytes)}`);
  await pullFromCivitai(file, { client, clock, folder, onBytes, signal });
  output.passing(null);
  output.line(`${file.name.replace(/\.\w+$/, '')}: ready, also by its AIR in prompts`);
}
