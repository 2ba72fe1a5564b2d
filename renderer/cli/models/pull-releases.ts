import { join } from 'node:path';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { readCatalog } from '#renderer/cli/models/list-models.ts';
import { missingFiles } from '#renderer/models/pulled-content.ts';
import { type ReadyMadeRelease, releaseBytes } from '#renderer/models/ready-made-releases.ts';
import { pullRelease } from '#renderer/models/release/pull-release.ts';

/** Brings the files of a release that are not here, and says what a renderer makes of those that are. */
export async function pullReadyMadeRelease(source: ReadyMadeRelease, context: CommandContext): Promise<void> {
  const { output, github, cache, modelsFolder } = context;
  const folder = join(modelsFolder, source.folder);
  const missing = await missingFiles(source, folder);
  output.line(`${source.name}, licence ${source.licence}`);
  const state = missing.length === 0 ? 'all here' : `${missing.length} of ${source.files.length} files are not here`;
  output.line(`  ${source.repo} ${source.tag}: ${printBytes(releaseBytes(source))}, ${state}`);
  if (missing.length > 0) {
    const onBytes = (file: string, bytes: number) => output.passing(`  ${file}: ${printBytes(bytes)}`);
    await pullRelease(source, { client: github, clock: cache.clock, folder, onBytes, signal: cache.signal });
    output.passing(null);
  }
  await reportUse(source, context);
}

async function reportUse({ files }: ReadyMadeRelease, context: CommandContext): Promise<void> {
  const { restorers, describers, upscalers, refused } = await readCatalog(context);
  const names = files.map(({ name }) => name.replace(/\.\w+$/, ''));
  const faces = restorers.map((one) => ({ ...one, kind: 'faces' }));
  const larger = upscalers.map((one) => ({ ...one, kind: `×${one.scale}` }));
  const ready = [...faces, ...describers, ...larger];
  for (const { name, kind, bytes } of ready) {
    if (names.includes(name)) context.output.line(`${name}: ready, ${kind}, ${printBytes(bytes)}`);
  }
  for (const name of names) {
    const refusal = refused.get(name);
    if (refusal) context.output.line(refusal.message);
  }
}
