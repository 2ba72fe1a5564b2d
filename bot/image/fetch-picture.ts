import { GIVEN_BYTES_MAX } from '#bot/ports/picture-intake.ts';
import { failure } from '#bot/text/say.ts';
import { Failure } from '#shared/failure.ts';

/** Where Discord keeps the files of its members. */
export const DISCORD_FILES: readonly string[] = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

/** A file server that takes longer is down. Milliseconds. */
const FETCH_MS = 20_000;

/**
 * The bytes at an address, which must belong to one of the origins: whoever gives an address must not make the bot talk
 * to anybody else, so redirections are not followed either. Reads no more than the limit, whatever the server says.
 */
export async function fetchPicture(
  url: string,
  { origins, signal }: { readonly origins: readonly string[]; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (!address || !origins.includes(address.origin) || address.username !== '' || address.password !== '') {
    throw failure('invalid', 'intake.elsewhere');
  }
  try {
    const stop = AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]);
    const response = await fetch(address, { signal: stop, redirect: 'error' });
    if (!response.ok || !response.body) throw failure('not-found', 'intake.gone', { status: response.status });
    return await readAtMost(response.body);
  } catch (thrown) {
    if (signal.aborted || thrown instanceof Failure) throw thrown;
    throw failure('unavailable', 'intake.unreachable', { cause: thrown });
  }
}

async function readAtMost(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop ends the transfer.
  for await (const part of body) {
    bytes += part.length;
    if (bytes > GIVEN_BYTES_MAX) throw failure('invalid', 'intake.bytes', { max: GIVEN_BYTES_MAX });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
