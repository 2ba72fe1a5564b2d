import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type BotCheck, checkBot } from '#bot/preflight/check-bot.ts';
import { writerOf } from '#bot/text/languages.ts';
import { checkNode } from '#shared/preflight/check-machine.ts';
import { right } from '#shared/preflight/finding.ts';
import { plainMessage } from '#shared/text/message.ts';
import { withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();

/** Three parts in the form of a token, of an application that there is not. */
const TOKEN = [Buffer.from('100000000000000001').toString('base64url'), 'abcdef', 'x'.repeat(38)].join('.');

async function look(environment: Record<string, string>, change: Partial<BotCheck> = {}) {
  const checkDevices = async () => [right(plainMessage('a device'))];
  const own = { EASEL_DATA: scratch, EASEL_STUDIO_PORT: '0' };
  const found = await checkBot({
    environment: { ...own, ...environment },
    askDiscord: false,
    checkDevices,
    readFreeMib: async () => 8_192,
    ...change,
  });
  const keys = (wanted: string) => found.filter(({ state }) => state === wanted).map(({ said }) => said.key);
  return { found, wrong: keys('wrong'), doubtful: keys('doubtful'), right: keys('right') };
}

/** An HTTP server that answers every request alike, with whom it was asked by. */
async function startServer(status: number) {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ headers }, response) => {
    asked.push(headers.authorization);
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"username":"artist"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { asked, port: (server.address() as AddressInfo).port };
}

it('names everything that is missing in one run, each with what to do', async () => {
  const file = join(scratch, 'file');
  writeFileSync(file, '');
  const { port } = await startServer(200);
  const { found, wrong, doubtful } = await look({
    EASEL_DATA: join(file, 'data'),
    EASEL_JOBS_MAX: 'many',
    EASEL_C2PA_KEY: 'key.pem',
    EASEL_STUDIO_PORT: String(port),
    EASEL_OPERATION_LISTEN: '192.0.2.1:9464',
    EASEL_DATABASE_URL: 'postgres://easel:secret@127.0.0.1:9/easel',
    EASEL_REDIS_URL: 'redis://easel:secret@127.0.0.1:9/0',
    EASEL_RENDERERS: '127.0.0.1:9',
    DISCORD_TOKEN: 'my token',
  });
  expect(wrong).toEqual([
    ...['config.unreadable', 'config.needs-c2pa-both', 'preflight.folder-refused', 'preflight.token-malformed'],
    ...['preflight.port-taken', 'preflight.port-refused', 'ledger.unreachable', 'preflight.redis-away'],
    'preflight.renderers-none',
  ]);
  expect(doubtful).toEqual(['preflight.renderer-away']);
  for (const language of ['en', 'de', 'es', 'ja'] as const) {
    const text = found.map(({ said }) => writerOf(language).say(said)).join('\n');
    expect(text).not.toMatch(/secret|my token|preflight\.|undefined/);
    for (const setting of ['EASEL_DATA', 'EASEL_STUDIO_PORT', 'EASEL_OPERATION_LISTEN', 'EASEL_JOBS_MAX'])
      expect(text).toContain(setting);
  }
});

it('is content with the settings as they come, and looks at the devices of a bot that starts its own renderers', async () => {
  const { wrong, doubtful, right: fine } = await look({});
  expect([wrong, doubtful]).toEqual([[], ['preflight.no-token']]);
  expect(fine).toContain('plain');
});

it.each([
  [255, 'wrong', { free: 255, least: 256 }],
  [256, 'doubtful', { free: 256, least: 4_096 }],
  [4_095, 'doubtful', { free: 4_095, least: 4_096 }],
])('asks the disk that its folder is to be on: with %i MiB free', async (free, state, values) => {
  const asked: string[] = [];
  const readFreeMib = async (folder: string) => asked.push(folder) && free;
  const { found } = await look({ EASEL_DATA: join(scratch, 'not', 'yet') }, { readFreeMib });
  const [finding] = found.filter(({ said }) => said.key === 'preflight.disk-low');
  expect(finding).toMatchObject({ state, said: { values } });
  expect(asked).toEqual([scratch]);
});

it('asks renderers at their addresses, and no device of this machine: one that answers is enough', async () => {
  const renderer = await withRenderer();
  const checkDevices = () => Promise.reject(new Error('not asked for'));
  const {
    wrong,
    right: fine,
    doubtful,
  } = await look({ EASEL_RENDERERS: `${renderer.address},127.0.0.1:9`, DISCORD_TOKEN: TOKEN }, { checkDevices });
  expect([wrong, doubtful]).toEqual([[], ['preflight.renderer-away']]);
  expect(fine).toEqual(expect.arrayContaining(['preflight.renderer', 'preflight.token-form']));
});

it.each([
  [200, 'right', 'preflight.token-known'],
  [401, 'wrong', 'discord.token-refused'],
  [503, 'wrong', 'preflight.discord-away'],
] as const)('asks Discord about the token only when told to: %i', async (status, state, key) => {
  const { asked, port } = await startServer(status);
  const environment = { DISCORD_TOKEN: TOKEN, EASEL_DISCORD_API: `http://127.0.0.1:${port}` };
  await look(environment);
  expect(asked).toEqual([]);
  expect((await look(environment, { askDiscord: true }))[state]).toContain(key);
  expect(asked).toEqual([`Bot ${TOKEN}`]);
});

it('wants the Node that runs the program', () => {
  expect([checkNode('24.0.1').state, checkNode('22.20.0')]).toMatchObject(['right', { state: 'wrong' }]);
});
