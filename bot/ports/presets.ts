import type { Preset, PresetAccess, PresetSettings } from '#bot/domain/preset.ts';

/** Styles by server. Names are unique within a server, and no server sees another's. */
export interface PresetStore {
  /** Servers that have styles of their own. */
  servers(): Promise<readonly string[]>;
  list(serverId: string): Promise<readonly Preset[]>;
  get(serverId: string, name: string): Promise<Preset | null>;
  /** Throws already-exists, or exhausted when the server has `stylesMax` styles. */
  create(preset: Preset, bound: StyleBound): Promise<void>;
  /**
   * Stores all of them or none, in place of those of the same names. They are of one server. Throws exhausted when the
   * server would have more than `stylesMax`. Gives the names that were there before.
   */
  replace(presets: readonly Preset[], bound: StyleBound): Promise<readonly string[]>;
  /** False when there is none of that name. */
  update(serverId: string, name: string, change: PresetChanges): Promise<boolean>;
  remove(serverId: string, name: string, by: PresetChanger): Promise<boolean>;
  /**
   * Takes back the last change of a style: its creation, an edit or its removal, and a second time the undo itself.
   * Null when no change of it is known. Throws exhausted when a removed style no longer fits.
   */
  undo(serverId: string, name: string, bound: StyleBound & PresetChanger): Promise<PresetUndo | null>;
  /** What a style was after each of its last changes, newest first; empty when none is known. */
  versions(serverId: string, name: string): Promise<readonly PresetVersion[]>;
  /**
   * Makes a style what it was in that version, as a change like any other. Null when there is no such version or the
   * style was removed in it. Throws exhausted when it no longer fits.
   */
  restore(
    serverId: string,
    name: string,
    wish: StyleBound & PresetChanger & { readonly version: number },
  ): Promise<Preset | null>;
  /** The style used where a member names none; null = plain. Undefined = never chosen. */
  defaultOf(serverId: string): Promise<string | null | undefined>;
  setDefault(serverId: string, name: string | null): Promise<void>;
  /** The same of one channel; undefined = it follows its server. */
  channelDefaultOf(channel: ChannelRef): Promise<string | null | undefined>;
  setChannelDefault(channel: ChannelRef, name: string | null | undefined): Promise<void>;
}

/** What is new of a style, and who changed it. */
export type PresetChanges = Partial<PresetSettings & PresetAccess> & {
  readonly description?: string;
} & PresetChanger;

/** Who changed a style, and when. */
export interface PresetChanger {
  readonly byId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A style after a change; null = it was removed. Versions of a style count up from 1. */
export interface PresetVersion extends PresetChanger {
  readonly version: number;
  readonly preset: Preset | null;
}

/** A channel of a server. */
export interface ChannelRef {
  readonly serverId: string;
  readonly channelId: string;
}

/** How many styles a server can have. */
export interface StyleBound {
  readonly stylesMax: number;
}

/** A style before and after an undo; null = there was or is none of the name. */
export interface PresetUndo {
  readonly before: Preset | null;
  readonly after: Preset | null;
}
