import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FakeRepo, type KeptFile, type KeptRepo, keepRepo } from '#test/fakes/hub/fake-repo.ts';
import { sendBytes } from '#test/fakes/hub/send-bytes.ts';

/** What goes wrong with a file, until the hub is told otherwise or `times` have passed. */
export type HubFault =
  /** The connection is cut when this many bytes of the file have gone. */
  | { readonly kind: 'break'; readonly at: number; readonly times: number }
  /** A byte is another than it should be. */
  | { readonly kind: 'corrupt' }
  /** Another file answers than the one that was listed. */
  | { readonly kind: 'changed' }
  /** Everything comes, whatever range was asked for. */
  | { readonly kind: 'no-ranges' }
  | { readonly kind: 'status'; readonly status: number; readonly times: number; readonly retryAfter?: number };

/** A request as it arrived, at the hub or at the data centre that it redirects to. */
export interface SeenRequest {
  readonly server: 'hub' | 'cdn';
  readonly method: string;
  readonly url: string;
  readonly range: string | null;
  readonly authorization: string | null;
}

export interface FakeHub {
  readonly endpoint: string;
  /** Everything that was asked, in order. */
  readonly requests: SeenRequest[];
  /** Adds a repository or changes it; gives its commit. */
  push(repo: FakeRepo): string;
  /** The old name then redirects to the new one. */
  rename(from: string, to: string): void;
  fault(path: string, fault: HubFault | null): void;
  close(): Promise<void>;
}

export interface FakeHubOptions {
  /** The token that opens gated and private repositories. */
  readonly token?: string;
  /** Files on one page of a listing. */
  readonly pageSize?: number;
}

/** A server that speaks the Hugging Face hub's protocol on loopback, with its data centre on another port. */
export async function startFakeHub(options: FakeHubOptions = {}): Promise<FakeHub> {
  const repos = new Map<string, KeptRepo>();
  const renamed = new Map<string, string>();
  const faults = new Map<string, { fault: HubFault; left: number }>();
  const requests: SeenRequest[] = [];
  const takeFault = (path: string): HubFault | null => {
    const found = faults.get(path);
    if (!found || found.left <= 0) return null;
    found.left -= 1;
    return found.fault;
  };
  const world: World = { ...options, repos, renamed, takeFault, cdn: '' };
  const cdn = await listen(requests, 'cdn', (request, response) => answerCdn(world, { request, response }));
  world.cdn = addressOf(cdn);
  const hub = await listen(requests, 'hub', (request, response) => answerHub(world, { request, response }));
  return {
    endpoint: addressOf(hub),
    requests,
    push(repo) {
      const kept = keepRepo(repo);
      repos.set(repo.name, kept);
      return kept.commit;
    },
    rename: (from, to) => void renamed.set(from, to),
    fault(path, fault) {
      if (!fault) faults.delete(path);
      else faults.set(path, { fault, left: 'times' in fault ? fault.times : Number.POSITIVE_INFINITY });
    },
    async close() {
      for (const server of [hub, cdn]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

interface World extends FakeHubOptions {
  readonly repos: Map<string, KeptRepo>;
  readonly renamed: Map<string, string>;
  readonly takeFault: (path: string) => HubFault | null;
  cdn: string;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(requests: SeenRequest[], name: SeenRequest['server'], answer: Answer): Promise<Server> {
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const { range = null, authorization = null } = headers;
    requests.push({ server: name, method, url, range, authorization });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerHub(world: World, { request, response }: Exchange): void {
  const { pathname, searchParams } = new URL(request.url!, 'http://hub');
  const path = decodeURIComponent(pathname);
  const [, kind, name, rest = ''] =
    /^\/(api\/models\/)?([^/]+\/[^/]+)\/((?:resolve|revision|tree|paths-info)\/.*)$/.exec(path) ?? [];
  if (name === undefined) return void refuse(response, 404, 'NotFound');
  const moved = world.renamed.get(name);
  if (moved) return void response.writeHead(307, { location: request.url!.replace(name, moved) }).end();
  const repo = world.repos.get(name);
  const isKnown = world.token !== undefined && request.headers.authorization === `Bearer ${world.token}`;
  // Strangers are not told whether a repository is private or not there at all.
  if (!repo || (repo.access === 'private' && !isKnown)) {
    return void refuse(response, request.headers.authorization ? 404 : 401, 'RepoNotFound');
  }
  const [verb, revision = '', ...parts] = rest.split('/');
  if (revision !== 'main' && revision !== repo.commit) return void refuse(response, 404, 'RevisionNotFound');
  if (kind && verb === 'revision') return void sendJson(response, describe(repo));
  if (kind && verb === 'tree') return void sendTree(world, { response, repo, searchParams, path });
  if (kind && verb === 'paths-info') return void sendPathsInfo(repo, { request, response });
  if (repo.access === 'gated' && !isKnown) {
    return void refuse(response, request.headers.authorization ? 403 : 401, 'GatedRepo');
  }
  resolve(world, { request, response, repo, path: parts.join('/') });
}

function describe({ name, commit, access, files }: KeptRepo): object {
  const siblings = files.map(({ path }) => ({ rfilename: path }));
  const lastModified = '2024-01-01T00:00:00.000Z';
  const flags = { private: access === 'private', gated: access === 'gated' ? 'auto' : false };
  return { _id: commit.slice(0, 24), id: name, sha: commit, ...flags, lastModified, likes: 0, downloads: 0, siblings };
}

function sendTree(
  { pageSize = 1000 }: World,
  at: { response: ServerResponse; repo: KeptRepo; searchParams: URLSearchParams; path: string },
): void {
  const start = Number(at.searchParams.get('cursor') ?? 0);
  const folders = new Set(at.repo.files.flatMap(({ path }) => (path.includes('/') ? [path.split('/')[0]!] : [])));
  const entries = [
    ...[...folders].map((path) => ({ type: 'directory', oid: '0'.repeat(40), path, size: 0 })),
    ...at.repo.files.map(toEntry),
  ];
  if (start + pageSize < entries.length) {
    at.searchParams.set('cursor', String(start + pageSize));
    const host = at.response.req.headers.host;
    at.response.setHeader('link', `<http://${host}${at.path}?${at.searchParams}>; rel="next"`);
  }
  sendJson(at.response, entries.slice(start, start + pageSize));
}

function toEntry({ path, bytes, oid, lfs }: KeptFile): object {
  const entry = { type: 'file', path, oid, size: bytes.length };
  return lfs ? { ...entry, lfs: { oid: lfs, size: bytes.length, pointerSize: 130 } } : entry;
}

async function sendPathsInfo(repo: KeptRepo, { request, response }: Exchange): Promise<void> {
  const body = Buffer.concat(await request.toArray()).toString();
  const { paths } = JSON.parse(body) as { paths: string[] };
  sendJson(response, repo.files.filter(({ path }) => paths.includes(path)).map(toEntry));
}

function resolve(world: World, at: Exchange & { readonly repo: KeptRepo; readonly path: string }): void {
  const { request, response, repo, path } = at;
  const file = repo.files.find((each) => each.path === path);
  response.setHeader('x-repo-commit', repo.commit);
  if (!file) return void refuse(response, 404, 'EntryNotFound');
  const fault = request.method === 'HEAD' || file.lfs ? null : world.takeFault(path);
  const isChanged = (file.lfs ? peekChanged(world, path) : fault?.kind === 'changed') === true;
  const hash = isChanged ? 'f'.repeat((file.lfs ?? file.oid).length) : (file.lfs ?? file.oid);
  if (!file.lfs) {
    response.setHeader('etag', `"${hash}"`);
    return void sendBytes(file.bytes, { request, response, fault });
  }
  response.setHeader('x-linked-etag', `"${hash}"`);
  response.setHeader('x-linked-size', file.bytes.length);
  const key = `${encodeURIComponent(repo.name)}/${encodeURIComponent(path)}`;
  response.writeHead(302, { location: `${world.cdn}/${key}?signature=for-this-file-only`, 'content-length': 0 }).end();
}

/** Whether the hub, not its data centre, has this fault. */
function peekChanged(world: World, path: string): boolean {
  const fault = world.takeFault(`hub:${path}`);
  return fault?.kind === 'changed';
}

function answerCdn(world: World, { request, response }: Exchange): void {
  const [repo = '', path = ''] = new URL(request.url!, 'http://cdn').pathname
    .slice(1)
    .split('/')
    .map(decodeURIComponent);
  const file = world.repos.get(repo)?.files.find((each) => each.path === path);
  if (!file || request.headers.authorization) return void refuse(response, 400, 'InvalidSignature');
  // The data centre has names of its own for the same bytes.
  response.setHeader('etag', '"cdn-0123"');
  const fault = request.method === 'HEAD' ? null : world.takeFault(path);
  sendBytes(file.bytes, { request, response, fault });
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'x-error-code': code, 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: code }));
}
