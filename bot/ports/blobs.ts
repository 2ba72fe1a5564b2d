/** Where finished pictures lie. A file is whole or not there. */
export interface PictureStore {
  /** Throws `exhausted` with a sentence for the operator when the disk is full. */
  put(file: string, data: Uint8Array): Promise<void>;
  /** Null when it is gone. */
  get(file: string): Promise<Uint8Array | null>;
  remove(file: string): Promise<void>;
}
