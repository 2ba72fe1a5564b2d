import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json } from '#test/fakes/discord/json.ts';
import { ACTIVITY_ROUTES } from '#test/fakes/discord/rest/activity-routes.ts';
import { ApiError, refusals } from '#test/fakes/discord/rest/api-error.ts';
import { APPLICATION_ROUTES } from '#test/fakes/discord/rest/application-routes.ts';
import type { Answer, Route } from '#test/fakes/discord/rest/call.ts';
import { CHANNEL_ROUTES } from '#test/fakes/discord/rest/channel-routes.ts';
import type { Fault, Faults } from '#test/fakes/discord/rest/faults.ts';
import { CALLBACK_ROUTES } from '#test/fakes/discord/rest/interaction-routes.ts';
import type { InvalidRequests } from '#test/fakes/discord/rest/invalid-requests.ts';
import { type Limiter, limitHeaders, type Verdict } from '#test/fakes/discord/rest/limits.ts';
import type { RecordedRequest, SaidLimit } from '#test/fakes/discord/rest/request-log.ts';
import { THREAD_ROUTES } from '#test/fakes/discord/rest/thread-routes.ts';
import { WEBHOOK_ROUTES } from '#test/fakes/discord/rest/webhook-routes.ts';
import type { UploadedFile } from '#test/fakes/discord/world/attachments.ts';
import { hasExpired } from '#test/fakes/discord/world/attachments.ts';
import { announce, type World } from '#test/fakes/discord/world/world.ts';

const BODY_LIMIT = 64 * 1024 * 1024;
const PREFIX = '/api/v10';

/** Every operation of the fake; those with fewer parameters win, so that @original is no message id. */
const ROUTES: readonly (Route & { readonly pattern: RegExp })[] = [
  ...ACTIVITY_ROUTES,
  ...APPLICATION_ROUTES,
  ...CHANNEL_ROUTES,
  ...THREAD_ROUTES,
  ...CALLBACK_ROUTES,
  ...WEBHOOK_ROUTES,
]
  .map((route) => ({ ...route, pattern: patternOf(route.template) }))
  .sort((a, b) => parameterCount(a.template) - parameterCount(b.template));

/** What the HTTP side needs besides the world. */
export interface RestOptions {
  readonly requests: RecordedRequest[];
  readonly faults: Faults;
  readonly invalid: InvalidRequests;
  readonly limiter: () => Limiter;
}

/** Answers REST calls under /api/v10 and serves files under /attachments. */
export function restListener(world: World, options: RestOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const raw = await readBody(request).catch(() => null);
    // The client died while it was sending: nobody has asked for anything.
    if (raw === null) return void response.destroy();
    if (url.pathname.startsWith('/attachments/'))
      return serveFile(world, { pathname: decoded(url.pathname), query: url.searchParams }, response);
    if (!url.pathname.startsWith(PREFIX)) return send(response, { status: 404, body: refusals.noRoute().body }, {});
    const path = decoded(url.pathname.slice(PREFIX.length));
    const route = ROUTES.find((one) => one.method === request.method && one.pattern.test(path));
    const { body, files } = await parseBody(request, raw).catch(() => UNREADABLE);
    const record: RecordedRequest = {
      method: request.method ?? '',
      path,
      template: route?.template ?? null,
      query: url.search,
      contentType: request.headers['content-type'] ?? null,
      authorization: request.headers.authorization ?? null,
      body: body ?? null,
      files,
      at: world.clock.now(),
      findings: [],
      status: 0,
      limit: null,
      answer: null,
    };
    options.requests.push(record);
    const fault = options.faults.take(record);
    announce(world);
    if (fault?.kind === 'drop') return void response.destroy();
    if (fault?.kind === 'hold') await fault.released;
    const { answer, headers } =
      fault?.kind === 'status'
        ? faultAnswer(fault)
        : (banned(options, record) ??
          work({ world, record, route, limiter: options.limiter(), readable: body !== undefined }));
    if (fault?.kind === 'dropAnswer') return void response.destroy();
    if (fault?.kind === 'holdAnswer') {
      announce(world);
      await fault.released;
    }
    record.status = answer.status;
    options.invalid.count(record, headers['x-ratelimit-scope']);
    record.answer = answer.body ?? null;
    send(response, answer, headers);
    announce(world);
  };
}

function faultAnswer({ status = 502, html, retryAfterSeconds }: Fault): Answered {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { answer: { status, ...(html === undefined ? {} : { html }) }, headers };
}

/** What an address gets that was refused too often; null = it may ask. */
function banned({ invalid }: RestOptions, { at }: RecordedRequest): Answered | null {
  const html = invalid.ban(at);
  return html === null ? null : { answer: { status: 429, html }, headers: {} };
}

/** An answer with the headers that go with it. */
interface Answered {
  readonly answer: Answer;
  readonly headers: Record<string, string>;
}

interface Work {
  readonly world: World;
  readonly record: RecordedRequest;
  readonly route: (Route & { readonly pattern: RegExp }) | undefined;
  readonly limiter: Limiter;
  readonly readable: boolean;
}

function work(task: Work): Answered {
  let headers: Record<string, string> = {};
  try {
    const { world, record, route } = task;
    if (!route) throw refusals.noRoute();
    const params = route.pattern.exec(record.path)?.groups ?? {};
    checkAuthorization(task, route);
    const major = params.webhook_token ?? params.channel_id ?? params.guild_id ?? '';
    const { method, template, auth } = route;
    const verdict = task.limiter({ method, template, major, byBot: auth === 'bot' });
    if (verdict) {
      headers = limitHeaders(verdict);
      record.limit = saidLimit(verdict, { major, now: world.clock.now() });
    }
    if (verdict && !verdict.allowed) {
      const global = verdict.scope === 'global';
      const body = { message: 'You are being rate limited.', retry_after: verdict.resetAfterMs / 1000, global };
      return { answer: { status: 429, body }, headers };
    }
    if (!task.readable) throw refusals.unreadable();
    const { body, files, findings } = record;
    const query = new URLSearchParams(record.query);
    const userId = bearerOf(task);
    return { answer: route.handle({ world, params, query, userId, body, files, findings }), headers };
  } catch (error) {
    if (!(error instanceof ApiError)) return { answer: ownFailure(task.record, error), headers };
    const retryAfter = error.body.retry_after;
    if (typeof retryAfter === 'number') headers = { ...headers, 'retry-after': String(Math.ceil(retryAfter)) };
    return { answer: { status: error.status, body: error.body }, headers };
  }
}

function saidLimit(verdict: Verdict, { major, now }: { readonly major: string; readonly now: number }): SaidLimit {
  const { bucket, remaining, resetAfterMs, scope } = verdict;
  const key = scope === 'global' ? bucket : `${bucket} ${major}`;
  return { bucket: key, remaining, saidAt: now, endsAt: now + resetAfterMs };
}

/** A bug of the fake: loud in the problems, and a 500 for the client. */
function ownFailure(record: RecordedRequest, error: unknown): Answer {
  const message = `the fake failed: ${error instanceof Error ? error.stack : String(error)}`;
  record.findings.push({ rule: 0, outcome: 'report', message });
  return { status: 500, body: { message: '500: Internal Server Error', code: 0 } };
}

/** Which member gave the token of a request. */
function bearerOf({ world, record }: Pick<Work, 'world' | 'record'>): string | null {
  return world.bearers.get(record.authorization?.replace(/^Bearer /, '') ?? '') ?? null;
}

function checkAuthorization({ world, record }: Work, route: Route) {
  if (route.auth.includes('bearer') && bearerOf({ world, record }) !== null) return;
  if (route.auth === 'bearer') throw refusals.unauthorized();
  if (route.auth !== 'open' && record.authorization !== `Bot ${world.token}`) throw refusals.unauthorized();
  if (route.auth === 'open' && record.authorization !== null) {
    record.findings.push({
      rule: 18,
      outcome: 'report',
      message: 'calls by an interaction token go without the bot token',
    });
  }
}

function patternOf(template: string): RegExp {
  const source = template.replaceAll(/[.@]/g, '\\$&').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}$`);
}

function parameterCount(template: string): number {
  return template.split('{').length;
}

async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const UNREADABLE: { readonly body: Json | undefined; readonly files: readonly UploadedFile[] } = {
  body: undefined,
  files: [],
};

/** A path with its %-escapes resolved; left as it is when they are broken. */
function decoded(path: string): string {
  try {
    return path.split('/').map(decodeURIComponent).join('/');
  } catch {
    return path;
  }
}

/** JSON, or multipart with payload_json and files[n]; `body` is undefined when it cannot be read. */
async function parseBody(request: IncomingMessage, raw: Buffer<ArrayBuffer>): Promise<typeof UNREADABLE> {
  const contentType = request.headers['content-type'] ?? '';
  if (raw.length === 0) return { body: null, files: [] };
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return { body: Object.fromEntries(new URLSearchParams(raw.toString('utf8'))), files: [] };
  if (!contentType.startsWith('multipart/form-data')) return { body: parseJson(raw.toString('utf8')), files: [] };
  const form = await new Response(raw, { headers: { 'content-type': contentType } }).formData();
  const files: UploadedFile[] = [];
  for (const [field, value] of form) {
    const n = /^files\[(\d+)\]$/.exec(field)?.[1];
    if (n === undefined || typeof value === 'string') continue;
    files.push({ n, name: value.name, contentType: value.type, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { body: parseJson(String(form.get('payload_json') ?? 'null')), files };
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function serveFile(
  world: World,
  url: { readonly pathname: string; readonly query: URLSearchParams },
  response: ServerResponse,
) {
  const file = world.files.get(url.pathname);
  if (!file || hasExpired(url.query, world.clock.now())) return send(response, { status: 404 }, {});
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes.length });
  response.end(file.bytes);
}

function send(response: ServerResponse, answer: Answer, headers: Record<string, string>) {
  if (answer.html !== undefined) {
    response.writeHead(answer.status, { ...headers, 'content-type': 'text/html; charset=UTF-8' });
    response.end(answer.html);
    return;
  }
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  // discord.js parses every answer that calls itself JSON, also an empty one.
  response.writeHead(answer.status, { ...headers, ...(text ? { 'content-type': 'application/json' } : {}) });
  response.end(text);
}
