import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lockRepo } from '#renderer/models/hub/cache-lock.ts';
import { download } from '#renderer/models/hub/download.ts';
import { createHubClient, type HubClient } from '#renderer/models/hub/hub-client.ts';
import { missingFiles } from '#renderer/models/pulled-content.ts';
import type { ReadyMadeRelease } from '#renderer/models/ready-made-releases.ts';
import { requireFreeBytes } from '#renderer/models/require-free-bytes.ts';
import type { Clock } from '#shared/clock.ts';
import type { HubConfig } from '#shared/config/hub.ts';

export interface ReleasePull {
  readonly client: HubClient;
  readonly clock: Clock;
  /** Where the files go. */
  readonly folder: string;
  /** The file that is on its way, and how many of its bytes are here. */
  readonly onBytes: (file: string, bytes: number) => void;
  readonly signal: AbortSignal;
}

const GITHUB = 'https://github.com';

/**
 * GitHub, or another place to download from that answers with the address of a data centre, and whose headers say
 * nothing of a file's hash, which is known beforehand. GitHub gets no token.
 */
export function releaseClient({ endpoint, token }: HubConfig = { endpoint: GITHUB, token: null }): HubClient {
  const client = createHubClient({ endpoint, token }, { whenUnreachable: 'release.unreachable' });
  return { ...client, ask: async (...asked) => ({ ...(await client.ask(...asked)), own: new Headers() }) };
}

/**
 * Brings the files of a release that are not here. Each gets its name when its hash is right; what has come of one is
 * kept when the connection breaks. Throws as `download` does, and `exhausted` when they do not fit on the disk.
 */
export async function pullRelease(
  source: Pick<ReadyMadeRelease, 'repo' | 'tag' | 'files'>,
  { client, clock, folder, onBytes, signal }: ReleasePull,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unlock = await lockRepo(folder);
  try {
    const missing = await missingFiles(source, folder);
    await requireFreeBytes(
      folder,
      missing.reduce((sum, { size }) => sum + size, 0),
    );
    for (const { name, size, sha256 } of missing) {
      const file = { path: name, size, hash: { kind: 'sha256' as const, hex: sha256 } };
      await download({
        file,
        name: `${source.repo} ${name}`,
        url: `${client.endpoint}/${source.repo}/releases/download/${source.tag}/${name}`,
        target: join(folder, name),
        client,
        clock,
        onBytes: (bytes) => onBytes(name, bytes),
        signal,
      });
    }
  } finally {
    await unlock();
  }
}
