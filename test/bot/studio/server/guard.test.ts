import { type IncomingHttpHeaders, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startStudio } from '#bot/studio/server/studio.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { startTestJobService } from '#test/bot/jobs/job-service-fixture.ts';
import { openStudio } from '#test/bot/studio/server/studio-fixture.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends exactly these headers, which fetch would not. */
function send(address: string, { method = 'GET', path = '/', headers = {}, body = '' }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = request(address + path, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    sent.on('error', reject).end(body);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const SUBMIT = { method: 'POST', path: '/api/commands/imagine', body: '{"input":{"prompt":"a house"}}' };

describe('the studio refuses', () => {
  const cases: readonly [string, Sent, number, RegExp][] = [
    ['a page by a name that was bent to this machine', { headers: { host: 'evil.example' } }, 403, /this machine/],
    [
      'a command by such a name',
      { ...SUBMIT, headers: { ...JSON_TYPE, host: 'evil.example:8420' } },
      403,
      /this machine/,
    ],
    [
      'a command from another site',
      { ...SUBMIT, headers: { ...JSON_TYPE, origin: 'https://evil.example' } },
      403,
      /another site/,
    ],
    [
      'a command from another port',
      { ...SUBMIT, headers: { ...JSON_TYPE, origin: 'http://127.0.0.1:1' } },
      403,
      /another site/,
    ],
    ['a command from a sandbox', { ...SUBMIT, headers: { ...JSON_TYPE, origin: 'null' } }, 403, /another site/],
    [
      'a picture inside another site',
      { path: '/api/jobs', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } },
      403,
      /another site/,
    ],
    ['a form', { ...SUBMIT, headers: { 'content-type': 'text/plain' } }, 400, /application\/json, given "text\/plain"/],
    ['a command without a type', SUBMIT, 400, /application\/json/],
    ['broken JSON', { ...SUBMIT, body: '{"input":', headers: JSON_TYPE }, 400, /not JSON/],
    [
      'a body without end',
      { ...SUBMIT, body: JSON.stringify({ input: { prompt: 'x'.repeat(300_000) } }), headers: JSON_TYPE },
      400,
      /at most 262144 bytes/,
    ],
    ['an address that does not exist', { path: '/api/nothing' }, 404, /Cannot find \/api\/nothing/],
    ['a file that is not of the page', { path: '/bot/studio/server/studio.ts' }, 404, /Cannot find/],
    ['a way out of the page', { path: '/bot/studio/page/..%2f..%2f..%2fpackage.json' }, 404, /Cannot find/],
    ['a nameless listener', { path: '/api/events' }, 400, /session/],
  ];

  it.each(cases)('%s', async (_what, sent, status, sentence) => {
    const { studio } = await openStudio();
    const answer = await send(studio.address, sent);
    expect([answer.status, (JSON.parse(answer.text) as { error: string }).error]).toEqual([
      status,
      expect.stringMatching(sentence),
    ]);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('to listen where others could reach it', async () => {
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [] });
    const { jobs, presets, intake, cluster, storage } = workplace;
    const doors = { jobs, presets, intake, cluster, stars: storage.stars, log: silentLog, clock: systemClock };
    await expect(startStudio({ ...doors, host: '0.0.0.0', port: 0 })).rejects.toThrow(/only 127.0.0.1.*given 0.0.0.0/);
  });

  it('to start on a port that is taken, in one sentence', async () => {
    const { studio, workplace } = await openStudio();
    const { jobs, presets, intake, cluster, storage } = workplace;
    const doors = { jobs, presets, intake, cluster, stars: storage.stars };
    const port = Number(new URL(studio.address).port);
    await expect(
      startStudio({ ...doors, host: '127.0.0.1', port, log: silentLog, clock: systemClock }),
    ).rejects.toThrow(
      `Cannot open the studio on 127.0.0.1:${port}: the port is taken. Set EASEL_STUDIO_PORT to another one`,
    );
  });
});

describe('the studio answers', () => {
  const cases: readonly [string, Sent][] = [
    ['its own page', { headers: { origin: '{own}', 'sec-fetch-site': 'same-origin' }, path: '/api/jobs' }],
    ['a link from elsewhere', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } }],
    ['a tunnel with another port', { headers: { host: 'localhost:9000' } }],
    ['a script on this machine', { ...SUBMIT, headers: JSON_TYPE }],
  ];

  it.each(cases)('%s', async (_what, sent) => {
    const { studio } = await openStudio();
    const headers = Object.entries(sent.headers ?? {}).map(([name, value]) => [
      name,
      value.replace('{own}', studio.address),
    ]);
    const { status } = await send(studio.address, { ...sent, headers: Object.fromEntries(headers) });
    expect(status).toBeLessThan(300);
  });
});
