import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hashFile, startHash } from '#renderer/models/hub/content-hash.ts';
import type { HubClient } from '#renderer/models/hub/hub-client.ts';
import { PassingHubFailure } from '#renderer/models/hub/hub-failure.ts';
import type { RemoteFile } from '#renderer/models/hub/remote-repo.ts';
import { createBackoff } from '#shared/async/backoff.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';

export interface Download {
  readonly file: RemoteFile;
  /** For people: repository and path. */
  readonly name: string;
  /** Where the hub has it. */
  readonly url: string;
  /** Where it goes when it is complete and right; until then `.incomplete` is added. */
  readonly target: string;
  readonly client: HubClient;
  readonly clock: Clock;
  /** Called after every piece: bytes that are there now, those of earlier runs included. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Pauses between tries, and how many there are without a byte between them; then it gives up. */
const RETRIES = { firstMs: 500, longestMs: 10_000 };
const RETRIES_MAX = 5;

/**
 * Brings one file, however often the connection breaks: what has come stays on the disk and the next try, or the next
 * run, asks for the rest. Nothing takes the target's name before its hash is right. Throws when it cannot, saying why;
 * the part that has come is kept unless it is wrong.
 */
export async function download(request: Download): Promise<void> {
  const partial = `${request.target}.incomplete`;
  await mkdir(dirname(partial), { recursive: true });
  let before = (await stat(partial).catch(() => null))?.size ?? 0;
  const retries = createBackoff(RETRIES);
  let failures = 0;
  for (;;) {
    const passing = await attempt(request, partial).then(() => null, asPassing);
    if (passing === null) return;
    const have = (await stat(partial).catch(() => null))?.size ?? 0;
    if (have > before) retries.reset();
    failures = have > before ? 1 : failures + 1;
    before = have;
    if (failures > RETRIES_MAX) throw passing;
    const pauseMs = retries.take();
    await request.clock.sleep(passing.pauseMs ?? pauseMs, request.signal);
  }
}

function asPassing(thrown: unknown): PassingHubFailure {
  if (thrown instanceof PassingHubFailure) return thrown;
  throw thrown;
}

async function attempt(request: Download, partial: string): Promise<void> {
  const handle = await open(partial, 'a+').catch((thrown) => Promise.reject(diskFailure(request, thrown)));
  const hash = startHash(request.file.hash, request.file.size);
  let resumed: number;
  try {
    resumed = await fetchRest(request, { handle, partial, hash });
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (hash.digest('hex') === request.file.hash.hex) return await rename(partial, request.target);
  await rm(partial, { force: true });
  request.onBytes(0);
  const what = request.name;
  // What an earlier run left can be at fault; a file that came in one piece and is wrong will be wrong again.
  if (resumed > 0) throw new PassingHubFailure(message('hub.wrong-hash', { what }));
  throw failure('invalid', 'hub.damaged', { what });
}

interface Partial {
  readonly handle: FileHandle;
  readonly partial: string;
  readonly hash: ReturnType<typeof startHash>;
}

/** Appends what is missing; gives the number of bytes that were there before. */
async function fetchRest(request: Download, { handle, partial, hash }: Partial): Promise<number> {
  const { file, name: what, onBytes, signal } = request;
  let have = (await handle.stat()).size;
  if (have > file.size) {
    await handle.truncate(0);
    have = 0;
  }
  const began = have;
  await hashFile(hash, { file: partial, bytes: have, signal });
  onBytes(have);
  if (have === file.size) return began;
  for await (const chunk of bytesFrom(request, have)) {
    have += chunk.length;
    if (have > file.size) throw new PassingHubFailure(message('hub.too-long', { what, bytes: file.size }));
    await writeAll(request, { handle, chunk });
    hash.update(chunk);
    onBytes(have);
  }
  if (have < file.size) {
    throw new PassingHubFailure(message('hub.broke-at', { what, at: have, bytes: file.size }));
  }
  return began;
}

async function* bytesFrom(request: Download, start: number): AsyncGenerator<Uint8Array, void, undefined> {
  const { name, url, client, signal } = request;
  const headers = { range: `bytes=${start}-`, 'accept-encoding': 'identity' };
  const { response, own } = await client.ask(url, { headers, signal });
  requireSame(request, own);
  const skip = start - firstByte(request, response);
  let passed = 0;
  try {
    for await (const chunk of response.body ?? []) {
      // A server that knows no ranges sends everything: what is there already is passed over.
      const from = Math.min(Math.max(skip - passed, 0), chunk.length);
      passed += chunk.length;
      if (from < chunk.length) yield chunk.subarray(from);
    }
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    if (thrown instanceof Failure) throw thrown;
    throw new PassingHubFailure(message('hub.broke', { what: name }), { cause: thrown });
  }
}

/** Where an answer begins in the file. */
function firstByte({ file, name }: Download, response: Response): number {
  if (response.status === 200) return 0;
  const [, first, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  if (first !== undefined && Number(total) === file.size) return Number(first);
  throw changed(name);
}

/** The hub names the file's hash and commit with every answer; another one means that it is not the file that was listed. */
function requireSame({ file, name }: Download, own: Headers): void {
  const linked = own.get('x-linked-etag') ?? own.get('etag');
  const hex = linked?.replace(/^W\//, '').replaceAll('"', '');
  if (hex !== undefined && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(hex) && hex !== file.hash.hex) throw changed(name);
  const size = own.get('x-linked-size');
  if (size !== null && Number(size) !== file.size) throw changed(name);
}

function changed(name: string): Failure {
  return failure('unavailable', 'hub.changed', { what: name });
}

async function writeAll(
  request: Download,
  { handle, chunk }: { handle: FileHandle; chunk: Uint8Array },
): Promise<void> {
  try {
    for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
  } catch (thrown) {
    throw diskFailure(request, thrown);
  }
}

function diskFailure({ name, target }: Download, thrown: unknown): Failure {
  const { code, message: problem } = thrown as { code?: string; message: string };
  const where = { what: name, folder: dirname(target) };
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  if (full) return failure('exhausted', 'hub.disk-full', where, { cause: thrown });
  return failure('denied', 'hub.unwritable', { ...where, problem }, { cause: thrown });
}
