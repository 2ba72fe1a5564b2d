import { openApiKeys } from '#bot/api/api-keys.ts';
import { membersBy } from '#bot/api/members.ts';
import { type Api, type ApiOptions, startApi } from '#bot/api/start-api.ts';
import type { Member, Place } from '#bot/domain/job.ts';
import { type ApiKeys, KEY_SCOPES, type KeyWish } from '#bot/ports/api-keys.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import {
  type CloseLater,
  startTestJobService,
  type TestJobService,
  withRenderer,
} from '#test/bot/jobs/job-service-fixture.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';
import type { FakeRenderer, FakeRendererOptions } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** All doors over a real ledger and a fake renderer, with a key of somebody in a server of Discord. */
export interface OpenDoors {
  readonly api: Api;
  readonly keys: ApiKeys;
  readonly workplace: TestJobService;
  readonly renderer: FakeRenderer;
  /** Nelly's, for everything. */
  readonly token: string;
  /** Another key: by its owner's name, with other wishes. */
  keyOf(memberId: string, wish?: Partial<KeyWish>): Promise<string>;
  /** Asks with a key, the usual one where none is given. */
  ask(method: string, path: string, sent?: Sent): Promise<Response>;
}

/** What goes along with a request. */
export interface Sent {
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export const HOME: Place = { platform: 'discord', serverId: '100', channelId: '200' };

/** Who is a member of the server, and what they are there. */
export type Standing = Readonly<Record<string, Partial<Member>>>;

/** What doors are opened with, beside what stands for itself. */
export interface DoorsOptions extends Partial<Omit<ApiOptions, 'local'>> {
  readonly renderer?: FakeRendererOptions;
  readonly standing?: Standing;
  /** Nelly's key for programs that send none. */
  readonly local?: Partial<KeyWish>;
  /** Any free one when left out. */
  readonly localPort?: number;
}

/** Opens everything; `closeLater` closes it. */
export async function openDoors(
  closeLater: CloseLater,
  { renderer: rendering = {}, standing = {}, local, localPort = 0, ...other }: DoorsOptions = {},
): Promise<OpenDoors> {
  const renderer = await withRenderer({ description: DEMO_DESCRIPTION, ...rendering }, closeLater);
  const workplace = await startTestJobService({
    folder: scratchFolder(),
    addresses: [renderer.address],
    closeLater,
  });
  const { jobs, presets, intake, cluster, storage } = workplace;
  const clock = other.clock ?? systemClock;
  const keys = await openApiKeys({ store: storage.apiKeys, clock });
  const members = membersBy({
    memberOf: async ({ ownerId, ownerName }) => ({
      id: ownerId,
      name: ownerName,
      isModerator: false,
      ...standing[ownerId],
    }),
  });
  let made = 0;
  const keyOf = async (id: string, wish: Partial<KeyWish> = {}) => {
    const usual = {
      name: `key ${++made}`,
      scopes: KEY_SCOPES,
      requestsPerMinute: 6000,
      secondsPerDay: null,
      days: null,
    };
    return (await keys.create({ member: { id, name: id }, place: HOME }, { ...usual, ...wish })).token;
  };
  const localToken = local === undefined ? '' : await keyOf('nelly', local);
  const api = await startApi({
    ...{ jobs, presets, intake, cluster, keys, members, clock, log: silentLog },
    ...{ host: '127.0.0.1', port: 0, names: [], origins: [], disconnect: 'cancel' as const },
    ...{ local: local === undefined ? null : { key: localToken, port: localPort }, ...other },
  });
  closeLater(api.close);
  for await (const all of cluster.changes(AbortSignal.timeout(5_000)))
    if (all.every(({ description }) => description)) break;
  const token = await keyOf('nelly');
  return {
    ...{ api, keys, workplace, renderer, token, keyOf },
    ask: (method, path, { body, token: own = token, headers, signal } = {}) =>
      fetch(api.address + path, {
        method,
        headers: {
          authorization: `Bearer ${own}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        ...(signal && { signal }),
      }),
  };
}
