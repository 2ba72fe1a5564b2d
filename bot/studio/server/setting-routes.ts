import { type Context, Hono } from 'hono';
import type { JobService } from '#bot/ports/job-service.ts';
import type { SaidSetting } from '#bot/ports/server-rules.ts';
import { type Setting, typedValue } from '#bot/settings/setting.ts';
import { SETTING_NAMES, type ServerSettingName, settingOf } from '#bot/settings/settings.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { readBody } from '#bot/studio/server/read-body.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import type { SettingCard, SettingList } from '#bot/studio/server/rule-api.ts';
import { type RuledServer, type RuledSources, ruledServer } from '#bot/studio/server/ruled-servers.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure } from '#bot/text/say.ts';
import { plainMessage, type Writer } from '#shared/text/message.ts';

/** What settings are read from. */
export interface SettingSources extends RuledSources {
  readonly jobs: Pick<JobService, 'rules' | 'enteredServers'>;
}

/** Every setting of a server and its channels, for who manages it: what holds, who says so, and changing it. */
export function settingRoutes(sources: SettingSources): Hono {
  const { settings, audit } = sources.jobs.rules;
  const app = new Hono();
  const serverIn = (c: Context) => ruledServer(c.req.param('server')!, visitorOf(c), sources);
  const list = async (c: Context, { asker }: RuledServer): Promise<readonly SettingCard[]> => {
    const said = await settings.said(asker.serverId);
    const isStudio = asker.serverId === STUDIO_PLACE.serverId;
    const names = SETTING_NAMES.filter((name) => !isStudio || settingOf(name).only === undefined);
    return names.map((name) => settingCard(name, said, writerOf(readerOf(c).language)));
  };
  /** What was just changed, so that it can be taken back by the log. */
  const changed = async (c: Context, server: RuledServer) => {
    const [newest] = await audit.list(server.asker, { limit: 1 });
    const isOwn = newest?.by.id === server.asker.memberId && newest.kind === 'setting';
    return c.json({ settings: await list(c, server), change: isOwn ? newest.id : null } satisfies SettingList);
  };
  app.get('/rules/:server/settings', async (c) => {
    const server = await serverIn(c);
    if (!server.card.mayManage) throw failure('denied', 'rule.denied');
    return c.json({ settings: await list(c, server), change: null } satisfies SettingList);
  });
  app.post('/rules/:server/settings', async (c) => {
    const server = await serverIn(c);
    const { channelId = null, ...typed } = await readBody(c.req, SET_FIELDS);
    await settings.set(server.asker, { ...typed, channelId: channelOf(server, channelId) });
    return changed(c, server);
  });
  app.post('/rules/:server/settings/reset', async (c) => {
    const server = await serverIn(c);
    const { name, channelId = null } = await readBody(c.req, RESET_FIELDS);
    await settings.reset(server.asker, { name, channelId: channelOf(server, channelId) });
    return changed(c, server);
  });
  return app;
}

/** A channel that there is, or that was said something of. */
function channelOf({ card }: RuledServer, channelId: string | null): string | null {
  if (channelId === null || card.channels.some((channel) => channel.channelId === channelId)) return channelId;
  throw failure('not-found', 'ruling.no-channel');
}

function settingCard(name: ServerSettingName, all: readonly SaidSetting[], { say }: Writer): SettingCard {
  const setting: Setting = settingOf(name);
  const said = all.filter((one) => one.name === name).map(({ channelId, value }) => ({ channelId, value }));
  const typed = said.map(({ channelId, value }) => ({ channelId, value: typedValue(setting, value) }));
  const { min = null, max = null } = setting.kind === 'number' ? setting : {};
  const choices = setting.kind === 'choice' ? setting.choices : [];
  return {
    ...{ name, kind: setting.kind, min, max },
    sentence: say(setting.sentence),
    choices: choices.map(({ value, label }) => ({ value, label: say(label) })),
    byChannel: setting.byChannel ?? false,
    usual: typedValue(setting, setting.default),
    server: typed.find(({ channelId }) => channelId === null)?.value ?? null,
    channels: typed.flatMap(({ channelId, value }) => (channelId === null ? [] : [{ channelId, value }])),
  };
}

const TEXT = { kind: 'text', charactersMax: 100, description: plainMessage('') } as const;

const RESET_FIELDS = { name: { ...TEXT, required: true }, channelId: TEXT } as const;

const SET_FIELDS = { ...RESET_FIELDS, value: { ...TEXT, required: true } } as const;
