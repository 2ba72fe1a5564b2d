import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { ApiServices } from '#bot/api/door.ts';
import { answered, type ToolCall } from '#bot/api/mcp/tool-answer.ts';
import { DESCRIBE, DRAW, QUEUE, UPSCALE, VARY } from '#bot/api/mcp/tool-inputs.ts';
import { describePicture, drawPictures, tellQueue, upscalePicture, varyPicture } from '#bot/api/mcp/tools.ts';

/** What an assistant is told of all tools together. */
const INSTRUCTIONS =
  'Draws pictures with Stable Diffusion on the cluster of a community. Prompts are lists of what is to be seen; ' +
  '(word:1.3) weighs a word, and what is to be avoided goes into negative_prompt. Every drawn picture has a job and an ' +
  'index, by which vary, upscale and describe find it again.';

/** A server with the tools of one conversation. */
export function createMcpServer(services: ApiServices): McpServer {
  const server = new McpServer({ name: 'easel', version: '1' }, { instructions: INSTRUCTIONS });
  const call = (extra: unknown): ToolCall => ({ services, extra: extra as ToolCall['extra'] });
  server.registerTool(
    'draw',
    { description: 'Draws new pictures from words.', inputSchema: DRAW },
    async (input, extra) => answered(() => drawPictures(input, call(extra))),
  );
  server.registerTool(
    'vary',
    {
      description: 'Draws a picture anew: a little or much of it changes, or more is drawn round it.',
      inputSchema: VARY,
    },
    async (input, extra) => answered(() => varyPicture(input, call(extra))),
  );
  server.registerTool(
    'upscale',
    { description: 'Makes a picture larger, with a network for that.', inputSchema: UPSCALE },
    async (input, extra) => answered(() => upscalePicture(input, call(extra))),
  );
  server.registerTool(
    'describe',
    { description: 'Says what is in a picture: captions and tags.', inputSchema: DESCRIBE },
    async (input, extra) => answered(() => describePicture(input, call(extra))),
  );
  server.registerTool(
    'queue',
    {
      description: 'Says how many jobs wait, what there is to draw with, and how far your own jobs are.',
      inputSchema: QUEUE,
      annotations: { readOnlyHint: true },
    },
    async (_input, extra) => answered(() => tellQueue(call(extra))),
  );
  return server;
}
