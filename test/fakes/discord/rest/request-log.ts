import type { Json } from '#test/fakes/discord/json.ts';
import type { Finding } from '#test/fakes/discord/rules/semantic-rules.ts';
import type { UploadedFile } from '#test/fakes/discord/world/attachments.ts';

/** What the headers of an answer say of a bucket. */
export interface SaidLimit {
  /** With the channel, server or token that it is counted for. */
  readonly bucket: string;
  readonly remaining: number;
  /** When it was said, and when the window ends, by the fake's clock. */
  readonly saidAt: number;
  readonly endsAt: number;
}

/** One HTTP call as it came in, and what became of it. */
export interface RecordedRequest {
  readonly method: string;
  /** Decoded, without /api/v10 and query. */
  readonly path: string;
  /** The operation's path in the OpenAPI description; null = no such operation in this fake. */
  readonly template: string | null;
  readonly query: string;
  readonly contentType: string | null;
  readonly authorization: string | null;
  /** JSON body, or the payload_json of a multipart one. */
  readonly body: Json;
  readonly files: readonly UploadedFile[];
  /** By the fake's clock. */
  readonly at: number;
  readonly findings: Finding[];
  /** 0 until answered, and for ever when the connection was cut. */
  status: number;
  /** Null = nothing was said, as of a route without a limit. */
  limit: SaidLimit | null;
  answer: Json;
}
