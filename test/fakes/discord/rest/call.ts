import type { Json, JsonObject } from '#test/fakes/discord/json.ts';
import { refusals } from '#test/fakes/discord/rest/api-error.ts';
import { type Finding, judge } from '#test/fakes/discord/rules/semantic-rules.ts';
import { allStrings, type Shape, type Subject, subject } from '#test/fakes/discord/rules/subject.ts';
import type { UploadedFile } from '#test/fakes/discord/world/attachments.ts';
import { latest, type MessageState } from '#test/fakes/discord/world/message-state.ts';
import type { World } from '#test/fakes/discord/world/world.ts';

/** One request as a route sees it. */
export interface Call {
  readonly world: World;
  /** Parts of the path by the names of its template, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Whose token a member gave; null = it is the bot's, or none. */
  readonly userId: string | null;
  readonly body: Json;
  readonly files: readonly UploadedFile[];
  /** Where broken rules are written down. */
  readonly findings: Finding[];
}

/** What a route answers; without a body it is empty. */
export interface Answer {
  readonly status: number;
  readonly body?: Json;
  /** A page in its place: not Discord answers, but what stands before it. */
  readonly html?: string;
}

/** One operation of Discord's HTTP API. `template` is written as in the OpenAPI description. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly template: string;
  /** bot: needs the bot's token. bearer: one that a member gave. open: must come without any. */
  readonly auth: 'bot' | 'open' | 'bearer' | 'bot or bearer';
  readonly handle: (call: Call) => Answer;
}

/** Puts a body before the rules; throws what Discord would answer to a broken one. */
export function examine(
  call: Call,
  kind: Subject['kind'],
  about: {
    readonly body?: JsonObject;
    readonly commands?: readonly JsonObject[];
    readonly before?: MessageState;
    readonly sizeLimit?: number;
  },
): void {
  const files = call.files.map(({ n, name, bytes }) => ({ n, name, size: bytes.length }));
  const { before, ...rest } = about;
  const findings = judge(subject({ kind, files, ...rest, before: before ? shapeOf(before) : null }));
  call.findings.push(...findings);
  if (findings.some((one) => one.outcome === 'refuse')) throw refusals.tooLarge();
  const rejected = findings.filter((one) => one.outcome === 'reject');
  if (rejected.some((one) => one.rule === 21)) throw refusals.broken();
  if (rejected.some((one) => one.rule === 10)) throw refusals.empty();
  if (rejected.length > 0) throw refusals.badForm(rejected.map((one) => one.message));
}

/** Throws where the server's AutoMod blocks what a body says. */
export function passAutoMod({ world, body }: Call, guildId: string): void {
  const words = world.guilds.get(guildId)?.blockedWords ?? [];
  const text = allStrings(body).join('\n').toLowerCase();
  if (words.some((word) => text.includes(word.toLowerCase()))) throw refusals.autoMod();
}

function shapeOf(message: MessageState): Shape {
  return latest(message);
}
