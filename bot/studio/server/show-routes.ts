import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type RuledSources, ruledServer } from '#bot/studio/server/ruled-servers.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { failure } from '#bot/text/say.ts';

/** What Discord takes of a bot in any server. Bytes. */
const BYTES_MAX = 10 * 2 ** 20;

const WORDS_CHARS_MAX = 1_000;

/**
 * `POST /rules/<server>/channels/<channel>/picture?words=…` with a WebP: the bot shows it in that channel. For who looks
 * after the server, in channels that they may read.
 */
export function showRoutes(sources: RuledSources): Hono {
  const app = new Hono();
  app.post('/rules/:server/channels/:channel/picture', limited, async (c) => {
    if (c.req.header('content-type') !== 'image/webp') throw failure('invalid', 'intake.kind');
    const { card } = await ruledServer(c.req.param('server'), visitorOf(c), sources);
    const { serverId, channels } = card;
    const channel = channels.find(({ channelId }) => channelId === c.req.param('channel'));
    const directory = sources.directory?.();
    if (!channel || !directory) throw failure('not-found', 'ruling.channel-gone');
    const words = (c.req.query('words') ?? '').slice(0, WORDS_CHARS_MAX);
    const broken = await sources.jobs.rules.words.broken({ serverId, texts: [words], isAdultPlace: false });
    const [first] = broken;
    if (first) throw failure('invalid', 'word.refused', { pattern: first.pattern });
    const data = new Uint8Array(await c.req.arrayBuffer());
    if (!isWebp(data)) throw failure('invalid', 'intake.kind');
    await directory.show(channel.channelId, { name: 'easel-grid.webp', data, words });
    return c.json({});
  });
  return app;
}

function isWebp(data: Uint8Array): boolean {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1', 8, 12) === 'WEBP';
}

const limited = bodyLimit({
  maxSize: BYTES_MAX,
  onError: () => {
    throw failure('invalid', 'intake.bytes', { max: BYTES_MAX });
  },
});
