import {
  type CallOptions,
  type ChannelCredentials,
  type ChannelOptions,
  Client,
  credentials,
  Metadata,
  type MethodDefinition,
  type ServiceError,
} from '@grpc/grpc-js';
import { NO_AUTH, type RendererAuth } from '#shared/config/renderer-auth.ts';
import type {
  AttachRequest,
  DescribeRequest,
  Description,
  RenderEvent,
  RendererState,
  WatchRequest,
} from '#shared/contract/messages.ts';
import type {
  CancelReply,
  CancelRequest,
  DrainReply,
  DrainRequest,
  PauseReply,
  PauseRequest,
  PreloadEvent,
  PreloadRequest,
  PullEvent,
  PullRequest,
} from '#shared/contract/operating.ts';
import type { RenderRequest } from '#shared/contract/tasks.ts';
import type { CountTokensRequest, TokenCount } from '#shared/contract/token-count.ts';
import { rendererService } from '#shared/rpc/contract.ts';
import { fromStatus } from '#shared/rpc/status.ts';
import { failure } from '#shared/text/failure.ts';
import { spanOfJob, toTraceparent } from '#shared/tracing/trace-context.ts';

/** A connection to one renderer. Streams end by leaving the loop or aborting the signal; failures arrive as Failure. */
export interface RendererConnection {
  readonly address: string;
  describe(request: DescribeRequest, options: CallLimits): Promise<Description>;
  cancel(request: CancelRequest, options: CallLimits): Promise<CancelReply>;
  pause(request: PauseRequest, options: CallLimits): Promise<PauseReply>;
  countTokens(request: CountTokensRequest, options: CallLimits): Promise<TokenCount>;
  drain(request: DrainRequest, options: CallLimits): Promise<DrainReply>;
  watch(request: WatchRequest, signal: AbortSignal): AsyncGenerator<RendererState, void, undefined>;
  render(request: RenderRequest, signal: AbortSignal): AsyncGenerator<RenderEvent, void, undefined>;
  attach(request: AttachRequest, signal: AbortSignal): AsyncGenerator<RenderEvent, void, undefined>;
  preload(request: PreloadRequest, signal: AbortSignal): AsyncGenerator<PreloadEvent, void, undefined>;
  pull(request: PullRequest, signal: AbortSignal): AsyncGenerator<PullEvent, void, undefined>;
  close(): void;
}

export interface CallLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** One channel for the renderer's lifetime: a dead peer is noticed within keepalive time + timeout (8 s), a closed one at once. */
const CHANNEL: ChannelOptions = {
  'grpc.keepalive_time_ms': 5_000,
  'grpc.keepalive_timeout_ms': 3_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 1_000,
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_channelz': 0,
};

/**
 * Dials lazily: nothing is sent before the first call. `address` is host:port or unix:/path; a Unix socket is never
 * encrypted.
 */
export function connectRenderer(address: string, auth: RendererAuth = NO_AUTH): RendererConnection {
  const dialled = new Client(address, credentialsFor(address, auth), channelFor(auth));
  const client = { dialled, metadata: metadataFor(auth) };
  return {
    address,
    describe: (request, options) => callUnary(client, 'Describe', request, options),
    cancel: (request, options) => callUnary(client, 'Cancel', request, options),
    pause: (request, options) => callUnary(client, 'Pause', request, options),
    countTokens: (request, options) => callUnary(client, 'CountTokens', request, options),
    drain: (request, options) => callUnary(client, 'Drain', request, options),
    watch: (request, signal) => callStream(client, 'Watch', request, signal),
    render: (request, signal) => callStream(traced(client, request), 'Render', request, signal),
    attach: (request, signal) => callStream(traced(client, request), 'Attach', request, signal),
    preload: (request, signal) => callStream(client, 'Preload', request, signal),
    pull: (request, signal) => callStream(client, 'Pull', request, signal),
    close: () => dialled.close(),
  };
}

/** A client with what it says in every call. */
interface LockedClient {
  readonly dialled: Client;
  readonly metadata: Metadata;
}

function credentialsFor(address: string, { tls }: RendererAuth): ChannelCredentials {
  if (!tls || address.startsWith('unix:')) return credentials.createInsecure();
  return credentials.createSsl(tls.authority, tls.own?.key, tls.own?.certificate);
}

function channelFor({ tls, serverName }: RendererAuth): ChannelOptions {
  return tls && serverName !== undefined ? { ...CHANNEL, 'grpc.ssl_target_name_override': serverName } : CHANNEL;
}

function metadataFor({ secret }: RendererAuth): Metadata {
  const metadata = new Metadata();
  if (secret !== null) metadata.set('authorization', `Bearer ${secret}`);
  return metadata;
}

/** With the job's attempt as what the renderer's own spans are a part of; see trace-context.ts. */
function traced(client: LockedClient, { jobId, attempt }: { readonly jobId: string; readonly attempt: number }) {
  const metadata = client.metadata.clone();
  metadata.set('traceparent', toTraceparent(spanOfJob(jobId, attempt)));
  return { ...client, metadata };
}

function method<Request, Reply>(name: string): MethodDefinition<Request, Reply> {
  const found = rendererService[name];
  if (!found) throw failure('internal', 'rpc.no-method', { name });
  return found as MethodDefinition<Request, Reply>;
}

function callUnary<Request, Reply>(
  client: LockedClient,
  name: string,
  request: Request,
  limits: CallLimits,
): Promise<Reply> {
  const { path, requestSerialize, responseDeserialize } = method<Request, Reply>(name);
  const options: CallOptions = { deadline: Date.now() + limits.timeoutMs };
  return new Promise((resolve, reject) => {
    const call = client.dialled.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      client.metadata,
      options,
      (error, reply) => {
        limits.signal?.removeEventListener('abort', abort);
        if (error) reject(limits.signal?.aborted ? limits.signal.reason : fromStatus(error));
        else if (reply === undefined) reject(failure('internal', 'rpc.nothing'));
        else resolve(reply);
      },
    );
    const abort = () => call.cancel();
    limits.signal?.addEventListener('abort', abort, { once: true });
  });
}

async function* callStream<Request, Item>(
  client: LockedClient,
  name: string,
  request: Request,
  signal: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  signal.throwIfAborted();
  const { path, requestSerialize, responseDeserialize } = method<Request, Item>(name);
  const { dialled, metadata } = client;
  const call = dialled.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, metadata);
  const abort = () => call.cancel();
  signal.addEventListener('abort', abort, { once: true });
  try {
    yield* call;
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    throw fromStatus(thrown as ServiceError);
  } finally {
    signal.removeEventListener('abort', abort);
    call.on('error', () => {}); // cancelling an unfinished call emits one more error that nobody waits for
    call.cancel();
  }
}
