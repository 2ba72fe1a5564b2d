/** Under which server pictures of the ready-made styles are kept, which all servers share. */
export const READY_MADE_SERVER = 'ready-made';

/** What was drawn of a style to show it in lists. */
export interface PresetPicture {
  readonly name: string;
  /** What it was drawn from. */
  readonly look: string;
  /** False: it could not be drawn. */
  readonly isThere: boolean;
}

/** Pictures of styles by server; no server is given another's. There is a bound to all of them: the oldest go. */
export interface PresetPictures {
  list(serverId: string): Promise<readonly PresetPicture[]>;
  /** A WebP; null when there is none. */
  get(serverId: string, name: string): Promise<Uint8Array | null>;
  /** In place of what was there; `data` null = it cannot be drawn. */
  put(
    serverId: string,
    picture: { readonly name: string; readonly look: string; readonly data: Uint8Array | null },
  ): Promise<void>;
  /** Forgets those of a server that are of other styles than these. */
  keepOnly(serverId: string, names: readonly string[]): Promise<void>;
}
