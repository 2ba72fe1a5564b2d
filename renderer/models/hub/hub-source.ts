/** A place on the Hugging Face hub. */
export interface HubSource {
  /** owner/name, or a name alone for the oldest ones. */
  readonly repo: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
  /** One file of it; null = everything that belongs to one model, VAE, tiny decoder or adapter. */
  readonly file: string | null;
  /** Precision to take where there are several, like fp16; fp32 = the files without one; null = fp16 where there is. */
  readonly variant: string | null;
}

/** How the hub names repositories. */
export const REPO_NAME = /^[A-Za-z0-9][\w.-]{0,95}(\/[A-Za-z0-9_][\w.-]{0,95})?$/;

/** Branches, tags and commits; pull requests are refs/pr/1. */
export const REVISION_NAME = /^(?!.*\.\.)[A-Za-z0-9][\w./-]{0,199}$/;

/** As people write it: owner/name@revision:file. */
export function printSource({ repo, revision, file }: HubSource): string {
  return `${repo}${revision === 'main' ? '' : `@${revision}`}${file === null ? '' : `:${file}`}`;
}
