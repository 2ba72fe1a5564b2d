import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { makeSocketFolder } from '#bot/cluster/socket-folder.ts';
import { NO_AUTH, type RendererAuth } from '#shared/config/renderer-auth.ts';

/** Where a renderer that is started here listens, and what it asks of its callers. */
export interface LocalEndpoint {
  readonly environment: Readonly<Record<string, string>>;
  readonly auth: RendererAuth;
  /** The file that remembers the process; left out where a process could not be found again. */
  readonly record?: string;
}

/** A socket that its owner alone can open; on Windows, which has none, a port of this machine with a secret of its own. */
export function localEndpoint(
  id: string,
  { dataFolder, platform = process.platform }: { readonly dataFolder: string; readonly platform?: string },
): LocalEndpoint {
  if (platform === 'win32') {
    const secret = randomBytes(32).toString('hex');
    const environment = { EASEL_LISTEN: '127.0.0.1:0', EASEL_RENDERER_SECRET: secret };
    return { environment, auth: { secret, tls: null } };
  }
  const folder = makeSocketFolder(dataFolder);
  const environment = { EASEL_LISTEN: `unix:${join(folder, `${id}.sock`)}` };
  return { environment, auth: NO_AUTH, record: join(folder, `${id}.json`) };
}
