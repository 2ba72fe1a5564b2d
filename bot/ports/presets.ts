import type { Preset, PresetSettings } from '#bot/domain/preset.ts';

/** Styles by server. Names are unique within a server. */
export interface PresetStore {
  list(serverId: string): Promise<readonly Preset[]>;
  get(serverId: string, name: string): Promise<Preset | null>;
  /** Throws already-exists. */
  create(preset: Preset): Promise<void>;
  /** False when there is none of that name. */
  update(
    serverId: string,
    name: string,
    change: Partial<PresetSettings> & { readonly description?: string; readonly at: number },
  ): Promise<boolean>;
  remove(serverId: string, name: string): Promise<boolean>;
  /** The style used where a member names none; null = plain. Undefined = never chosen. */
  defaultOf(serverId: string): Promise<string | null | undefined>;
  setDefault(serverId: string, name: string | null): Promise<void>;
}
