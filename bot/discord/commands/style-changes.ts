import type { ChatInputCommandInteraction } from 'discord.js';
import { RESETTABLE } from '#bot/discord/commands/style-options.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { offerIn, stylesOf } from '#bot/discord/styles.ts';
import type { Preset } from '#bot/domain/preset.ts';
import { PLAIN_STYLE } from '#bot/presets/ready-made.ts';
import { type TypedPreset, type ValidPreset, validPreset } from '#bot/presets/valid-preset.ts';
import { presetNamed, type VisiblePreset } from '#bot/presets/visible-presets.ts';
import { Failure } from '#shared/failure.ts';

type Options = ChatInputCommandInteraction['options'];

/** What became of a change: the style as it is now, and what was changed on the way. */
export interface StyleEdit {
  readonly style: VisiblePreset;
  readonly notices: readonly string[];
}

/** More would be no list any more. */
const STYLES_MAX = 100;

/** Makes a style. Throws `already-exists`, `exhausted`, or `invalid` with everything that is wrong. */
export async function createStyle(options: Options, invocation: Invocation): Promise<StyleEdit> {
  mustManage(invocation);
  const { serverId } = invocation.place;
  const { preset, notices } = checked({ name: options.getString('name', true), ...typedSettings(options) }, invocation);
  if ((await invocation.presets.list(serverId)).length >= STYLES_MAX) {
    throw new Failure('exhausted', `Cannot keep more styles: ${STYLES_MAX} at most; /style delete makes room`);
  }
  const at = invocation.clock.now();
  const style: Preset = { ...preset, serverId, authorId: invocation.member.id, createdAt: at, updatedAt: at };
  await invocation.presets.create(style);
  return { style, notices };
}

/** Changes what is given, and gives one setting back to the model. */
export async function editStyle(options: Options, invocation: Invocation): Promise<StyleEdit> {
  mustManage(invocation);
  const old = await ownStyle(options, invocation);
  const reset = RESETTABLE.find((name) => name === options.getString('reset'));
  const typed: TypedPreset = { ...old, ...typedSettings(options), ...(reset ? RESET[reset] : {}), name: old.name };
  const { preset, notices } = checked(typed, invocation);
  const { name, ...settings } = preset;
  if (
    !(await invocation.presets.update(invocation.place.serverId, name, { ...settings, at: invocation.clock.now() }))
  ) {
    throw notHere(name);
  }
  return { style: { ...old, ...preset }, notices };
}

/** Forgets a style; its name. */
export async function deleteStyle(options: Options, invocation: Invocation): Promise<string> {
  mustManage(invocation);
  const { name } = await ownStyle(options, invocation);
  if (!(await invocation.presets.remove(invocation.place.serverId, name))) throw notHere(name);
  return name;
}

/** Chooses the style used where nobody names one; null = none. */
export async function chooseDefault(options: Options, invocation: Invocation): Promise<VisiblePreset | null> {
  mustManage(invocation);
  const isPlain = options.getString('name', true).trim().toLowerCase() === PLAIN_STYLE;
  const style = isPlain ? null : await visibleStyle(options, invocation);
  await invocation.presets.setDefault(invocation.place.serverId, style?.name ?? null);
  return style;
}

/** The style that the option `name` names, ready-made or the server's own. Throws `not-found`. */
export async function visibleStyle(options: Options, invocation: Invocation): Promise<VisiblePreset> {
  const name = options.getString('name', true);
  const style = presetNamed(await stylesOf(invocation, invocation.place.serverId), name);
  if (!style) throw notHere(name);
  return style;
}

async function ownStyle(options: Options, invocation: Invocation): Promise<Preset> {
  const own = presetNamed(await invocation.presets.list(invocation.place.serverId), options.getString('name', true));
  if (own) return own;
  const { name } = await visibleStyle(options, invocation);
  throw new Failure('invalid', `The style “${name}” is ready-made and stays; /style create ${name} replaces it here`);
}

function mustManage({ mayManageServer }: Invocation): void {
  if (mayManageServer) return;
  throw new Failure(
    'denied',
    'The styles belong to the server: changing them takes the permission Manage Server. Everybody may use them, and ' +
      'look at them with /style show',
  );
}

function notHere(name: string): Failure {
  const shown = name.length > 40 ? `${name.slice(0, 39)}…` : name;
  return new Failure('not-found', `There is no style “${shown}” in this server; /style list shows what there is`);
}

function checked(typed: TypedPreset, invocation: Invocation): Extract<ValidPreset, { ok: true }> {
  const valid = validPreset(typed, offerIn(invocation));
  if (!valid.ok) throw new Failure('invalid', valid.problems.join('\n'));
  return valid;
}

/** What was given; a size replaces both sides, and a setting that was not given is left out. */
function typedSettings(options: Options): Omit<TypedPreset, 'name'> {
  const given = {
    description: options.getString('description'),
    template: options.getString('template'),
    negative: options.getString('negative'),
    model: options.getString('model'),
    adapters: options.getString('adapters'),
    sampler: options.getString('sampler'),
    karras: options.getBoolean('karras'),
    steps: options.getInteger('steps'),
    guidance: options.getNumber('guidance'),
    size: options.getString('size'),
    clipSkip: options.getInteger('clip-skip'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

/** What each setting is when nobody has said anything. */
const RESET: Readonly<Record<(typeof RESETTABLE)[number], Omit<TypedPreset, 'name'>>> = {
  description: { description: null },
  template: { template: null },
  negative: { negative: null },
  model: { model: null },
  adapters: { adapters: null },
  sampler: { sampler: null, karras: null },
  karras: { karras: null },
  steps: { steps: null },
  guidance: { guidance: null },
  size: { size: null, width: null, height: null },
  'clip-skip': { clipSkip: null },
};
