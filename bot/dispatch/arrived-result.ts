import type { ArrivedFile } from '#bot/dispatch/piece-assembly.ts';
import type { TaskResult } from '#bot/domain/job.ts';
import type { StoredFile } from '#bot/domain/stored-file.ts';
import type { RenderEvent } from '#shared/contract/messages.ts';

/** An event that carries a result, or a piece of one. */
export type ResultEvent = Extract<RenderEvent, { event: 'picture' | 'text' | 'mask' | 'animation' | 'file' }>;

/** A file as it was stored: with what says that a network made it, it is another than what arrived. */
export type StoredAs = Pick<StoredFile, 'file' | 'bytes' | 'sha256'>;

/** A result that has arrived whole and is what was asked for. */
export interface ArrivedResult {
  readonly files: readonly ArrivedFile[];
  /** A renderer's check would have withheld some of it; left out = it has not said so. */
  readonly isFlagged?: boolean;
  /** What the job gave, once its files are stored so. */
  named(stored: readonly StoredAs[]): TaskResult;
}

/** Collects the results of one render. Whatever is not what was asked for is thrown as `internal`: it is never shown. */
export interface ResultAssembly {
  /** The file that has become whole with it, of those that can be shown before the others are there; else null. */
  take(event: ResultEvent): Uint8Array | null;
  /** All of it; throws when something is missing. */
  complete(): ArrivedResult;
}
