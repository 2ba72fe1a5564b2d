/** Small pictures that outlive the process, by what they were drawn of. */
export interface SketchStore {
  has(key: string): boolean;
  /** The PNG; null = it is not there. */
  get(key: string): Promise<Uint8Array | null>;
  /** Of more than there is room for the oldest go. Throws `exhausted` when the disk is full. */
  put(key: string, png: Uint8Array): Promise<void>;
}
