import { describe, expect, it } from 'vitest';
import { readBotConfig } from '#shared/config/bot.ts';

describe('the bot’s settings', () => {
  it('have defaults that run on a laptop without an account', () => {
    expect(readBotConfig({})).toEqual({
      discordToken: null,
      discordClient: null,
      redisUrl: null,
      databaseUrl: null,
      elsewhere: null,
      discordApi: null,
      outsideServers: true,
      discordShards: 'auto',
      dataFolder: 'data',
      rendererAddresses: [],
      studio: { host: '127.0.0.1', port: 8420 },
      manifests: { files: null },
      jobs: { memberMax: 10, totalMax: 1000 },
      keeping: { days: 180, leftServerDays: 30 },
      api: null,
      traceEndpoint: null,
      operation: null,
      alertWebhook: null,
      alertChannel: null,
      logLevel: 'warn',
    });
  });

  it('take an empty value as not set', () => {
    expect(readBotConfig({ DISCORD_TOKEN: '', EASEL_STUDIO_PORT: ' ' })).toMatchObject({
      discordToken: null,
      studio: { port: 8420 },
    });
  });

  it('say whether pictures get a manifest, and take a key with its certificates alone', () => {
    const certified = { EASEL_C2PA_KEY: 'key.pem', EASEL_C2PA_CERTIFICATES: 'certificates.pem' };
    const files = { key: 'key.pem', certificates: 'certificates.pem' };
    expect(readBotConfig(certified).manifests).toEqual({ files });
    expect(readBotConfig({ ...certified, EASEL_C2PA: 'off' }).manifests).toBeNull();
    expect(() => readBotConfig({ EASEL_C2PA_KEY: 'key.pem' })).toThrow('must come together');
  });

  it('take a Redis only beside the database that several bots share', () => {
    const [EASEL_REDIS_URL, EASEL_DATABASE_URL] = ['redis://cache:6379/0', 'postgres://easel@db/easel'];
    expect(readBotConfig({ EASEL_REDIS_URL, EASEL_DATABASE_URL }).redisUrl).toBe(EASEL_REDIS_URL);
    expect(() => readBotConfig({ EASEL_REDIS_URL })).toThrow('EASEL_REDIS_URL goes with EASEL_DATABASE_URL');
    expect(() => readBotConfig({ EASEL_REDIS_URL: 'http://cache', EASEL_DATABASE_URL })).toThrow('Redis or Valkey');
  });

  it('split renderer addresses', () => {
    const { rendererAddresses } = readBotConfig({ EASEL_RENDERERS: 'gpu1:50551, gpu2:50551,dns:///renderers:50551' });
    expect(rendererAddresses).toEqual(['gpu1:50551', 'gpu2:50551', 'dns:///renderers:50551']);
  });

  it('split the address for health and numbers', () => {
    const { operation } = readBotConfig({ EASEL_OPERATION_LISTEN: '[::1]:9464' });
    expect(operation).toEqual({ host: '::1', port: 9464 });
    expect(() => readBotConfig({ EASEL_OPERATION_LISTEN: '9464' })).toThrow(
      'EASEL_OPERATION_LISTEN must be host:port like 127.0.0.1:9464',
    );
  });

  it('let other programs in only where that is said, and on this machine unless another address is', () => {
    const closed = { disconnect: 'cancel', names: [], origins: [], local: null };
    expect(readBotConfig({ EASEL_API: 'on' }).api).toEqual({ host: '127.0.0.1', port: 8430, ...closed });
    const said = {
      ...{ EASEL_API: '0.0.0.0:9', EASEL_API_DISCONNECT: 'finish' },
      ...{ EASEL_API_HOSTS: 'a.example, gpu-1', EASEL_API_ORIGINS: 'https://a.example' },
    };
    const open = {
      host: '0.0.0.0',
      port: 9,
      disconnect: 'finish',
      names: ['a.example', 'gpu-1'],
      origins: ['https://a.example'],
      local: { key: 'easel_0_x', port: 7860 },
    };
    expect(readBotConfig({ ...said, EASEL_API_LOCAL_KEY: ' easel_0_x ' }).api).toEqual(open);
    expect(() => readBotConfig({ EASEL_API_LOCAL_KEY: 'easel_0_x' })).toThrow(
      /EASEL_API_LOCAL_KEY goes with EASEL_API/,
    );
    expect(() => readBotConfig({ EASEL_API: 'yes', EASEL_API_HOSTS: 'a:80', EASEL_API_ORIGINS: 'a.example' })).toThrow(
      /EASEL_API must be off, on, or host:port.*EASEL_API_HOSTS must be names.*EASEL_API_ORIGINS must be origins/s,
    );
  });

  it('report every problem at once, by name and without the value', () => {
    const wrong = { EASEL_STUDIO_PORT: '70000', EASEL_RENDERERS: 'gpu1', EASEL_JOBS_MAX: 'many' };
    expect(() => readBotConfig(wrong)).toThrow(/EASEL_RENDERERS must be addresses.*EASEL_STUDIO_PORT.*EASEL_JOBS_MAX/s);
    expect(() => readBotConfig({ ...wrong, DISCORD_TOKEN: 'hunter2' })).not.toThrow(/hunter2/);
  });

  it('let others in by https alone, and to log in only where an application answers', () => {
    const url = 'https://draw.example';
    expect(readBotConfig({ EASEL_STUDIO_URL: url }).elsewhere).toEqual({
      url,
      host: '127.0.0.1',
      port: 8421,
      login: null,
      activity: false,
    });
    expect(() => readBotConfig({ EASEL_STUDIO_URL: 'http://draw.example' })).toThrow('must begin with https://');
    expect(() => readBotConfig({ EASEL_STUDIO_URL: url, EASEL_STUDIO_LOGIN: 'look' })).toThrow('DISCORD_CLIENT_ID');
    const client = { DISCORD_CLIENT_ID: '1', DISCORD_CLIENT_SECRET: 's' };
    expect(() => readBotConfig({ ...client, EASEL_STUDIO_URL: url, EASEL_ACTIVITY: 'on' })).toThrow('DISCORD_TOKEN');
    expect(readBotConfig({ ...client, EASEL_STUDIO_URL: url, EASEL_STUDIO_LOGIN: 'look' }).elsewhere!.login).toBe(
      'look',
    );
  });
});
