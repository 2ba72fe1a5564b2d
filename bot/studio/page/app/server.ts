import { readLaunch } from '#bot/studio/page/app/launch.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type {
  ApiRefusal,
  ClusterCard,
  CommandCard,
  CommandReply,
  CompletionCard,
  ExplainCard,
  GalleryCard,
  JobCard,
  JobPage,
  KeptPicture,
  KinCard,
  PlanCard,
  PreviewCard,
  ReadingCard,
  SketchCard,
  StudioFacts,
  StyleList,
  StyleVersionCard,
} from '#bot/studio/server/api.ts';
import type { CanvasNews, LaunchWords } from '#bot/studio/server/canvas-api.ts';
import type { AddedMachine, EntryCard, GrantCard, LanesCard } from '#bot/studio/server/operator-api.ts';

/** This page, among several that may be open: its live renders are its own. */
export const SESSION: string = crypto.randomUUID();

/** A refusal by the studio; the message is its sentence. */
export class Refused extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The studio's commands. Each throws Refused with a sentence for people. */
export const server = {
  facts: () => ask<StudioFacts>('GET', '/api/studio'),
  jobs: (before: number | null) => ask<JobPage>('GET', `/api/jobs${before === null ? '' : `?before=${before}`}`),
  gallery: (sought: GallerySought, stretch: { readonly from: number; readonly limit: number }) =>
    ask<GalleryCard>('POST', '/api/gallery', { ...sought, ...stretch }),
  kin: (id: string) => ask<KinCard>('GET', `/api/jobs/${id}/kin`),
  commands: () => ask<readonly CommandCard[]>('GET', '/api/commands'),
  run: runCommand,
  complete: (command: string, option: string, typed: string) =>
    ask<readonly CompletionCard[]>('POST', '/api/complete', { command, option, typed }),
  submit: (input: CommandInput, parentId: string | null) =>
    ask<CommandReply>('POST', commandAddress('imagine'), { ...requestOf(input), ...(parentId && { parentId }) }),
  reroll: (id: string) => drawFrom(id, 'reroll'),
  upscale: (id: string) => drawFrom(id, 'upscale'),
  restore: (id: string) => drawFrom(id, 'restore'),
  animate: (id: string) => drawFrom(id, 'animate'),
  vary: (id: string, pictureIndex: number, variation: string) => drawFrom(id, 'vary', { pictureIndex, variation }),
  cancel: (id: string) => ask<object>('POST', `/api/jobs/${id}/cancel`, {}),
  remove: (id: string) => ask<object>('POST', `/api/jobs/${id}/delete`, {}),
  takeBack: (id: string) => ask<JobCard>('POST', `/api/jobs/${id}/take-back`, {}),
  live: (input: CommandInput) => ask<JobCard | null>('POST', '/api/live', { session: SESSION, ...requestOf(input) }),
  stopLive: () => ask<object>('POST', '/api/live/stop', { session: SESSION }),
  reading: (input: CommandInput, signal: AbortSignal) => ask<ReadingCard>('POST', '/api/reading', input, signal),
  explain: (input: CommandInput) => ask<ExplainCard>('POST', '/api/explain', input),
  plan: (input: CommandInput) => ask<PlanCard>('POST', '/api/plan', input),
  /** Asks what a pixel of a picture is on. */
  segment: (sha256: string, point: { readonly x: number; readonly y: number }) =>
    ask<JobCard>('POST', '/api/segment', { image: { sha256 }, points: [point], requestKey: crypto.randomUUID() }),
  /** Hands in a file to start from. */
  keepPicture: (file: Blob) => ask<KeptPicture>('POST', '/api/pictures', file),
  /** Which of these are drawn already; the rest is when nothing else is to be done. */
  sketches: (session: string, input: readonly CommandInput[], lasting: boolean) =>
    ask<readonly SketchCard[]>('POST', '/api/sketches', { session, input, lasting }),
  stars: () => ask<readonly string[]>('GET', '/api/stars'),
  star: (id: string, isOn: boolean) => ask<object>('POST', `/api/jobs/${id}/star`, { isOn }),
  previews: (id: string) => ask<readonly PreviewCard[]>('GET', `/api/jobs/${id}/previews`),
  /** Leaves a machine alone; `reason` empty = it is taken back. */
  maintain: (machine: string, reason: string) => ask<object>('POST', '/api/machines/maintenance', { machine, reason }),
  /** Tells a machine to take nothing more, or to take renders again. */
  drain: (machine: string, isOn: boolean) => ask<object>('POST', '/api/machines/drain', { machine, isOn }),
  lanes: () => ask<LanesCard>('GET', '/api/lanes'),
  /** Takes another machine in. */
  addMachine: (address: string, secret: string) =>
    ask<AddedMachine>('POST', '/api/machines/add', { address, ...(secret !== '' && { secret }) }),
  preload: (machine: string, model: string) => ask<object>('POST', '/api/machines/preload', { machine, model }),
  /** Has a machine download a model, or resume the download. */
  pull: (machine: string, model: string) => ask<object>('POST', '/api/machines/pull', { machine, model }),
  stopPull: (machine: string, model: string) => ask<object>('POST', '/api/machines/pull/stop', { machine, model }),
  /** What this page has just done, for the others of its canvas. */
  tellCanvas: (canvas: string, news: readonly CanvasNews[]) =>
    ask<object>('POST', '/api/canvas', { canvas, session: SESSION, news }),
  /** What the member wrote in Discord before this page opened there, once. */
  launchWords: () => ask<LaunchWords>('POST', '/api/canvas/words', {}),
  styleVersions: (name: string) =>
    ask<readonly StyleVersionCard[]>('GET', `/api/styles/${encodeURIComponent(name)}/versions`),
  grants: () => ask<readonly GrantCard[]>('GET', '/api/access'),
  grant: (asked: { readonly name: string; readonly level: string; readonly days: number }) =>
    ask<{ readonly link: string }>('POST', '/api/access', asked),
  revoke: (id: string) => ask<object>('POST', '/api/access/revoke', { id }),
  styles: () => ask<StyleList>('GET', '/api/styles'),
};

/** What is looked for in the gallery; absent = anything. */
export interface GallerySought {
  readonly words?: string;
  readonly starred?: boolean;
  readonly grouped?: boolean;
  readonly place?: 'all' | 'studio' | 'discord';
  /** Milliseconds since 1970. */
  readonly since?: number;
}

/** The way in from elsewhere. */
export const entry = {
  how: () => ask<EntryCard>('GET', '/api/enter'),
  withCode: (code: string, instance: string) => ask<object>('POST', '/api/enter/activity', { code, instance }),
  withLink: (link: string) => ask<object>('POST', '/api/enter', { link }),
};

/** What a command is given, by the names of its options; null = as the model likes it. */
export type CommandInput = Readonly<Record<string, InputValue | null>>;

/** A picture is named by the hash that the studio gave it. */
export type InputValue = string | number | boolean | { readonly sha256: string };

function runCommand(call: string, input: CommandInput): Promise<CommandReply> {
  return ask('POST', commandAddress(call), requestOf(input));
}

/** Asks for what comes of a job's picture: another job. */
function drawFrom(id: string, how: string, more: object = {}): Promise<JobCard> {
  return ask('POST', `/api/jobs/${id}/${how}`, { requestKey: crypto.randomUUID(), ...more });
}

function requestOf(input: CommandInput) {
  return { input, requestKey: crypto.randomUUID() };
}

function commandAddress(call: string): string {
  return `/api/commands/${call.split(' ').map(encodeURIComponent).join('/')}`;
}

/** Where a finished picture is. */
export function pictureAddress(id: string, index: number): string {
  return `/api/jobs/${id}/pictures/${index}.png`;
}

/** Where the first frame of an animation is, as a picture. */
export function stillAddress(id: string, index: number): string {
  return `${pictureAddress(id, index)}?still`;
}

/** Where the picture that stands for a job in a list is: of an animation its first frame, so that lists stand still. */
export function coverAddress({ id, moves }: Pick<JobCard, 'id' | 'moves'>, index: number): string {
  return moves ? stillAddress(id, index) : pictureAddress(id, index);
}

/** Where the mask of a thing that was found is, white on the thing. */
export function maskAddress(id: string, index: number): string {
  return `/api/jobs/${id}/masks/${index}.png`;
}

/** What the studio says by itself. */
export interface Listener {
  onHello(): void;
  onJob(card: JobCard): void;
  onCluster(card: ClusterCard): void;
  onCanvas(news: CanvasNews): void;
  onConnection(isConnected: boolean): void;
}

/**
 * Listens for as long as the page can be seen, or something is awaited: a browser allows six connections to one place,
 * and a hidden page needs none otherwise. `onHello` comes at every new connection; whatever was missed must be asked for
 * then.
 */
export function listen(listener: Listener, { isAwaiting }: { readonly isAwaiting: () => boolean }): void {
  let events: EventSource | null = null;
  const open = () => {
    if (document.visibilityState !== 'visible' && !isAwaiting()) return;
    events ??= connect({ ...listener, onJob }, () => {
      events = null;
      setTimeout(open, AGAIN_MS);
    });
  };
  const onJob = (card: JobCard) => {
    listener.onJob(card);
    setTimeout(rest, REST_MS);
  };
  const rest = () => {
    if (document.visibilityState === 'visible' || isAwaiting()) return;
    events?.close();
    events = null;
  };
  document.addEventListener('visibilitychange', () => {
    open();
    rest();
  });
  open();
}

/** A hidden page closes its connection so long after the last news of a job. Milliseconds. */
const REST_MS = 300;

/** Pause before a refused connection is tried again; a broken one the browser tries again by itself. */
const AGAIN_MS = 2_000;

function connect(listener: Listener, onRefused: () => void): EventSource {
  const canvas = readLaunch(location.search)?.instanceId;
  const events = new EventSource(`/api/events?session=${SESSION}${canvas === undefined ? '' : `&canvas=${canvas}`}`);
  events.addEventListener('hello', () => {
    listener.onConnection(true);
    listener.onHello();
  });
  events.addEventListener('job', (event) => listener.onJob(JSON.parse(event.data) as JobCard));
  events.addEventListener('cluster', (event) => listener.onCluster(JSON.parse(event.data) as ClusterCard));
  events.addEventListener('canvas', (event) => listener.onCanvas(JSON.parse(event.data) as CanvasNews));
  events.addEventListener('error', () => {
    listener.onConnection(false);
    if (events.readyState === EventSource.CLOSED) onRefused();
  });
  return events;
}

/** A file goes as it is, anything else as JSON. */
function contentOf(body: object): Blob | string {
  return body instanceof Blob ? body : JSON.stringify(body);
}

function typeOf(body: object): string {
  return body instanceof Blob ? body.type || 'application/octet-stream' : 'application/json';
}

/** Asks the studio; throws Refused with its sentence. */
export async function ask<Answer>(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(path, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': typeOf(body) }, body: contentOf(body) }),
    ...(signal ? { signal } : {}),
  }).catch((thrown: unknown) => {
    if (signal?.aborted) throw thrown;
    throw new Refused(labelOf('page.no-answer'), 0);
  });
  const answer = (await response.json()) as Answer | ApiRefusal;
  if (!response.ok) throw new Refused((answer as ApiRefusal).error, response.status);
  return answer as Answer;
}
