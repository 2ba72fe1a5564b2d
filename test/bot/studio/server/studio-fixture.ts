import { onTestFinished } from 'vitest';
import type { Command } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import type { ServerDirectory } from '#bot/ports/server-directory.ts';
import type { SketchStore } from '#bot/ports/sketch-store.ts';
import type { CommandReply, JobCard } from '#bot/studio/server/api.ts';
import { type ElsewhereOptions, type Studio, startStudio } from '#bot/studio/server/studio.ts';
import { systemClock } from '#shared/clock.ts';
import type { Description } from '#shared/contract/messages.ts';
import { silentLog } from '#shared/log.ts';
import {
  type CloseLater,
  startTestJobService,
  type TestJobService,
  withRenderer,
} from '#test/bot/jobs/job-service-fixture.ts';
import type { FakeRenderer, FakeRendererOptions } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** A studio over a real jobs, a real ledger and a fake renderer, all on the loopback. */
export interface OpenStudio {
  readonly studio: Studio;
  readonly workplace: TestJobService;
  readonly renderer: FakeRenderer;
  /** What the browser accepts; undefined = it does not say. */
  readonly language: string | undefined;
  /** Asks the API as the page does. */
  ask<Answer = { error: string }>(method: string, path: string, body?: unknown): Promise<Reply<Answer>>;
}

export interface Reply<Answer> {
  readonly status: number;
  readonly body: Answer;
}

/** What the fake says where the bundled model would be: its styles are the ready-made ones. */
export const DEMO_DESCRIPTION: Partial<Description> = {
  name: 'this machine',
  samplers: [
    { name: 'lcm', hasKarras: false, stepsMax: 50 },
    { name: 'dpmpp_2m', hasKarras: true },
  ],
  models: [
    {
      name: 'demo',
      family: 'sd15',
      defaultWidth: 128,
      defaultHeight: 128,
      adapters: [
        { name: 'lcm', kind: 'lcm-lora' },
        { name: 'blueprint', kind: 'lora', triggers: ['white lines'] },
      ],
      demonstration: true,
      windowTokens: 75,
      words: [
        ...['house', 'castle', 'boat', 'lighthouse', 'red', 'blue', 'old', 'cat', 'sea', 'night', 'gouache', 'very'],
        ...['long', 'prompt', 'about', 'small', 'the', 'and', 'with', 'dog'],
      ],
    },
  ],
};

/** What is other than usual. */
export interface StudioOpening extends FakeRendererOptions {
  readonly folder?: string;
  readonly commands?: readonly Command[];
  readonly language?: string;
  readonly sketches?: boolean;
  readonly sketchStore?: SketchStore;
  readonly closeLater?: CloseLater;
  /** The bot's servers on Discord. */
  readonly directory?: ServerDirectory;
  /** How others come in. */
  readonly elsewhere?: Omit<ElsewhereOptions, 'grants' | 'host'>;
}

/** Opens everything; it is closed after the test. */
export async function openStudio(options: StudioOpening = {}): Promise<OpenStudio> {
  const { folder = scratchFolder(), commands = COMMANDS, language, sketches = false, ...others } = options;
  const { closeLater = onTestFinished, elsewhere, sketchStore, directory, ...rendererOptions } = others;
  const renderer = await withRenderer({ description: DEMO_DESCRIPTION, ...rendererOptions }, closeLater);
  const workplace = await startTestJobService({ folder, addresses: [renderer.address], closeLater });
  const { jobs, presets, intake, cluster } = workplace;
  const { stars, grants, drafts } = workplace.storage;
  const doors = { commands, sketches, stars, drafts, previews: workplace.previews, jobs, presets, intake, cluster };
  await described(workplace);
  const studio = await startStudio({
    ...doors,
    ...(sketchStore && { sketchStore }),
    ...(directory && { directory: () => directory }),
    ...(elsewhere && { elsewhere: { ...elsewhere, grants, host: '127.0.0.1' } }),
    host: '127.0.0.1',
    port: 0,
    log: silentLog,
    clock: systemClock,
  });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= studio.close());
  closeLater(close);
  return {
    studio: { ...studio, close },
    workplace,
    renderer,
    language,
    ask: <Answer>(method: string, path: string, body?: unknown) =>
      ask<Answer>(studio.address + path, { method, body, language }),
  };
}

/** Until the renderer has told what it can do. */
async function described({ cluster }: TestJobService): Promise<void> {
  for await (const snapshots of cluster.changes(AbortSignal.timeout(5_000)))
    if (snapshots.every(({ description }) => description)) return;
}

async function ask<Answer>(
  url: string,
  { method, body, language }: { method: string; body: unknown; language: string | undefined },
): Promise<Reply<Answer>> {
  const accepts = language === undefined ? {} : { 'accept-language': language };
  const json = method === 'GET' ? {} : { 'content-type': 'application/json' };
  const sent = method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) };
  const response = await fetch(url, { method, headers: { ...accepts, ...json }, ...sent });
  return { status: response.status, body: (await response.json()) as Answer };
}

/** Runs a command as the page does. */
export function run<Answer = CommandReply>(
  { ask }: Pick<OpenStudio, 'ask'>,
  call: string,
  input: unknown,
  more: object = {},
): Promise<Reply<Answer>> {
  return ask<Answer>('POST', `/api/commands/${call.replace(' ', '/')}`, { input, ...more });
}

/** Asks for a picture; its job's first card. */
export async function submit(place: Pick<OpenStudio, 'ask'>, input: unknown, more: object = {}): Promise<JobCard> {
  const { body } = await run<CommandReply | { error: string }>(place, 'imagine', input, more);
  if (!('answer' in body) || body.answer !== 'panel') throw new Error(JSON.stringify(body));
  return body.job;
}

/** One message of the event stream. */
export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

/** Listens as a page does, until the reader leaves the loop. */
export async function* events(
  address: string,
  session: string,
  language?: string,
): AsyncGenerator<StreamEvent, void, undefined> {
  const leave = new AbortController();
  try {
    const { body } = await fetch(`${address}/api/events?session=${session}`, {
      signal: leave.signal,
      headers: language === undefined ? {} : { 'accept-language': language },
    });
    let text = '';
    for await (const piece of body!.pipeThrough(new TextDecoderStream())) {
      text += piece;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const lines = text.slice(0, end).split('\n');
        text = text.slice(end + 2);
        const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        if (field('event')) yield { event: field('event')!, data: JSON.parse(field('data') ?? '{}') };
      }
    }
  } finally {
    leave.abort();
  }
}

/** Follows a job over the event stream to a state, and gives every card seen on the way. */
export async function cardsUntil(
  { studio, ask, language }: OpenStudio,
  { id, state, session = 'test' }: { id: string; state: JobCard['state']; session?: string },
): Promise<readonly JobCard[]> {
  const seen: JobCard[] = [];
  for await (const { event, data } of events(studio.address, session, language)) {
    const { body } = await ask<{ jobs: JobCard[] }>('GET', '/api/jobs');
    const cards = event === 'job' ? [data as JobCard] : body.jobs;
    seen.push(...cards.filter((card) => card.id === id));
    if (seen.at(-1)?.state === state) return seen;
  }
  throw new Error('the stream ended');
}
