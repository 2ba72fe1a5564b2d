import { realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { pullSources } from '#renderer/cli/models/pull-models.ts';
import { describeModel } from '#renderer/engine/checkpoint/describe-model.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { catalogEntry, type EntryText } from '#renderer/models/catalog-entry.ts';
import { readCatalogFile } from '#renderer/models/catalog-file.ts';
import { writeEntry } from '#renderer/models/catalog-writer.ts';
import { findPlace } from '#renderer/models/find-location.ts';
import { type HubSource, REPO_NAME, REVISION_NAME } from '#renderer/models/hub/hub-source.ts';
import { DEMO_NAME, MODEL_NAME } from '#renderer/models/model-name.ts';
import { failure } from '#shared/text/failure.ts';

export interface AddOptions {
  /** A path, or a repository of the hub. */
  readonly what: string;
  readonly name: string | null;
  readonly variant: string | null;
}

/** Reads a model's files, pulled first when they are on the hub, and writes an entry for it. Throws when it is none. */
export async function addModel(options: AddOptions, context: CommandContext): Promise<void> {
  const local = await localPath(options.what, context.modelsFolder);
  const source = local === null ? readSource(options) : null;
  const name = options.name ?? nameFrom(local ?? source!.file ?? source!.repo);
  await requireFree(name, context);
  if (source) await pullSources([source], context);
  const checkpoint = source ? printHub(source) : local!;
  const place = catalogEntry.shape.checkpoint.parse(checkpoint);
  const found = await findPlace(place, { modelsFolder: context.modelsFolder, hubFolder: context.cache.folder });
  const { family, defaultWidth, defaultHeight } = await describeModel(name, modelFilesAt(found.path));
  await writeEntry(context.modelsFolder, { name, family, checkpoint });
  context.output.line(`${name}: ${family}, ${defaultWidth}×${defaultHeight}, listed in models.json`);
}

/** Relative to the models folder; null = there is no such file, so it may be a repository. */
async function localPath(what: string, modelsFolder: string): Promise<string | null> {
  const root = await realpath(modelsFolder).catch(() => modelsFolder);
  for (const path of [join(root, what), resolve(what)]) {
    if (!(await stat(path).catch(() => null))) continue;
    const real = await realpath(path);
    if (real.startsWith(root + sep)) return relative(root, real);
    throw failure('denied', 'add.outside', { what, folder: modelsFolder });
  }
  return null;
}

/** owner/name@revision:file. */
function readSource({ what, variant }: AddOptions): HubSource {
  const [, repo = '', revision = 'main', file = null] = /^([^@:]+)(?:@([^:]+))?(?::(.+))?$/.exec(what) ?? [];
  if (repo.includes('/') && REPO_NAME.test(repo) && REVISION_NAME.test(revision))
    return { repo, revision, file, variant };
  throw failure('not-found', 'add.no-place', { what });
}

function printHub({ repo, revision, file, variant }: HubSource): Exclude<EntryText['checkpoint'], string> {
  return {
    repo,
    ...(revision === 'main' ? {} : { revision }),
    ...(file === null ? {} : { file }),
    ...(variant === null ? {} : { variant }),
  };
}

function nameFrom(path: string): string {
  return basename(path).replace(/\.(safetensors|ckpt)$/, '');
}

async function requireFree(name: string, { modelsFolder }: CommandContext): Promise<void> {
  if (!MODEL_NAME.test(name)) throw failure('invalid', 'add.name', { name });
  const { entries, refused } = await readCatalogFile(modelsFolder);
  if (name !== DEMO_NAME && !entries.some((entry) => entry.name === name) && !refused.has(name)) return;
  throw failure('already-exists', 'add.taken', { name });
}
