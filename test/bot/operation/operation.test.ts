import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { postsInto } from '#bot/discord/alert-channel.ts';
import type { Post } from '#bot/operation/messenger.ts';
import { startOperation } from '#bot/operation/operation.ts';
import { say } from '#bot/text/say.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { end, startTestJobService, submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** What a webhook was sent; it refuses as often as it is told. */
async function startHook(refusals: readonly number[] = []) {
  const texts: string[] = [];
  const left = [...refusals];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const status = left.shift() ?? 204;
    if (status === 204) texts.push((JSON.parse(body) as { content: string }).content);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { texts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

async function start(change: { readonly alertWebhook?: string } = {}, postToChannel: Post | null = null) {
  const renderer = await withRenderer();
  const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  const discord = { connected: false, refusedRequests: 0 };
  const { jobs, cluster, folder } = workplace;
  const config = {
    operation: { host: '127.0.0.1', port: 0 },
    alertWebhook: null,
    traceEndpoint: null,
    dataFolder: folder,
    ...change,
  };
  const operation = await startOperation({
    config,
    postToChannel,
    jobs,
    cluster,
    discord,
    clock: systemClock,
    log: silentLog,
  });
  onTestFinished(() => operation.close());
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(`${operation.address}${path}`, { method });
    return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') };
  };
  return { ...workplace, workplace, renderer, discord, operation, ask };
}

it('tells health, readiness with what is in the way, and numbers that name nobody', async () => {
  const { ask, discord, jobs, workplace, cluster } = await start();
  expect(await ask('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
  expect(await ask('/readyz')).toMatchObject({ status: 503, text: 'not connected to Discord\n' });
  discord.connected = true;
  expect(await ask('/readyz')).toMatchObject({ status: 200 });
  expect(await ask('/elsewhere')).toMatchObject({ status: 404 });
  expect(await ask('/metrics', 'POST')).toMatchObject({ status: 405 });

  const { job } = await jobs.submit(submission());
  await end(workplace, job.id);
  await jobs.markDelivered(job.id); // tells of the end again
  const { text, type } = await ask('/metrics');
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  const { id } = cluster.snapshot()[0]!;
  for (const line of [
    'easel_jobs_waiting 0',
    'easel_jobs_rendering 0',
    `easel_renderer_up{renderer="${id}"} 1`,
    `easel_renderer_maintenance{renderer="${id}"} 0`,
    `easel_renderer_quarantine{renderer="${id}"} 0`,
    'easel_discord_connected 1',
    'easel_jobs_ended_total{kind="draw",outcome="done"} 1',
    'easel_pictures_total 1',
    'easel_job_seconds_count{kind="draw"} 1',
  ])
    expect(text.split('\n')).toContain(line);
  expect(text).toContain('process_cpu_seconds_total');
  expect(text).not.toMatch(/[Nn]elly|lighthouse|"server"|"channel"/);
  const own = text.split('\n').filter((line) => line.startsWith('easel_'));
  const labels = own.flatMap((line) => [...line.matchAll(/[{,](\w+)="/g)].map((found) => found[1]!));
  expect([...new Set(labels)].sort()).toEqual(['kind', 'le', 'model', 'outcome', 'renderer']);
});

it('counts what was done in time for its message, and what was not, of jobs that have a deadline', async () => {
  const { ask, jobs, workplace, renderer } = await start();
  renderer.setPhase('RENDERER_PHASE_STARTING');
  const panel = { channelId: '1', interactionToken: 'secret', reach: 'token' } as const;
  const ids: string[] = [];
  for (const leftMs of [3_600_000, 0, null]) {
    const { id } = (await jobs.submit(submission())).job;
    const tokenExpiresAt = Date.now() + (leftMs ?? 0);
    if (leftMs !== null) await jobs.bindPanel(id, { ...panel, messageId: id, tokenExpiresAt });
    ids.push(id);
  }
  const ends = ids.map((id) => end(workplace, id));
  renderer.setPhase('RENDERER_PHASE_READY');
  await Promise.all(ends);
  const { text } = await ask('/metrics');
  const counted = text.split('\n').filter((line) => line.startsWith('easel_job_deadlines_total{'));
  expect(counted.sort()).toEqual([
    'easel_job_deadlines_total{outcome="met"} 1',
    'easel_job_deadlines_total{outcome="missed"} 1',
  ]);
});

it('says the ledger is what is in the way when it cannot be read', async () => {
  const { ask, discord, storage } = await start();
  discord.connected = true;
  await storage.close();
  const { status, text } = await ask('/readyz');
  expect([status, text.startsWith('the ledger cannot be read: ')]).toEqual([503, true]);
});

it('says which setting to change when the address cannot be had', async () => {
  const { operation, jobs, cluster, folder } = await start();
  const config = {
    operation: { host: '127.0.0.1', port: Number(new URL(operation.address!).port) },
    alertWebhook: null,
    traceEndpoint: null,
    dataFolder: folder,
  };
  const again = startOperation({
    config,
    postToChannel: null,
    jobs,
    cluster,
    discord: null,
    clock: systemClock,
    log: silentLog,
  });
  await expect(again).rejects.toThrow(/Cannot listen on 127\.0\.0\.1:\d+ \(EASEL_OPERATION_LISTEN\): EADDRINUSE/);
});

it('sends what the operator must know before it closes', async () => {
  const hook = await startHook();
  const { operation } = await start({ alertWebhook: hook.url });
  operation.tell(say('operation.disk', { folder: 'data', percent: 95 }));
  await operation.close();
  // The machine's own disk may be full, too.
  expect(hook.texts).toContain('The disk of data is 95 % full. Without room nothing can be accepted');
});

it('tells the operator’s channel on Discord, beside the webhook, and goes on when it may not write there', async () => {
  const hook = await startHook();
  const fake = await startFakeDiscord();
  onTestFinished(() => fake.close());
  const channel = fake.guild({ name: 'Harbour' }).channel('operators');
  const { token, api } = fake;
  const postToChannel = postsInto({ channelId: channel.id, token, api });
  const { operation } = await start({ alertWebhook: hook.url }, postToChannel);
  operation.tell(say('operation.disk', { folder: 'data', percent: 95 }));
  const heard = await channel.waitFor((one) => one.content.startsWith('The disk of data is 95 % full'));
  expect(heard.content).toBe(hook.texts.find((text) => text.startsWith('The disk of data is 95')));
  // Words for the operator, and nothing of what members draw.
  for (const { body, files } of fake.requests.filter(({ method }) => method === 'POST'))
    expect([Object.keys(body as object).sort(), files]).toEqual([['allowed_mentions', 'content', 'flags'], []]);
  channel.denyBot(['SendMessages']);
  operation.tell(say('operation.disk', { folder: 'data', percent: 96 }));
  await operation.close();
  expect(hook.texts).toContain('The disk of data is 96 % full. Without room nothing can be accepted');
  expect(fake.problems()).toEqual([]);
});
