import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

const TLS = new URL('../renderer/service/tls/', import.meta.url);

/** Discord's client and its proxy for Activities, on one port that a browser takes for all hosts. */
export interface FakeClient {
  /** For Chromium: every name is this machine, and its certificate is taken. */
  readonly flags: readonly string[];
  close(): Promise<void>;
}

export interface FakeClientOptions {
  readonly clientId: string;
  /** What the application said is behind its Activity, and the name that it goes by there. */
  readonly target: { readonly address: string; readonly host: string };
  /** A code for a member who consents; '' = they do not. */
  readonly code: (userId: string) => string;
}

/**
 * Serves the client's page at every host but the proxy's, which passes everything on. The page's address says by
 * `instance` and `user` which Activity it shows to whom.
 */
export async function startFakeClient({ clientId, target, code }: FakeClientOptions): Promise<FakeClient> {
  const proxy = `${clientId}.discordsays.com`;
  const server = createServer({
    key: readFileSync(new URL('side.key', TLS)),
    cert: readFileSync(new URL('side.pem', TLS)),
  });
  server.on('request', (asked, answer) => {
    if (asked.headers.host !== proxy) {
      const { pathname, searchParams: said } = new URL(asked.url!, 'https://discord.com');
      const isCode = pathname === '/code';
      answer.writeHead(200, { 'content-type': isCode ? 'text/plain' : 'text/html' });
      const [instance, user] = [said.get('instance') ?? 'i-1', said.get('user') ?? ''];
      return answer.end(isCode ? code(user) : clientPage(proxy, clientId, { instance, user }));
    }
    const headers = { ...asked.headers, host: target.host };
    const passed = request(target.address + asked.url, { method: asked.method!, headers }, (reply) => {
      answer.writeHead(reply.statusCode!, reply.headers);
      reply.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    return asked.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    flags: [`--host-resolver-rules=MAP * 127.0.0.1:${port}`, '--ignore-certificate-errors'],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What Discord does with a frame, of https://github.com/discord/embedded-app-sdk, src/Discord.ts: opcodes and commands. */
function clientPage(
  proxy: string,
  clientId: string,
  { instance, user }: { readonly instance: string; readonly user: string },
): string {
  const frame = new URLSearchParams({ instance_id: instance, frame_id: 'f-1', platform: 'desktop' });
  return `<!doctype html><title>Discord</title>
<style>body{margin:0}iframe{width:100vw;height:100vh;border:0}</style>
<iframe src="https://${proxy}/?${frame}" allow="clipboard-write"></iframe>
<script>
  addEventListener('message', async ({ data: [opcode, said], source, origin }) => {
    if (origin !== 'https://${proxy}') return;
    const tell = (payload) => source.postMessage([1, payload], origin);
    if (opcode === 0 && said.v === 1 && said.encoding === 'json' && said.client_id === '${clientId}' && said.frame_id === 'f-1')
      tell({ cmd: 'DISPATCH', evt: 'READY', data: { v: 1 }, nonce: null });
    if (opcode !== 1 || said.cmd !== 'AUTHORIZE' || said.args.response_type !== 'code') return;
    const code = await fetch('/code?user=${encodeURIComponent(user)}').then((answer) => answer.text());
    if (code) tell({ cmd: 'AUTHORIZE', data: { code }, evt: null, nonce: said.nonce });
    else tell({ cmd: 'AUTHORIZE', data: { code: 4006, message: 'no' }, evt: 'ERROR', nonce: said.nonce });
  });
</script>`;
}
