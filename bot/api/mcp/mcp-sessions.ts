import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { Asker } from '#bot/api/asker.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { BODY_BYTES_MAX } from '#bot/api/guard.ts';
import { createMcpServer } from '#bot/api/mcp/mcp-server.ts';

/** Conversations with assistants, each with a server of its own, so that what one cancels is its own. */
export interface McpSessions {
  handle(request: Request, asker: Asker): Promise<Response>;
}

interface Session {
  readonly keyId: string;
  readonly transport: WebStandardStreamableHTTPServerTransport;
}

/** Those that are remembered; beyond it the one that was quiet for longest is ended, and begins anew when it asks again. */
const SESSIONS_MAX = 200;

/** Sessions by their names, each of one key alone. */
export function createMcpSessions(services: ApiServices): McpSessions {
  const sessions = new Map<string, Session>();
  const remember = (id: string, session: Session) => {
    sessions.delete(id);
    sessions.set(id, session);
    const [quietest] = sessions;
    if (sessions.size <= SESSIONS_MAX || !quietest) return;
    sessions.delete(quietest[0]);
    void quietest[1].transport.close();
  };
  const begin = async (asker: Asker): Promise<Session> => {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: BODY_BYTES_MAX,
      onsessioninitialized: (id) => remember(id, { keyId: asker.key.id, transport }),
      onsessionclosed: (id) => {
        sessions.delete(id);
      },
    });
    await createMcpServer(services).connect(transport);
    return { keyId: asker.key.id, transport };
  };
  services.closing.addEventListener('abort', () => {
    for (const { transport } of sessions.values()) void transport.close();
    sessions.clear();
  });
  return {
    async handle(request, asker) {
      const id = request.headers.get('mcp-session-id');
      const known = id === null ? undefined : sessions.get(id);
      // Of another key, or from before a restart: an assistant that hears 404 begins anew.
      if (id !== null && known?.keyId !== asker.key.id) return gone();
      if (id !== null && known) remember(id, known);
      const { transport } = known ?? (await begin(asker));
      const { key } = asker;
      const authInfo = { token: '', clientId: key.id, scopes: [...key.scopes], extra: { asker } };
      return transport.handleRequest(request, { authInfo });
    },
  };
}

function gone(): Response {
  return Response.json(
    { jsonrpc: '2.0', error: { code: -32_001, message: 'Session not found' }, id: null },
    { status: 404 },
  );
}
