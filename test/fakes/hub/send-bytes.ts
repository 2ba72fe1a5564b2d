import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HubFault } from '#test/fakes/hub/fake-hub.ts';

const CUT_AFTER_MS = 20;

/** Answers with a file or the range of it that was asked for, in the way the fault says. */
export function sendBytes(
  whole: Buffer,
  at: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly fault: HubFault | null },
): void {
  const { request, response, fault } = at;
  if (fault?.kind === 'status') {
    if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
    return void response.writeHead(fault.status).end();
  }
  const bytes = fault?.kind === 'corrupt' ? withOtherByte(whole) : whole;
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const isRange = from !== undefined && fault?.kind !== 'no-ranges';
  const start = isRange ? Number(from) : 0;
  if (start >= bytes.length && isRange) {
    return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  }
  const end = Math.min(isRange && to ? Number(to) + 1 : bytes.length, bytes.length);
  const headers = {
    'content-length': end - start,
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
  };
  const range = isRange ? { 'content-range': `bytes ${start}-${end - 1}/${bytes.length}` } : {};
  response.writeHead(isRange ? 206 : 200, { ...headers, ...range });
  if (request.method === 'HEAD') return void response.end();
  if (fault?.kind !== 'break') return void response.end(bytes.subarray(start, end));
  // The headers promise more than comes: what a connection that is cut looks like. Not at once, because the other side
  // forgets what it has not read yet when the end comes.
  const part = bytes.subarray(start, Math.max(start, Math.min(fault.at, end)));
  response.write(part, () => setTimeout(() => response.destroy(), CUT_AFTER_MS));
}

function withOtherByte(bytes: Buffer): Buffer {
  const other = Buffer.from(bytes);
  const middle = Math.floor(other.length / 2);
  other[middle] = other[middle]! ^ 0xff;
  return other;
}
