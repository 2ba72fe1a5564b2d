import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { endAll, type OwnProcess, runEasel, startEaselProcess } from '#test/journeys/easel-process.ts';
import { descendants, stillAlive } from '#test/journeys/processes.ts';
import { drawing, startTestServer, type TestServer } from '#test/journeys/test-server.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let harbour: TestServer;

beforeAll(async () => {
  harbour = await startTestServer();
});
afterEach(() => expect(harbour.discord.problems()).toEqual([]));
afterAll(async () => {
  await endAll();
  await harbour.close();
});

async function startOnDiscord(): Promise<OwnProcess> {
  const easel = await startEaselProcess(harbour.environment);
  await easel.says(/on Discord as/);
  return easel;
}

const sentences = (output: string) => output.split('\n').filter((line) => line.startsWith('easel: '));

describe('the program', () => {
  it('says one sentence when another one has the ledger, which goes on undisturbed; Ctrl-C ends all of it', async () => {
    const { ada, channel } = harbour;
    const secrets = { HF_TOKEN: 'hf_verysecret', AWS_SECRET_ACCESS_KEY: 'verysecret' };
    const first = await startEaselProcess({ ...harbour.environment, ...secrets, EASEL_LOG_LEVEL: 'debug' });
    await first.says(/on Discord as/);
    const second = runEasel(harbour.environment);
    expect(await second.exit()).toBe(1);
    expect(sentences(second.output())).toEqual([expect.stringMatching(/^easel: Cannot .*easel\.sqlite/)]);
    expect(stillAlive(descendants(second.pid))).toEqual([]);

    const message = await ada.slash(channel, 'imagine', { prompt: 'a blue car', style: 'plain', steps: 150 }).message();
    await drawing(channel, message);
    const [, jobId] = await first.says(/"jobId":"([^"]+)"[^\n]*"job accepted"/);
    const said = first
      .output()
      .split('\n')
      .filter((line) => line.includes(`"jobId":"${jobId}"`));
    for (const step of ['job accepted', 'attempt begun', 'render begun', 'the engine has begun'])
      expect(said.filter((line) => line.includes(`"msg":"${step}"`))).toHaveLength(1);
    expect(first.output()).not.toContain('blue car');
    const family = descendants(first.pid);
    expect(family.length).toBeGreaterThanOrEqual(2);
    for (const pid of family) {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
      expect(environment).toContain('PATH=');
      expect(environment).not.toMatch(/SECRET|TOKEN/i);
    }
    first.signal('SIGINT');
    expect(await first.exit()).toBe(0);
    expect(stillAlive(family)).toEqual([]);
    expect(sentences(first.output()).at(-1)).toMatch(/stopping; press Ctrl-C again/);
  });

  it('ends at once at the second Ctrl-C, and takes its family along', async () => {
    const easel = await startOnDiscord();
    const { ada, channel } = harbour;
    const message = await ada.slash(channel, 'imagine', { prompt: 'a blue car', style: 'plain', steps: 40 }).message();
    await drawing(channel, message);
    // Discord does not answer, so that an orderly stop would take its time.
    const silence = harbour.discord.fault({ method: 'PATCH', kind: 'hold', times: 100 });
    await harbour.discord.until(() => (silence.hits > 0 ? true : undefined));
    const family = descendants(easel.pid);
    easel.signal('SIGINT');
    await easel.says(/stopping/);
    easel.signal('SIGINT');
    expect(await easel.exit()).toBe(130);
    await harbour.discord.until(() => (stillAlive(family).length === 0 ? true : undefined));
    silence.release();
  });

  it('says one sentence when the token is refused', async () => {
    const easel = runEasel({ ...harbour.environment, DISCORD_TOKEN: 'wrong' });
    expect(await easel.exit()).toBe(1);
    expect(sentences(easel.output()).at(-1)).toMatch(/^easel: DISCORD_TOKEN was refused by Discord/);
    expect(descendants(easel.pid)).toEqual([]);
  });

  it('ends with one sentence when the token is revoked while it runs, so that whoever supervises it knows', async () => {
    const own = { EASEL_RENDERERS: '127.0.0.1:9', EASEL_DATA: `${harbour.environment.EASEL_DATA}/revoked` };
    const easel = await startEaselProcess({ ...harbour.environment, ...own });
    await easel.says(/on Discord as/);
    const presence = async () => (await fetch(`${easel.address}/api/studio`)).json();
    expect(await presence()).toMatchObject({ discord: 'connected' });
    harbour.discord.disconnect({ code: 4004 });
    expect(await easel.exit()).toBe(1);
    expect(sentences(easel.output()).at(-1)).toMatch(/^easel: DISCORD_TOKEN was refused by Discord/);
  });

  it('runs without its renderer and answers kindly', async () => {
    const { bob, channel } = harbour;
    const lost = {
      ...harbour.environment,
      EASEL_RENDERERS: '127.0.0.1:9',
      EASEL_DATA: `${harbour.environment.EASEL_DATA}/lost`,
    };
    const easel = await startEaselProcess(lost);
    await easel.says(/on Discord as/);
    expect((await fetch(easel.address)).status).toBe(200);
    bob.slash(channel, 'imagine', { prompt: 'a boat' });
    const answer = await channel.waitFor((one) => one.text.includes('no renderer has answered'), { timeoutMs: 40_000 });
    expect(answer.ephemeral).toBe(true);
    const board = await bob.slash(channel, 'queue').message();
    expect(board.text).toContain('127.0.0.1:9');
    easel.signal('SIGINT');
    expect(await easel.exit()).toBe(0);
  });
});
