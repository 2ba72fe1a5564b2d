import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { ownOpenJobs } from '#bot/api/a1111/progress.ts';
import { apiOrder } from '#bot/api/api-order.ts';
import { type Asker, mustHaveScope } from '#bot/api/asker.ts';
import { describeFor } from '#bot/api/describe-for.ts';
import { askFor, ownJob, picturesOf } from '#bot/api/draw-for.ts';
import { pictureIn } from '#bot/api/given-pictures.ts';
import { callerOf, picturesAnswer, requestKeyOf, type ToolCall } from '#bot/api/mcp/tool-answer.ts';
import type { DRAW, PictureInput, UPSCALE, VARY } from '#bot/api/mcp/tool-inputs.ts';
import type { TakenPicture } from '#bot/ports/picture-intake.ts';
import { promptsOf, ratingOf, seenIn } from '#bot/prompt/described.ts';
import { failure } from '#bot/text/say.ts';

/** New pictures. */
export async function drawPictures(input: z.infer<typeof DRAW>, call: ToolCall): Promise<CallToolResult> {
  const { negative_prompt: negative, ...said } = input;
  const given = Object.fromEntries(Object.entries({ ...said, negative }).filter(([, value]) => value !== undefined));
  const order = apiOrder({ ...given, prompt: input.prompt });
  const { jobs } = call.services;
  return asked(call, (request) => jobs.submit({ ...request, order }));
}

/** A picture drawn anew. */
export async function varyPicture(input: z.infer<typeof VARY>, call: ToolCall): Promise<CallToolResult> {
  const { how: variation, prompt } = input;
  const { jobs } = call.services;
  const words = prompt === undefined ? {} : { prompt };
  const source = await sourceOf(input, call);
  return asked(call, (request) => jobs.vary({ ...source, variation, ...words }, request));
}

/** A picture made larger. */
export async function upscalePicture(input: z.infer<typeof UPSCALE>, call: ToolCall): Promise<CallToolResult> {
  const { scale = 0 } = input;
  const { jobs } = call.services;
  const source = await sourceOf(input, call);
  const wish = 'picture' in source ? { image: source.picture.image, words: '' } : source;
  return asked(call, (request) => jobs.upscale({ scale, ...wish }, request));
}

/** What is in a picture, and prompts that would draw something like it. */
export async function describePicture(input: PictureInput, call: ToolCall): Promise<CallToolResult> {
  const { services } = call;
  const asker = callerOf(call);
  const source = await sourceOf(input, call);
  const picture = 'picture' in source ? source.picture : await drawnPicture(source, call);
  const texts = await describeFor(services, { picture, asker, requestKey: requestKeyOf(call, asker) });
  const told = {
    captions: texts.filter(({ isTag }) => !isTag).map(({ text }) => text),
    tags: seenIn(texts)
      .filter(({ isTag }) => isTag)
      .map(({ text }) => text),
    rating: ratingOf(texts)?.name ?? null,
    prompts: promptsOf(texts),
  };
  return { content: [{ type: 'text', text: JSON.stringify(told) }] };
}

/** The queue, the caller's own jobs in it, and what there is to draw with. */
export async function tellQueue(call: ToolCall): Promise<CallToolResult> {
  const { services } = call;
  const asker = callerOf(call);
  mustHaveScope(asker, 'jobs');
  const offer = await services.presets.offer();
  const told = {
    waiting: services.jobs.queue().filter(({ job }) => job.state.kind === 'queued').length,
    rendering: services.jobs.queue().filter(({ job }) => job.state.kind === 'rendering').length,
    own: ownOpenJobs(asker, services).map(({ job, progress: { position, step, steps, etaMs } }) => ({
      ...{ job: job.id, state: job.state.kind, position, step, steps },
      expected_seconds: etaMs === null ? null : Math.round(etaMs / 1000),
    })),
    models: offer?.models.map(({ name }) => name) ?? [],
    samplers: offer?.samplers.map(({ name }) => name) ?? [],
  };
  return { content: [{ type: 'text', text: JSON.stringify(told) }] };
}

async function asked(call: ToolCall, ask: Parameters<typeof askFor>[2]): Promise<CallToolResult> {
  const asker: Asker = callerOf(call);
  const view = await askFor(call.services, { asker, requestKey: requestKeyOf(call, asker) }, ask);
  return picturesAnswer(view, call);
}

type Source = { readonly jobId: string; readonly pictureIndex: number } | { readonly picture: TakenPicture };

/** One picture, of an own job or sent along. Throws `invalid` for neither or both, `not-found` for jobs of others. */
async function sourceOf({ job, index = 0, image }: PictureInput, call: ToolCall): Promise<Source> {
  if ((job === undefined) === (image === undefined)) throw failure('invalid', 'mcp.one-picture');
  const { intake, jobs } = call.services;
  if (image !== undefined) return { picture: await pictureIn('image', image, intake) };
  const view = await ownJob(job ?? '', { asker: callerOf(call), jobs });
  return { jobId: view.job.id, pictureIndex: index };
}

async function drawnPicture(
  { jobId, pictureIndex }: Extract<Source, { jobId: string }>,
  call: ToolCall,
): Promise<TakenPicture> {
  const { services } = call;
  const pictures = await picturesOf(await ownJob(jobId, { asker: callerOf(call), jobs: services.jobs }), services);
  const found = pictures.find(({ picture }) => picture.index === pictureIndex);
  if (!found) throw failure('not-found', 'studio.picture-gone');
  return services.intake.keep(found.data);
}
