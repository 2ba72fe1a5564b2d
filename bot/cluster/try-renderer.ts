import { failure } from '#bot/text/say.ts';
import type { RendererAuth } from '#shared/config/renderer-auth.ts';
import type { Description } from '#shared/contract/messages.ts';
import { Failure } from '#shared/failure.ts';
import { connectRenderer } from '#shared/rpc/call.ts';

/** How long somebody who adds a renderer waits for its answer. Milliseconds. */
const ANSWER_WITHIN_MS = 5_000;

/** `host:port` as EASEL_RENDERERS takes it; a host may be an IPv6 address in brackets. */
const ADDRESS = /^(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}$/;

/** Asks a renderer once what it can do; throws with a sentence that says what is in the way. */
export async function tryRenderer(address: string, auth: RendererAuth): Promise<Description> {
  if (!ADDRESS.test(address)) throw failure('invalid', 'link.address', { given: address });
  try {
    return await askRenderer(address, auth);
  } catch (thrown) {
    const { code } = Failure.from(thrown);
    if (code === 'denied') throw failure('denied', 'link.other-secret', { renderer: address }, { cause: thrown });
    if (code === 'unavailable') throw failure('unavailable', 'link.nobody', { renderer: address }, { cause: thrown });
    throw thrown;
  }
}

/** What a renderer says of itself when it is asked once, by an address as EASEL_RENDERERS has it. */
export async function askRenderer(address: string, auth: RendererAuth): Promise<Description> {
  const connection = connectRenderer(address, auth);
  try {
    return await connection.describe({}, { timeoutMs: ANSWER_WITHIN_MS });
  } finally {
    connection.close();
  }
}
