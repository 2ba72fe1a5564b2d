import { createHash } from 'node:crypto';

/** A repository as somebody would push it. */
export interface FakeRepo {
  readonly name: string;
  /** By path. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** gated: needs the token. private: strangers are told that it is not there. */
  readonly access?: 'open' | 'gated' | 'private';
}

/** A file as the hub keeps it. */
export interface KeptFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** As git names the blob: of the bytes, or of the pointer in their place. */
  readonly oid: string;
  /** sha256 of the bytes, for what lies outside of git. */
  readonly lfs: string | null;
}

export interface KeptRepo {
  readonly name: string;
  readonly access: 'open' | 'gated' | 'private';
  readonly commit: string;
  readonly files: readonly KeptFile[];
}

/** Hashes everything as the hub does. The commit is a hash of it all, so that other files are another commit. */
export function keepRepo({ name, files, access = 'open' }: FakeRepo): KeptRepo {
  const kept = Object.entries(files).map(([path, content]) => keepFile(path, Buffer.from(content)));
  const commit = createHash('sha1')
    .update(kept.map(({ path, oid }) => `${path} ${oid}`).join('\n'))
    .digest('hex');
  return { name, access, commit, files: kept };
}

function keepFile(path: string, bytes: Buffer): KeptFile {
  if (!/\.(safetensors|bin|ckpt)$/.test(path)) return { path, bytes, oid: gitHash(bytes), lfs: null };
  const lfs = createHash('sha256').update(bytes).digest('hex');
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${lfs}\nsize ${bytes.length}\n`;
  return { path, bytes, oid: gitHash(Buffer.from(pointer)), lfs };
}

function gitHash(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
