import type { BlobRef } from '#bot/domain/task.ts';

/** Where what jobs gave lies. A file is whole or not there. */
export interface PictureStore {
  /** Throws `exhausted` with a sentence for the operator when the disk is full. */
  put(file: string, data: Uint8Array): Promise<void>;
  /** Null when it is gone. */
  get(file: string): Promise<Uint8Array | null>;
  remove(file: string): Promise<void>;
}

/**
 * Where files that tasks refer to lie, by their content. A file stays while a job of the ledger refers to it, and for a
 * while after it was put, so that there is time to accept the job that will; then it is swept away.
 */
export interface BlobStore {
  /** The same bytes are kept once. Throws `exhausted` when the store or the disk is full. */
  put(data: Uint8Array, mime: string): Promise<BlobRef>;
  /** Null when it is gone. */
  get(ref: BlobRef): Promise<Uint8Array | null>;
}
