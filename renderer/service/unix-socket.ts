import { once } from 'node:events';
import { chmodSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { failure } from '#shared/text/failure.ts';

const MODE = 0o600;
const PERMISSIONS = 0o777;

/** How long whoever listens at a path may take to take a connection. Milliseconds. */
const CONNECT_MS = 1_000;

/**
 * Runs `bind` so that the socket it makes at the path is its owner's alone from the first moment. What a dead renderer
 * left there is removed first. Throws one sentence when somebody listens there, or the mode cannot be had.
 */
export async function bindPrivately<T>(path: string, bind: () => Promise<T>): Promise<T> {
  await removeDeadSocket(path);
  const before = process.umask(PERMISSIONS & ~MODE);
  try {
    const bound = await bind();
    chmodSync(path, MODE);
    if ((statSync(path).mode & PERMISSIONS) !== MODE) throw failure('denied', 'renderer.socket-open', { path });
    return bound;
  } finally {
    process.umask(before);
  }
}

async function removeDeadSocket(path: string): Promise<void> {
  if (!statSync(path, { throwIfNoEntry: false })?.isSocket()) return;
  if (await isAnswered(path)) throw failure('already-exists', 'renderer.socket-taken', { path });
  rmSync(path, { force: true });
}

/** The kernel takes the connection for a process that is busy or frozen, too. */
async function isAnswered(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MS) });
    return true;
  } catch (thrown) {
    return (thrown as { code?: string }).code !== 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}
