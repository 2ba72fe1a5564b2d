import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import { type Asker, requestsOf } from '#bot/api/asker.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { followed, picturesOf } from '#bot/api/draw-for.ts';
import { isEnded } from '#bot/api/follow-jobs.ts';
import type { JobView } from '#bot/domain/job.ts';
import { inFormat } from '#bot/image/in-format.ts';
import { writerOf } from '#bot/text/languages.ts';
import { Failure } from '#shared/failure.ts';

/** A tool that was called, by whom, and how to say how far it is. */
export interface ToolCall {
  readonly services: ApiServices;
  readonly extra: RequestHandlerExtra<ServerRequest, ServerNotification>;
}

const { say } = writerOf('en');

/** What a tool gives, or the sentence of what it was refused with, for the assistant to read. */
export async function answered(work: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await work();
  } catch (thrown) {
    return { isError: true, content: [{ type: 'text', text: say(Failure.from(thrown).said) }] };
  }
}

/** Who calls: the key that the request came with. It has gone away when it has left, or has cancelled this call. */
export function callerOf({ extra }: ToolCall): Asker {
  const asker = extra.authInfo?.extra?.asker as Asker | undefined;
  if (!asker) throw new Error('the door of MCP has not said who asks');
  return { ...asker, gone: AbortSignal.any([asker.gone, extra.signal]) };
}

/** A call's own name: asked again in the same conversation, it is the same job. */
export function requestKeyOf({ extra }: ToolCall, { key }: Asker): string {
  return `${requestsOf(key)}mcp:${extra.sessionId ?? ''}:${extra.requestId}`;
}

/** Waits for a job, saying how far it is, and gives its pictures with what is to be known of them. */
export async function picturesAnswer(view: JobView, call: ToolCall): Promise<CallToolResult> {
  const { services } = call;
  const done = await endOf(view, call);
  const pictures = await picturesOf(done, services);
  const images = await Promise.all(
    pictures.map(async ({ data }) => ({
      type: 'image' as const,
      data: Buffer.from(await inFormat(data, { format: 'webp', signed: services.jobs.signed })).toString('base64'),
      mimeType: 'image/webp',
    })),
  );
  const drawn = pictures.map(({ picture: { index, seed, width, height } }) => ({ index, seed, width, height }));
  const told = { job: done.job.id, pictures: drawn, notices: done.job.settled.notices.map(say) };
  return { content: [...images, { type: 'text', text: JSON.stringify(told) }] };
}

/** The end of a job. Progress counts steps, as far as the assistant wants to hear of it. */
export async function endOf(view: JobView, call: ToolCall): Promise<JobView> {
  const { services, extra } = call;
  const { progressToken } = extra._meta ?? {};
  let last = view;
  let told = -1;
  for await (const now of followed(view, { services, asker: callerOf(call) })) {
    last = now;
    const { step, steps, position } = now.progress;
    if (progressToken === undefined || isEnded(now.job) || step <= told) continue;
    told = step;
    const message = position === null ? `step ${step} of ${steps}` : `${position} ahead in the queue`;
    const params = { progressToken, progress: step, ...(steps > 0 && { total: steps }), message };
    await extra.sendNotification({ method: 'notifications/progress', params });
  }
  return last;
}
