import { Hono } from 'hono';
import { askerOf } from '#bot/api/asker.ts';
import type { ApiServices, Door } from '#bot/api/door.ts';
import type { McpSessions } from '#bot/api/mcp/mcp-sessions.ts';

/** The Model Context Protocol over streamable HTTP (2025-06-18): tools with which an assistant draws. */
export const MCP_DOOR: Door = {
  path: '/mcp',
  routes: mcpRoutes,
  refusal: ({ message }) => ({ jsonrpc: '2.0', error: { code: REFUSED, message }, id: null }),
};

/** JSON-RPC leaves numbers from here down to servers. */
const REFUSED = -32_000;

function mcpRoutes(services: ApiServices): Hono {
  const app = new Hono();
  let sessions: Promise<McpSessions> | null = null;
  app.all('/', async (c) => {
    // Loaded when the first assistant comes: the protocol's library is no small part of a start.
    sessions ??= import('#bot/api/mcp/mcp-sessions.ts').then(({ createMcpSessions }) => createMcpSessions(services));
    return (await sessions).handle(c.req.raw, askerOf(c));
  });
  return app;
}
