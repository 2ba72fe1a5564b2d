import { listFiles, modelInfo } from '@huggingface/hub';
import type { ContentHash } from '#renderer/models/hub/content-hash.ts';
import type { HubClient } from '#renderer/models/hub/hub-client.ts';
import type { HubSource } from '#renderer/models/hub/hub-source.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A file as the hub describes it, before a byte of it has come. */
export interface RemoteFile {
  /** In its repository, with slashes. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly hash: ContentHash;
}

/** A repository at one commit: its files cannot change any more. */
export interface RemoteRepo {
  readonly repo: string;
  readonly commit: string;
  readonly files: readonly RemoteFile[];
}

/** How long one answer about a repository may take. */
const ANSWER_MS = 60_000;

/** A repository with more files than this is no model. */
const FILES_MAX = 5_000;

/** Asks the hub what a revision is now. Throws what hub-failure.ts says, and `invalid` for an answer no hub would give. */
export async function readRemoteRepo(
  { repo, revision }: Pick<HubSource, 'repo' | 'revision'>,
  { client, signal }: { readonly client: HubClient; readonly signal: AbortSignal },
): Promise<RemoteRepo> {
  const within = () => AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  const way: { hubUrl: string; fetch: typeof fetch } = {
    hubUrl: client.endpoint,
    fetch: (input, init) => client.fetch(input, { ...init, signal: within() }),
  };
  const { sha: commit } = await modelInfo({ name: repo, revision, additionalFields: ['sha'], ...way });
  const isCommit = /^[0-9a-f]{40}$/.test(commit);
  if (!isCommit) throw odd(repo, message('hub.commit', { given: shown(commit) }));
  const files: RemoteFile[] = [];
  const listing = listFiles({ repo: { type: 'model', name: repo }, recursive: true, revision: commit, ...way });
  for await (const { type, path, size, oid, lfs } of listing) {
    if (type !== 'file') continue;
    if (files.length >= FILES_MAX) throw odd(repo, message('hub.files', { limit: FILES_MAX }));
    requireInside(repo, path);
    const hash = lfs ? { kind: 'sha256' as const, hex: lfs.oid } : { kind: 'git' as const, hex: oid ?? '' };
    requireHash(repo, { path, hash });
    files.push({ path, size: lfs?.size ?? size, hash });
  }
  return { repo, commit, files };
}

/** Paths and hashes become names in the cache's folders, so they must not lead out of them. */
function requireInside(repo: string, path: string): void {
  const parts = path.split('/');
  if (parts.every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\\0:]/.test(path)) return;
  throw odd(repo, message('hub.path', { given: shown(path) }));
}

function requireHash(repo: string, { path, hash }: { path: string; hash: ContentHash }): void {
  if (hash.kind === 'sha256' ? /^[0-9a-f]{64}$/.test(hash.hex) : /^[0-9a-f]{40}$/.test(hash.hex)) return;
  throw odd(repo, message('hub.hash', { path, given: shown(hash.hex) }));
}

function odd(repo: string, reason: Message): Failure {
  return failure('invalid', 'hub.odd', { what: repo, reason });
}

function shown(text: string): string {
  return JSON.stringify(String(text).slice(0, 80));
}
