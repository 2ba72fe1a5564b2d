import { existsSync } from 'node:fs';
import { mkdtemp, rmdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { doubtful, type Finding, right, wrong } from '#shared/preflight/finding.ts';
import { message } from '#shared/text/failure.ts';

/** The first Node that strips types of a program without a flag and has SQLite (package.json brings it). */
const NODE_LEAST = 24;

/** Below the first nothing can be kept; below the second a day's pictures of a busy server may not fit. MiB. */
const FREE_LEAST = 256;
const FREE_COMFORTABLE = 4096;

/** Whether this Node runs Easel. */
export function checkNode(version = process.versions.node): Finding {
  if (Number(version.split('.')[0]) >= NODE_LEAST) return right(message('preflight.node', { version }));
  return wrong(message('preflight.node-old', { version, least: NODE_LEAST }));
}

/** Says how much of the disk of a folder that exists is free, in MiB. */
export type ReadFreeMib = (folder: string) => Promise<number>;

/**
 * Whether a folder can be written, and has room. One that is not there yet is not made: what counts is the nearest
 * folder above it. `setting` is the variable that names it.
 */
export async function checkFolder(
  path: string,
  setting: string,
  readFreeMib: ReadFreeMib = freeMibOf,
): Promise<Finding> {
  const folder = resolve(path);
  try {
    const there = nearest(folder);
    // Rights alone say nothing of a file system that is mounted read-only.
    await rmdir(await mkdtemp(join(there, '.easel-preflight-')));
    const free = await readFreeMib(there);
    const room = { folder, setting, free, least: FREE_LEAST };
    if (free < FREE_LEAST) return wrong(message('preflight.disk-low', room));
    if (free < FREE_COMFORTABLE) return doubtful(message('preflight.disk-low', { ...room, least: FREE_COMFORTABLE }));
    return right(message('preflight.folder', { folder, gibibytes: Math.floor(free / 1024) }));
  } catch (thrown) {
    return wrong(message('preflight.folder-refused', { folder, setting, code: codeOf(thrown) }));
  }
}

/** What anybody may still write on the disk of a folder that exists, in MiB. */
export async function freeMibOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / 2 ** 20);
}

/** Whether this process can listen there; port 0 is any. `setting` is the variable that says where. */
export async function checkPort(host: string, port: number, setting: string): Promise<Finding> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const code = await refusalOfPort(host, port);
  if (code === null) return right(message('preflight.port', { address, setting }));
  if (code === 'EADDRINUSE') return wrong(message('preflight.port-taken', { address, setting }));
  return wrong(message('preflight.port-refused', { address, setting, code }));
}

/** Null when it was to be had. */
function refusalOfPort(host: string, port: number): Promise<string | null> {
  const { promise, resolve: settle } = Promise.withResolvers<string | null>();
  const server = createServer();
  server.once('error', (thrown) => settle(codeOf(thrown)));
  server.listen({ host, port, exclusive: true }, () => server.close(() => settle(null)));
  return promise;
}

function nearest(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearest(dirname(folder));
}

function codeOf(thrown: unknown): string {
  return String((thrown as NodeJS.ErrnoException).code ?? thrown);
}
