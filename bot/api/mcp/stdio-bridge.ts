import type { Readable, Writable } from 'node:stream';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { isJSONRPCRequest, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { createTurn } from '#shared/async/turn.ts';

/** The door of a running bot, and the key to it. */
export interface BridgeOptions {
  readonly address: string;
  readonly key: string;
  /** The program's own where left out. */
  readonly input?: Readable;
  readonly output?: Writable;
}

/** JSON-RPC's number for what went wrong on the way. */
const INTERNAL = -32_603;

/**
 * Carries messages between standard input and output and the bot's door as they are, until the input ends: whoever
 * starts it talks to the bot. Refusals of the door are answers to what was asked.
 */
export async function bridgeToDoor({ address, key, input, output }: BridgeOptions): Promise<void> {
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  const door = new StreamableHTTPClientTransport(new URL('/mcp', address), { requestInit });
  const here = new StdioServerTransport(input, output);
  const ended = new Promise<void>((resolve) => {
    here.onclose = resolve;
    (input ?? process.stdin).once('end', resolve);
  });
  door.onmessage = (message) => {
    // From then on every request has to say which version was agreed on.
    const { protocolVersion } = 'result' in message ? message.result : {};
    if (typeof protocolVersion === 'string') door.setProtocolVersion(protocolVersion);
    void here.send(message);
  };
  // One after the other, as far as the door has taken them: the first answer names the session of all others.
  const turn = createTurn();
  here.onmessage = (message) => {
    // Where nobody can be told any more there is nobody left to carry for.
    turn(() => carry(message, { door, here })).catch(() => {});
  };
  await door.start();
  await here.start();
  await ended;
  await door.terminateSession().catch(() => {}); // it may be over already, and ends by itself
  await door.close();
  await here.close();
}

async function carry(
  message: JSONRPCMessage,
  { door, here }: { readonly door: StreamableHTTPClientTransport; readonly here: Transport },
): Promise<void> {
  try {
    await door.send(message);
  } catch (thrown) {
    if (!isJSONRPCRequest(message)) return;
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    await here.send({ jsonrpc: '2.0', id: message.id, error: { code: INTERNAL, message: said } });
  }
}
