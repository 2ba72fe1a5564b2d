import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateRawSync } from 'node:zlib';

export interface FakeIndex {
  /** As PIP_INDEX_URL has it. */
  readonly url: string;
  /** What came, with who asked. */
  readonly asked: readonly { readonly path: string; readonly range?: string; readonly who?: string }[];
  /** Ends the next download after so many bytes. */
  breakAfter(bytes: number): void;
  /** Sends so many bytes of the next download and no more, and leaves it open. */
  holdAfter(bytes: number): void;
  close(): Promise<void>;
}

export interface FakeProject {
  readonly project: string;
  readonly file: string;
  readonly bytes: Buffer;
}

/**
 * A package index that speaks PEP 691 (JSON) or PEP 503 (HTML), on a free port of this machine. It has the file in a
 * release v1 too, as GitHub does: by a redirect.
 */
export async function startFakeIndex(
  { project, file, bytes }: FakeProject,
  { speaks }: { readonly speaks: 'json' | 'html' },
): Promise<FakeIndex> {
  const asked: { path: string; range?: string; who?: string }[] = [];
  let breakAt: number | null = null;
  let isHeld = false;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { url: path = '', headers } = request;
    const { range, authorization: who } = headers;
    asked.push({ path, ...(range !== undefined && { range }), ...(who !== undefined && { who }) });
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (path === `/simple/${project}/` && speaks === 'json') {
      const files = [
        { filename: 'other.whl', url: '/other', hashes: {} },
        { filename: file, url: `../../files/${file}`, hashes: { sha256: hash } },
      ];
      response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
      response.end(JSON.stringify({ meta: { 'api-version': '1.1' }, name: project, files }));
    } else if (path === `/simple/${project}/`) {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<html><body><a href="../../files/${file}#sha256=${hash}" data-x="1">${file}</a><br/></body></html>`,
      );
    } else if (path.endsWith(`/releases/download/v1/${file}`))
      response.writeHead(302, { location: `/files/${file}` }).end();
    else if (path === `/files/${file}`) sendFile(response, Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0));
    else response.writeHead(404).end();
  }

  function sendFile(response: ServerResponse, from: number): void {
    const end = breakAt ?? bytes.length;
    const range = from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from, etag: '"0123"', ...range });
    const stays = isHeld;
    if (breakAt === null) response.end(bytes.subarray(from));
    else response.write(bytes.subarray(from, end), () => stays || response.destroy());
    breakAt = null;
  }

  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/simple`,
    asked,
    breakAfter: (count) => {
      [breakAt, isHeld] = [count, false];
    },
    holdAfter: (count) => {
      [breakAt, isHeld] = [count, true];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A zip archive, its files deflated or stored. */
export function zipOf(files: Readonly<Record<string, Buffer>>, { stored = false } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const packed = stored ? bytes : deflateRawSync(bytes);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(stored ? 0 : 8, 8);
    head.writeUInt32LE(crc32(bytes), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 10, 8, 28);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    at += head.length + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}
