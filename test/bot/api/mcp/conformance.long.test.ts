import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { type OpenDoors, openDoors } from '#test/bot/api/api-fixture.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const SUITE = fileURLToPath(
  new URL('../../../../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url),
);

/** The suite calls tools of a reference server: what ours does that shows the same, by the names it calls. */
const CALLED: Readonly<Record<string, { readonly name: string; readonly arguments: object }>> = {
  test_simple_text: { name: 'queue', arguments: {} },
  test_image_content: { name: 'draw', arguments: { prompt: 'a boat', steps: 2 } },
  test_tool_with_progress: { name: 'draw', arguments: { prompt: 'a boat', steps: 30 } },
  test_error_handling: { name: 'draw', arguments: { prompt: 'a boat', model: 'nothing' } },
};

/** What a server of tools that draw can meet. */
const MET = [
  'server-initialize',
  'ping',
  'tools-list',
  'tools-call-simple-text',
  'tools-call-image',
  'tools-call-error',
  'tools-call-with-progress',
  'server-sse-multiple-streams',
  'dns-rebinding-protection',
];

it('the protocol’s own conformance suite finds nothing wrong with what the door offers', async () => {
  const closers: (() => Promise<void>)[] = [];
  onTestFinished(async () => {
    for (const close of closers.reverse()) await close();
  });
  const doors = await openDoors((close) => closers.push(close));
  doors.renderer.setStepMs(20);
  const proxy = await openProxy(doors);
  closers.push(async () => {
    proxy.close();
    proxy.closeAllConnections();
  });
  const folder = scratchFolder();
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/mcp`;
  // It ends with 1: what is not offered (prompts, resources, sampling) fails.
  const asked = [SUITE, 'server', '--url', url, '--suite', 'all', '-o', folder];
  await promisify(execFile)(process.execPath, asked).catch(() => {});
  for (const scenario of MET) expect([scenario, ...failuresIn(folder, scenario)]).toEqual([scenario]);
}, 60_000);

/** What of a scenario was not found good; its informing lines left out. */
function failuresIn(folder: string, scenario: string): readonly string[] {
  const own = readdirSync(folder).find((name) => name.startsWith(`server-${scenario}-2`))!;
  const checks = JSON.parse(readFileSync(join(folder, own, 'checks.json'), 'utf8')) as readonly Check[];
  const found = checks.filter(({ status }) => status !== 'INFO');
  expect(found).not.toEqual([]);
  return found.filter(({ status }) => status !== 'SUCCESS').map(({ id, errorMessage }) => `${id}: ${errorMessage}`);
}

interface Check {
  readonly id: string;
  readonly status: string;
  readonly errorMessage?: string;
}

/** What an operator's proxy does for clients that know no keys; headers pass as they are. */
async function openProxy({ api, token }: OpenDoors): Promise<Server> {
  const { port } = new URL(api.address);
  const server = createServer(async (asked, answer) => {
    const body = translated(await buffer(asked));
    const headers = { ...asked.headers, authorization: `Bearer ${token}`, 'content-length': String(body.length) };
    const onward = request({ host: '127.0.0.1', port, path: asked.url, method: asked.method, headers }, (came) => {
      answer.writeHead(came.statusCode!, came.headers);
      came.pipe(answer);
    });
    answer.on('close', () => onward.destroy());
    onward.on('error', () => answer.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function translated(body: Buffer): Buffer {
  if (body.length === 0) return body;
  const message = JSON.parse(body.toString()) as { method?: string; params?: { name?: string } };
  const called = message.method === 'tools/call' ? CALLED[message.params?.name ?? ''] : undefined;
  return called ? Buffer.from(JSON.stringify({ ...message, params: { ...message.params, ...called } })) : body;
}
