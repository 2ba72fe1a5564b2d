import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { ExclusiveUse } from '#bot/storage/exclusive-use.ts';
import { failure } from '#bot/text/say.ts';

/** How long the one that has the name may take to say which process it is. Milliseconds. */
const ANSWER_MS = 500;

/**
 * The same right once more, by a name that the kernel keeps and nobody can remove: a lock file that was deleted under a
 * running bot would let a second one in. The name is made of the ledger's place on the disk and a secret inside it, so
 * that no stranger can take it first. Linux and Windows have such names; elsewhere the lock file stands alone. Throws
 * one sentence that names the holder.
 */
export async function takeExclusiveName(ledgerFile: string, secret: string): Promise<ExclusiveUse> {
  const name = nameOf(ledgerFile, secret);
  if (name === null) return { release() {} };
  const server = createServer((socket) => {
    socket.on('error', () => {}); // who asked may have left
    socket.end(String(process.pid));
  });
  server.listen(name);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw failure('already-exists', 'ledger.in-use', { file: ledgerFile, process: await askHolder(name) }, { cause });
  }
  server.unref();
  return { release: () => void server.close() };
}

function nameOf(file: string, secret: string): string | null {
  const { dev, ino } = statSync(file);
  const name = `easel-${createHash('sha256').update(`${dev} ${ino} ${secret}`).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : null;
}

/** Null when it does not answer: it may be frozen. */
async function askHolder(name: string): Promise<string | null> {
  const socket = connect(name).setTimeout(ANSWER_MS, () => socket.destroy());
  try {
    const [pid] = (await once(socket, 'data', { signal: AbortSignal.timeout(ANSWER_MS) })) as [Buffer];
    return pid.toString('latin1').match(/^\d+$/)?.[0] ?? null;
  } catch {
    return null;
  } finally {
    socket.destroy();
  }
}
