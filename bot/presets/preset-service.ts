import { PLAIN_STYLE, type Preset, type PresetRole } from '#bot/domain/preset.ts';
import { type PresetPictures, READY_MADE_SERVER } from '#bot/ports/preset-pictures.ts';
import type { PresetChanger, PresetStore } from '#bot/ports/presets.ts';
import type { WordService } from '#bot/ports/server-rules.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import type { WordListStore } from '#bot/ports/word-lists.ts';
import { allChecked, checked, type PresetChecks } from '#bot/presets/checked-presets.ts';
import { type CompletionKind, completeName, type TypedName } from '#bot/presets/complete-name.ts';
import type { Completion } from '#bot/presets/completion.ts';
import { unknownName } from '#bot/presets/names.ts';
import { type ClusterOffer, followOffer, type OfferSources } from '#bot/presets/offer.ts';
import { NOTHING_TRAINED, offerFor } from '#bot/presets/offer-with-trained.ts';
import { type ResettableSetting, SETTING_RESETS } from '#bot/presets/setting-resets.ts';
import { isListed } from '#bot/presets/style-access.ts';
import { mustManageServer, type StyleAsker } from '#bot/presets/style-asker.ts';
import { pictured } from '#bot/presets/style-looks.ts';
import { type StyleVersions, styleVersions } from '#bot/presets/style-versions.ts';
import type { NamedSettings, TypedPreset } from '#bot/presets/valid-preset.ts';
import {
  isReadyMade,
  presetNamed,
  type ServerStyles,
  serverStyles,
  type VisiblePreset,
} from '#bot/presets/visible-presets.ts';
import { createWordListService, type WordListService } from '#bot/presets/word-list-service.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import type { Failure } from '#shared/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Roles that one style can be for. */
const ROLES_MAX = 10;

/** Styles of one server. More would be no list any more. */
export const STYLES_MAX = 100;

/** What became of a change: the style as it is now, and what was changed on the way. */
export interface StyleEdit {
  readonly style: Preset;
  readonly notices: readonly Message[];
}

/** What became of a file of styles: each as it is now, and the names that stood for other styles before. */
export interface StyleImport {
  readonly edits: readonly StyleEdit[];
  readonly replaced: readonly string[];
}

/** What an edit gives; absent = it stays. */
export interface StyleChanges extends Partial<Omit<TypedPreset, 'name'>> {
  /** One setting to give back to the model. */
  readonly reset?: ResettableSetting | undefined;
}

/**
 * The rules of styles, for every platform: who may change them, what they may be, how many there are. All methods throw
 * Failure with a sentence for the member; changes throw `denied` for who may not manage the server.
 */
export interface PresetService extends StyleVersions {
  /** The lists of words of servers. */
  readonly wordLists: WordListService;
  /** What renderers offer now, or said last, to a server where one is named; null as long as none ever did. */
  offer(serverId?: string): Promise<ClusterOffer | null>;
  /** The styles that a server can use now: its own by name, then the ready-made ones. */
  styles(serverId: string): Promise<ServerStyles>;
  /** How a style looks: a small WebP; null where nobody has drawn it yet. */
  picture(serverId: string, style: VisiblePreset): Promise<Uint8Array | null>;
  /** Of which of these styles there is one, by name, and what it was drawn from: the same = the same picture. */
  pictured(serverId: string, styles: readonly VisiblePreset[]): Promise<ReadonlyMap<string, string>>;
  /** The style of that name, ready-made or the server's own. Throws `not-found`. */
  find(serverId: string, name: string): Promise<VisiblePreset>;
  /** Throws `already-exists`, `exhausted`, or `invalid` with everything that is wrong. */
  create(asker: StyleAsker, typed: TypedPreset): Promise<StyleEdit>;
  /** Changes what is given of a style of the server's own. */
  edit(asker: StyleAsker, name: string, changes: StyleChanges): Promise<StyleEdit>;
  /** Forgets a style of the server's own; its name. */
  remove(asker: StyleAsker, name: string): Promise<string>;
  /** Chooses the style used where nobody names one; `plain` for none, which is null. */
  setDefault(asker: StyleAsker, name: string): Promise<VisiblePreset | null>;
  /** The same for one channel; null = it follows its server again. The style's name as it is written. */
  setChannelDefault(asker: StyleAsker, channelId: string, name: string | null): Promise<string>;
  /** Lets who has a role use a style of the server's own, or no longer does; with no role left everybody may. */
  setRole(asker: StyleAsker, name: string, role: PresetRole & { readonly may: boolean }): Promise<StyleEdit>;
  /** Makes styles, in place of those of the same names: all of them, or none when one is wrong. */
  importStyles(asker: StyleAsker, typed: readonly TypedPreset[]): Promise<StyleImport>;
  /** What a name that is being typed may become: nothing that its reader would be refused. */
  complete(serverId: string, kind: CompletionKind, typed: TypedName): Promise<readonly Completion[]>;
}

/** Where styles are kept, and what they are checked against. */
export interface PresetServiceOptions extends OfferSources {
  readonly presets: PresetStore;
  readonly wordLists: WordListStore;
  /** None where left out. */
  readonly presetPictures?: Pick<PresetPictures, 'get' | 'list'>;
  /** What was trained for servers; nothing where left out. */
  readonly trained?: Pick<TrainedStore, 'list'>;
  /** What servers do not want in words. */
  readonly words: Pick<WordService, 'broken'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** The styles of all servers over their store. */
export function createPresetService({
  presets,
  wordLists,
  presetPictures,
  trained = NOTHING_TRAINED,
  words,
  clock,
  ...sources
}: PresetServiceOptions): PresetService {
  const current = followOffer(sources);
  const offerOf = async (serverId: string) => offerFor(serverId, { offer: await current.offer(), trained });
  const checksFor = async ({ serverId }: StyleAsker) => ({ serverId, words, offer: await offerOf(serverId) });
  const context: StyleContext = { presets, clock, offerOf, checksFor };
  return {
    wordLists: createWordListService({ wordLists, words, clock }),
    offer: (serverId) => (serverId === undefined ? current.offer() : offerOf(serverId)),
    picture: async (serverId, style) =>
      (await presetPictures?.get(isReadyMade(style) ? READY_MADE_SERVER : serverId, style.name)) ?? null,
    pictured: (serverId, styles) => pictured(presetPictures, { serverId, styles }),
    ...reading(context, wordLists),
    create: (asker, typed) => create(context, { asker, typed }),
    edit: (asker, name, changes) => edit(context, { asker, name, changes }),
    importStyles: (asker, typed) => importStyles(context, { asker, typed }),
    setRole: (asker, name, role) => setRole(context, { asker, name, role }),
    ...styleVersions({ presets, bound: { stylesMax: STYLES_MAX }, by: (asker) => changer(context, asker), words }),
    ...forgetting(context),
  };
}

type StyleContext = Pick<PresetServiceOptions, 'presets' | 'clock'> & {
  readonly checksFor: (asker: StyleAsker) => Promise<PresetChecks>;
  /** What a server can draw with. */
  readonly offerOf: (serverId: string) => Promise<ClusterOffer | null>;
};

function reading(context: StyleContext, wordLists: WordListStore): Pick<PresetService, 'styles' | 'find' | 'complete'> {
  return {
    styles: (serverId) => stylesOf(context, serverId),
    find: async (serverId, name) => named(await stylesOf(context, serverId), name),
    complete: (serverId, kind, typed) =>
      completeName(kind, typed, {
        offer: () => context.offerOf(serverId),
        styles: async () => (await stylesOf(context, serverId)).styles,
        ownStyles: () => context.presets.list(serverId),
        lists: () => wordLists.list(serverId),
      }),
  };
}

function forgetting(context: StyleContext): Pick<PresetService, 'remove' | 'setDefault' | 'setChannelDefault'> {
  const { presets } = context;
  return {
    async remove(asker, typed) {
      mustManageServer(asker);
      const { name } = await ownStyle(context, { ...asker, name: typed });
      if (!(await presets.remove(asker.serverId, name, changer(context, asker))))
        throw await notHere(context, { ...asker, name });
      return name;
    },
    async setDefault(asker, name) {
      mustManageServer(asker);
      const isPlain = name.trim().toLowerCase() === PLAIN_STYLE;
      const style = isPlain ? null : named(await stylesOf(context, asker.serverId), name);
      await presets.setDefault(asker.serverId, style?.name ?? null);
      return style;
    },
    async setChannelDefault(asker, channelId, name) {
      mustManageServer(asker);
      const channel = { serverId: asker.serverId, channelId };
      const isPlain = name?.trim().toLowerCase() === PLAIN_STYLE;
      const style = name === null || isPlain ? null : named(await stylesOf(context, asker.serverId), name);
      await presets.setChannelDefault(channel, name === null ? undefined : (style?.name ?? null));
      return style?.name ?? PLAIN_STYLE;
    },
  };
}

/** Who changes something now. */
function changer({ clock }: StyleContext, { memberId }: StyleAsker): PresetChanger {
  return { byId: memberId, at: clock.now() };
}

async function create(
  context: StyleContext,
  { asker, typed }: { readonly asker: StyleAsker; readonly typed: TypedPreset },
): Promise<StyleEdit> {
  mustManageServer(asker);
  const { preset, notices } = await checked(typed, await context.checksFor(asker));
  const style = made(preset, { asker, at: context.clock.now() });
  const before = presetNamed((await stylesOf(context, asker.serverId)).styles, style.name);
  await context.presets.create(style, { stylesMax: STYLES_MAX });
  const hides = before && isReadyMade(before) ? [say('preset.over-ready-made', { name: style.name })] : [];
  return { style, notices: [...notices, ...hides] };
}

/** Only what differs is written, so that two edits of different settings at once both stand. */
async function edit(
  context: StyleContext,
  { asker, name, changes }: { readonly asker: StyleAsker; readonly name: string; readonly changes: StyleChanges },
): Promise<StyleEdit> {
  mustManageServer(asker);
  const old = await ownStyle(context, { ...asker, name });
  const { reset, ...given } = changes;
  const typed: TypedPreset = { ...old, ...given, ...(reset ? SETTING_RESETS[reset] : {}), name: old.name };
  const { preset, notices } = await checked(typed, await context.checksFor(asker));
  const by = changer(context, asker);
  const isNew = ([key, value]: [string, unknown]) => !isAlike(value, old[key as keyof NamedSettings]);
  const changed = Object.fromEntries(Object.entries(preset).filter(isNew));
  if (!(await context.presets.update(asker.serverId, old.name, { ...changed, ...by })))
    throw await notHere(context, { ...asker, name });
  return { style: { ...old, ...preset, updatedAt: by.at }, notices };
}

async function setRole(
  context: StyleContext,
  {
    asker,
    name,
    role,
  }: { readonly asker: StyleAsker; readonly name: string; readonly role: PresetRole & { may: boolean } },
): Promise<StyleEdit> {
  mustManageServer(asker);
  const old = await ownStyle(context, { ...asker, name });
  const others = old.roles.filter(({ id }) => id !== role.id);
  const roles = role.may ? [...others, { id: role.id, name: role.name }] : others;
  if (roles.length > ROLES_MAX)
    throw failure('exhausted', 'style-rule.roles-max', { max: ROLES_MAX, given: roles.length });
  const by = changer(context, asker);
  if (!(await context.presets.update(asker.serverId, old.name, { roles, ...by })))
    throw await notHere(context, { ...asker, name });
  return { style: { ...old, roles, updatedAt: by.at }, notices: [] };
}

async function importStyles(
  context: StyleContext,
  { asker, typed }: { readonly asker: StyleAsker; readonly typed: readonly TypedPreset[] },
): Promise<StyleImport> {
  mustManageServer(asker);
  if (typed.length === 0) throw failure('invalid', 'style-rule.import-none');
  if (typed.length > STYLES_MAX)
    throw failure('invalid', 'style-rule.import-many', { max: STYLES_MAX, given: typed.length });
  const at = context.clock.now();
  const own = await context.presets.list(asker.serverId);
  const edits = (await allChecked(typed, await context.checksFor(asker))).map(({ preset, notices }) => ({
    style: { ...made(preset, { asker, at }), roles: presetNamed(own, preset.name)?.roles ?? [] },
    notices,
  }));
  const names = edits.map(({ style }) => style.name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw failure('invalid', 'style-rule.import-twice', { name: twice });
  const styles = edits.map(({ style }) => style);
  return { edits, replaced: await context.presets.replace(styles, { stylesMax: STYLES_MAX }) };
}

function stylesOf(context: StyleContext, serverId: string): Promise<ServerStyles> {
  return context.offerOf(serverId).then((offer) => serverStyles(context.presets, { serverId, offer }));
}

function named({ styles }: ServerStyles, name: string): VisiblePreset {
  const style = presetNamed(styles, name);
  if (!style) throw unknown(name, styles);
  return style;
}

async function ownStyle(
  context: StyleContext,
  { serverId, name }: { readonly serverId: string; readonly name: string },
): Promise<Preset> {
  const own = presetNamed(await context.presets.list(serverId), name);
  if (own) return own;
  const style = named(await stylesOf(context, serverId), name);
  throw failure('invalid', 'style-rule.ready-made', { name: style.name });
}

/** The style went away while it was being changed. */
async function notHere(
  context: StyleContext,
  { serverId, name }: { readonly serverId: string; readonly name: string },
): Promise<Failure> {
  return unknown(name, (await stylesOf(context, serverId)).styles);
}

/** A hidden style is not told to who guesses names. */
function unknown(name: string, styles: readonly VisiblePreset[]): Failure {
  const known = styles.filter((style) => isListed(style, { isModerator: false }));
  return failureOf('not-found', [unknownName('style', { name, known })]);
}

function made(preset: NamedSettings, { asker, at }: { readonly asker: StyleAsker; readonly at: number }): Preset {
  return { ...preset, roles: [], serverId: asker.serverId, authorId: asker.memberId, createdAt: at, updatedAt: at };
}

function isAlike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
