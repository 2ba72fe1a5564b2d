import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { type KnownFile, missingFiles } from '#renderer/models/pulled-content.ts';
import { READY_MADE_RELEASES } from '#renderer/models/ready-made-releases.ts';
import { READY_MADE_WHEELS } from '#renderer/models/ready-made-wheels.ts';

/** Something that is pulled by a name into a folder of the models folder. */
interface KnownSource {
  readonly name: string;
  readonly folder: string;
  readonly files: readonly KnownFile[];
}

const KNOWN_SOURCES: readonly KnownSource[] = [...READY_MADE_WHEELS, ...READY_MADE_RELEASES];

/** Removes what was pulled under this name; false = there is no such source. */
export async function removeKnownFiles(name: string, context: CommandContext): Promise<boolean> {
  const source = KNOWN_SOURCES.find((each) => each.name === name);
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
export async function verifyKnownFiles(
  names: readonly string[],
  context: CommandContext,
): Promise<{ readonly damaged: string[]; readonly left: readonly string[] }> {
  const damaged: string[] = [];
  for (const source of KNOWN_SOURCES) {
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
  const isSource = (name: string) => KNOWN_SOURCES.some((source) => source.name === name);
  return { damaged, left: names.filter((name) => !isSource(name)) };
}

function folderOf({ folder }: KnownSource, { modelsFolder }: CommandContext): string {
  return join(modelsFolder, folder);
}
