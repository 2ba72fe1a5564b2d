import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { PRIVATE_FILE } from '#bot/storage/private-files.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Room for the ledger's log and its index, and for what is written while somebody makes more. */
const RESERVE_BYTES = 8 * 2 ** 20;

/**
 * Opens something that needs a little room on the disk. A file of nothing keeps that room: on a full disk it is given
 * up, so that a bot can start at all, and pictures can be deleted; it is there again as soon as there is room.
 */
export async function withReserve<T>(file: string, open: () => Promise<T>, log: Log): Promise<T> {
  try {
    const opened = await open();
    keepReserve(file);
    return opened;
  } catch (thrown) {
    if (Failure.from(thrown).code !== 'exhausted' || !existsSync(file)) throw thrown;
    log.warn({ file, err: thrown }, 'the disk is full: the room kept for a start is used, please make some');
    rmSync(file, { force: true });
    return open();
  }
}

function keepReserve(file: string) {
  if (existsSync(file)) return;
  try {
    // Not a hole: some file systems would give it no room.
    writeFileSync(file, Buffer.alloc(RESERVE_BYTES, 1), { mode: PRIVATE_FILE });
  } catch {
    rmSync(file, { force: true }); // there is no room now; perhaps at the next start
  }
}
