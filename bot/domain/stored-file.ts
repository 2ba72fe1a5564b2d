/** A file that a job gave. */
export interface StoredFile {
  /** Its name in the picture store. */
  readonly file: string;
  readonly bytes: number;
  /** Of its bytes, lower-case hex; null = stored before that was written down. */
  readonly sha256: string | null;
  readonly mime: string;
}

/** A file that a training gave. */
export interface StoredAdapter extends StoredFile {
  readonly adapter: string;
  /** The step after which its training had no numbers any more; left out = it ended as it should. */
  readonly brokeOffAt?: number | undefined;
}
