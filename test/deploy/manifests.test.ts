import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createBotMetrics } from '#bot/operation/bot-metrics.ts';
import { systemClock } from '#shared/clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(ROOT + path, 'utf8');

const FILES = [
  'deploy/docker/Dockerfile',
  'deploy/docker/compose.yaml',
  ...readdirSync(`${ROOT}deploy/helm/easel/templates`).map((name) => `deploy/helm/easel/templates/${name}`),
  'deploy/helm/easel/values.yaml',
  'deploy/systemd/easel.service',
  'deploy/systemd/easel-renderer@.service',
];

const isInstalled = (tool: string) => spawnSync(tool, ['--version']).error === undefined;
/** For the name of a test: says loudly why it is skipped. */
const by = (tool: string, what: string) => (isInstalled(tool) ? what : `${what} (SKIPPED: no ${tool} is installed)`);

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

describe('what deploys Easel', () => {
  it('names settings that there are', () => {
    const known = new Set(read('deploy/env.example').match(/\bEASEL_[A-Z_]+\b/g));
    for (const path of FILES)
      for (const name of read(path).match(/\bEASEL_[A-Z_]+\b/g) ?? [])
        expect(known, `${name} in ${path}`).toContain(name);
  });

  it('starts programs that there are, as nobody in particular, and keeps the studio on the machine', () => {
    const compose = parse(read('deploy/docker/compose.yaml'), { merge: true }) as {
      services: Record<string, { ports?: string[]; command?: string[]; profiles?: string[]; cap_drop?: string[] }>;
    };
    const { bot, renderer, postgres, redis, prometheus, grafana } = compose.services;
    expect([bot?.profiles, renderer?.profiles, prometheus?.profiles]).toEqual([
      undefined,
      ['cluster'],
      ['observability'],
    ]);
    for (const service of [postgres, redis]) expect(service).toMatchObject({ profiles: ['cluster'] });
    for (const service of [bot, renderer]) expect(service?.cap_drop).toEqual(['ALL']);
    for (const service of [bot, grafana])
      for (const port of service?.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(renderer?.command).toEqual(['renderer/main.ts']);
    const docker = read('deploy/docker/Dockerfile');
    expect(docker.match(/^USER .*$/gm)).toEqual(['USER 10001', 'USER 10001']);
    for (const [, entry] of docker.matchAll(/^CMD \["(.*)"\]$/gm)) expect(read(entry!).length).toBeGreaterThan(0);
    for (const unit of ['easel', 'easel-renderer@']) {
      const [, words] = /^ExecStart=(.*)$/m.exec(read(`deploy/systemd/${unit}.service`))!;
      expect(read(words!.split(' ').at(-1)!).length).toBeGreaterThan(0);
    }
  });

  it('lets both programs tell systemd that they work and live, by a process of theirs', () => {
    for (const unit of ['easel', 'easel-renderer@'])
      for (const line of ['Type=notify', 'NotifyAccess=all', 'WatchdogSec=60'])
        expect(read(`deploy/systemd/${unit}.service`).split('\n')).toContain(line);
  });

  it('asks for numbers that the bot has', async () => {
    const nobody = {
      jobs: { queue: () => [], watch: async function* () {}, drawnBeforeTurn: () => 0 },
      cluster: { snapshot: () => [] },
    };
    const discord = { connected: true, refusedRequests: 0 };
    const text = await createBotMetrics({ ...nobody, discord, clock: systemClock }).read();
    const known = new Set(text.match(/^# TYPE (\S+)/gm)?.map((line) => line.slice('# TYPE '.length)));
    const asked = ['deploy/observability/alerts.yml', 'deploy/observability/grafana-easel.json', 'docs/operation.md']
      .flatMap((path) => read(path).match(/\beasel_[a-z_]+/g) ?? [])
      .map((name) => name.replace(/_bucket$/, ''));
    expect(asked.length).toBeGreaterThan(20);
    for (const name of asked) expect(known).toContain(name);
  });

  it('shows deadlines that were met and missed, and what was drawn before its turn for them', () => {
    const { panels } = JSON.parse(read('deploy/observability/grafana-easel.json')) as Dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const shown = panels.find(({ title }) => title === 'Deadlines in ten minutes');
    expect(shown?.targets.map(({ expr }) => expr.match(/easel_[a-z_]+/)?.[0])).toEqual([
      'easel_job_deadlines_total',
      'easel_jobs_before_turn_total',
    ]);
  });

  it.runIf(isInstalled('promtool'))(by('promtool', 'has alerts that ring when they should'), () => {
    const options = { cwd: `${ROOT}deploy/observability`, encoding: 'utf8' } as const;
    expect(execFileSync('promtool', ['check', 'config', 'prometheus.yml'], options)).toContain(
      'SUCCESS: 8 rules found',
    );
    expect(execFileSync('promtool', ['test', 'rules', 'alerts-test.yml'], options)).toContain('SUCCESS');
  });

  it.runIf(isInstalled('compose-spec'))(by('compose-spec', 'has a compose file that Compose itself reads'), () => {
    const file = `${ROOT}deploy/docker/compose.yaml`;
    const read = execFileSync('compose-spec', ['-format', 'json', file], { encoding: 'utf8' });
    const { services } = JSON.parse(read) as { services: object };
    expect(Object.keys(services)).toEqual(expect.arrayContaining(['bot', 'renderer', 'postgres', 'redis']));
    const wrong = join(scratchFolder(), 'compose.yaml');
    writeFileSync(wrong, readFileSync(file, 'utf8').replace('healthcheck:', 'healthchecks:'));
    const { status, stderr } = spawnSync('compose-spec', [wrong], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('healthchecks is not allowed')]);
  });

  it.runIf(isInstalled('hadolint'))(by('hadolint', 'has a Dockerfile without complaint'), () => {
    expect(execFileSync('hadolint', [`${ROOT}deploy/docker/Dockerfile`], { encoding: 'utf8' })).toBe('');
  });
});
