import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findOnCivitai, pullFromCivitai } from '#renderer/models/civitai/pull-civitai.ts';
import { releaseClient } from '#renderer/models/release/pull-release.ts';
import { readCivitaiName } from '#shared/contract/civitai-name.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const WEIGHTS = Buffer.from('weights '.repeat(2_000));
const asked: { readonly path: string; readonly who: string | undefined }[] = [];
let isBroken = true;
const server = createServer(answer);
let endpoint = '';

/** As https://developer.civitai.com/site/reference/model-versions has it, cut to what matters and some that does not. */
function version() {
  const hashes = { AutoV2: 'A5F58EB1C3', SHA256: createHash('sha256').update(WEIGHTS).digest('hex').toUpperCase() };
  const downloadUrl = `${endpoint}/api/download/models/62833`;
  return {
    ...{ id: 62833, modelId: 58390, name: 'v1.0', baseModel: 'SD 1.5', trainedWords: [], stats: { downloadCount: 1 } },
    model: { name: 'Detail Tweaker: LoRA', type: 'LORA', nsfw: false, poi: false },
    files: [
      { id: 1, name: 'guide.zip', type: 'Archive', sizeKB: 1, hashes, downloadUrl, primary: false },
      { id: 2, name: 'add_detail.safetensors', type: 'Model', sizeKB: 15.63, hashes, downloadUrl, primary: true },
    ],
    downloadUrl,
  };
}

/** The file lies elsewhere, as Civitai's do; the first download breaks. */
function answer({ url: path = '', headers }: IncomingMessage, response: ServerResponse): void {
  asked.push({ path, who: headers.authorization });
  if (path === '/api/v1/model-versions/62833') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(version()));
  } else if (path.startsWith('/api/download/')) {
    response.writeHead(307, { location: `${endpoint.replace('127.0.0.1', 'localhost')}/elsewhere` }).end();
  } else if (path === '/elsewhere') {
    const [, from = '0', to] = /^bytes=(\d+)-(\d*)/.exec(headers.range ?? '') ?? [];
    const end = to ? Number(to) + 1 : WEIGHTS.length;
    const range = `bytes ${from}-${end - 1}/${WEIGHTS.length}`;
    response.writeHead(headers.range ? 206 : 200, { 'content-range': range, 'content-length': end - Number(from) });
    if (to || !isBroken) return void response.end(WEIGHTS.subarray(Number(from), end));
    isBroken = false;
    response.write(WEIGHTS.subarray(Number(from), 100), () => response.destroy());
  } else response.writeHead(404).end('{"error":"Not found"}');
}

beforeAll(async () => {
  server.listen(0);
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('brings what an AIR names to its folder, goes on where a connection broke, and asks for it once', async () => {
  const client = releaseClient({ endpoint, token: 'a-token' });
  const { signal } = new AbortController();
  const air = readCivitaiName('urn:air:sd1:lora:civitai:58390@62833')!;
  const file = await findOnCivitai(air, { client, signal });
  expect(file).toMatchObject({
    name: 'Detail Tweaker LoRA (civitai 62833).safetensors',
    folder: 'loras',
    size: 16_000,
  });
  const folder = join(scratchFolder(), file.folder);
  await mkdir(folder);
  const clock = { now: () => 0, sleep: async () => {} };
  const pull = () => pullFromCivitai(file, { client, clock, folder, onBytes: () => {}, signal });
  await pull();
  expect(await readFile(join(folder, file.name))).toEqual(WEIGHTS);
  expect(asked.filter(({ path }) => path === '/elsewhere').map(({ who }) => who)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(asked[0]!.who).toBe('Bearer a-token');
  const before = asked.length;
  await pull();
  expect(asked).toHaveLength(before);
  const other = findOnCivitai({ ...air, modelId: 1 }, { client, signal });
  await expect(other).rejects.toThrow('it has no such version of such a model');
});
