import { once } from 'node:events';
import type { handleServerStreamingCall, handleUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import type { Arrived } from '#shared/rpc/bounded-request.ts';
import { toStatus } from '#shared/rpc/status.ts';
import { failure } from '#shared/text/failure.ts';
import { readTraceparent, type SpanContext } from '#shared/tracing/trace-context.ts';

/** Hears what a call has thrown, with what was asked; null = it could not be read. */
type Report<Request> = (thrown: unknown, request: Request | null) => void;

/**
 * Turns an async function into a unary handler. Whatever it throws reaches the caller as a status and one sentence;
 * `report` gets it whole, for the log.
 */
export function unary<Request, Reply>(
  handle: (request: Request, signal: AbortSignal) => Promise<Reply>,
  report: Report<Request> = () => {},
): handleUnaryCall<Arrived<Request>, Reply> {
  return (call, callback) => {
    const abort = new AbortController();
    call.on('cancelled', () => abort.abort(failure('cancelled', 'rpc.caller-left')));
    read(call.request, (request) => handle(request, abort.signal), report).then(
      (reply) => callback(null, reply),
      (thrown: unknown) => callback(toStatus(thrown)),
    );
  };
}

/**
 * Turns an async generator into a server-streaming handler. The next item is asked for only when the reader has taken
 * the last ones (`write` returning false is awaited), so a slow reader slows the generator and costs no memory. The
 * signal aborts when the reader leaves. `parent`: what the caller does it for, where it says so.
 */
export function serverStream<Request, Item>(
  handle: (request: Request, signal: AbortSignal, parent: SpanContext | null) => AsyncGenerator<Item, void, undefined>,
  report: Report<Request> = () => {},
): handleServerStreamingCall<Arrived<Request>, Item> {
  return (call) => {
    const abort = new AbortController();
    // The event also fires after a normal end; by then nobody listens to the signal any more.
    call.on('cancelled', () => abort.abort(failure('cancelled', 'rpc.caller-left')));
    call.on('error', () => abort.abort(failure('cancelled', 'rpc.broken')));
    const parent = readTraceparent(call.metadata.get('traceparent')[0]);
    const answer = (request: Request) => pump(call, handle(request, abort.signal, parent), abort.signal);
    read(call.request, answer, report).then(
      () => call.end(),
      (thrown: unknown) => call.emit('error', toStatus(thrown)),
    );
  };
}

/** Decodes a request and answers it; what is wrong with it is a failure like any other. */
async function read<Request, Answer>(
  arrived: Arrived<Request>,
  answer: (request: Request) => Promise<Answer>,
  report: Report<Request>,
): Promise<Answer> {
  let request: Request | null = null;
  try {
    request = arrived();
    return await answer(request);
  } catch (thrown) {
    report(thrown, request);
    throw thrown;
  }
}

async function pump<Item>(
  call: ServerWritableStream<unknown, Item>,
  items: AsyncGenerator<Item, void, undefined>,
  signal: AbortSignal,
) {
  for await (const item of items) {
    signal.throwIfAborted();
    if (!call.write(item)) await once(call, 'drain', { signal });
  }
}
