import type { Preset, PresetSettings } from '#bot/domain/preset.ts';

/** Styles by server. Names are unique within a server, and no server sees another's. */
export interface PresetStore {
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
  update(
    serverId: string,
    name: string,
    change: Partial<PresetSettings> & { readonly description?: string; readonly at: number },
  ): Promise<boolean>;
  remove(serverId: string, name: string): Promise<boolean>;
  /**
   * Takes back the last change of a style: its creation, an edit or its removal, and a second time the undo itself.
   * Null when no change of it is known. Throws exhausted when a removed style no longer fits.
   */
  undo(serverId: string, name: string, bound: StyleBound): Promise<PresetUndo | null>;
  /** The style used where a member names none; null = plain. Undefined = never chosen. */
  defaultOf(serverId: string): Promise<string | null | undefined>;
  setDefault(serverId: string, name: string | null): Promise<void>;
  /** The same of one channel; undefined = it follows its server. */
  channelDefaultOf(channel: ChannelRef): Promise<string | null | undefined>;
  setChannelDefault(channel: ChannelRef, name: string | null | undefined): Promise<void>;
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
