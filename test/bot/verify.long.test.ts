import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { checkManifest } from '#bot/provenance/check-manifest.ts';
import { manifestsIn, readJumbf } from '#bot/provenance/jumbf.ts';
import { manifestIn } from '#bot/provenance/manifest-place.ts';
import type { CommandReply, JobCard } from '#bot/studio/server/api.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';
import { startTestServer } from '#test/journeys/test-server.ts';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../../bot/verify.ts', import.meta.url));

it('npm run verify draws a picture again and says how far it is from it, by a bot that runs or one of its own', async () => {
  const harbour = await startTestServer();
  onTestFinished(harbour.close);
  const { studioAddress } = await harbour.startBot();
  const file = join(scratchFolder(), 'house.png');
  writeFileSync(file, await drawnAt(studioAddress));
  const verify = async (port: string, ...given: readonly string[]) => {
    const env = { ...harbour.environment, DISCORD_TOKEN: '', EASEL_STUDIO_PORT: port };
    const { stdout } = await run(process.execPath, [PROGRAM, ...given, file], { env });
    return stdout;
  };
  const said = await verify(new URL(studioAddress).port);
  expect(said).toContain('house.png: ');
  expect(said).toMatch(/again: the same picture, pixel for pixel/i);
  await harbour.close();
  // No bot is there any more: it starts one, and ends it.
  expect(await verify('1')).toMatch(/again: the same picture, pixel for pixel/i);
  expect(await verify('1', '--read')).not.toMatch(/pixel for pixel/);
}, 120_000);

it('what is drawn from a picture that came with a manifest carries that manifest in its stored file', async () => {
  const harbour = await startTestServer();
  onTestFinished(harbour.close);
  const { studioAddress } = await harbour.startBot();
  const given = await drawnAt(studioAddress);
  const headers = { 'content-type': 'image/png' };
  const taken = await fetch(`${studioAddress}/api/pictures`, { method: 'POST', headers, body: new Uint8Array(given) });
  const { sha256 } = (await taken.json()) as { sha256: string };
  const drawn = await drawnAt(studioAddress, { image: { sha256 }, strength: 0.5 });
  const found = { state: 'valid', digitalSource: 'compositeWithTrainedAlgorithmicMedia' };
  expect(checkManifest(drawn)).toMatchObject({ ...found, ingredients: ['Easel 0.1.0'] });
  const [own] = manifestsOf(given);
  expect(manifestsOf(drawn).map((bytes) => bytes.equals(own!))).toEqual([true, false]);
}, 120_000);

it('npm run verify says which file cannot be opened or is no picture, and goes on with the others', async () => {
  const folder = scratchFolder();
  const files = ['none.png', 'text.png', 'boat.png'].map((name) => join(folder, name));
  writeFileSync(files[1]!, 'no picture');
  writeFileSync(files[2]!, tinyPng({ width: 64, height: 64, seed: 1 }));
  const given = [PROGRAM, '--read', ...files, folder];
  const said = await run(process.execPath, given).catch(
    (thrown: { code: number; stdout: string; stderr: string }) => thrown,
  );
  expect(said).toMatchObject({ code: 1, stdout: expect.stringMatching(/^boat\.png: Nothing here says/) });
  expect(said.stderr.split('\n')).toEqual([
    'none.png: Cannot open this file: there is none of this name',
    expect.stringMatching(/^text\.png: Cannot read this file as a picture/),
    expect.stringMatching(/: Cannot open this file: the system says EISDIR$/),
    '',
  ]);
});

function manifestsOf(file: Uint8Array): readonly Buffer[] {
  return manifestsIn(readJumbf(manifestIn(file)!.store)).map(({ bytes }) => Buffer.from(bytes!));
}

async function drawnAt(studio: string, more: object = {}): Promise<Uint8Array> {
  const input = { prompt: 'a red house --steps 2', ...more };
  const body = JSON.stringify({ input, requestKey: randomUUID() });
  const headers = { 'content-type': 'application/json' };
  const asked = await fetch(`${studio}/api/commands/imagine`, { method: 'POST', headers, body });
  const { job } = (await asked.json()) as Extract<CommandReply, { answer: 'panel' }>;
  const isDone = async () => {
    const { jobs } = (await (await fetch(`${studio}/api/jobs`)).json()) as { jobs: readonly JobCard[] };
    return jobs.find(({ id }) => id === job.id)?.state;
  };
  await expect.poll(isDone, { timeout: 40_000 }).toBe('done');
  return new Uint8Array(await (await fetch(`${studio}/api/jobs/${job.id}/pictures/0.png`)).arrayBuffer());
}
