import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

const CHART = new URL('../../deploy/helm/easel', import.meta.url).pathname;

/** The oldest Kubernetes that the chart names, and a newer one. */
const KUBERNETES = ['1.27.0', '1.33.0'];

/** What may be asked for, all at once. */
const EVERYTHING = [
  'renderers.autoscaling.enabled=true',
  'monitoring.serviceMonitor=true',
  'bot.secretName=discord',
  'postgres.enabled=true',
  'redis.enabled=true',
  'postgres.data.storageClassName=fast',
  'bot.replicas=2',
  'bot.data.claim=pictures',
];

/** Of extensions of Kubernetes, whose schemas it has not. */
const EXTENSIONS = ['ScaledObject', 'ServiceMonitor'];

const isInstalled = (tool: string) => spawnSync(tool, ['--help']).error === undefined;
const missing = ['helm', 'kubernetes-validate'].filter((tool) => !isInstalled(tool));
const title = missing.length === 0 ? 'the chart' : `the chart (SKIPPED: no ${missing.join(', no ')})`;

interface Container {
  readonly name: string;
  readonly env: readonly { readonly name: string; readonly valueFrom?: { readonly secretKeyRef: object } }[];
  readonly startupProbe?: object;
  readonly readinessProbe?: object;
  readonly livenessProbe?: object;
  readonly securityContext?: object;
  readonly resources?: { readonly limits?: Readonly<Record<string, unknown>> };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly stringData?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly replicas?: number;
    readonly maxUnavailable?: number;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template?: {
      readonly spec: {
        readonly containers: readonly Container[];
        readonly volumes: readonly { readonly name: string; readonly persistentVolumeClaim?: object }[];
      };
    };
    readonly volumeClaimTemplates?: readonly { readonly spec: object }[];
  };
}

function helm(values: readonly string[], kubernetes = KUBERNETES.at(-1)!) {
  const words = [
    'template',
    'art',
    CHART,
    '--kube-version',
    kubernetes,
    ...values.flatMap((value) => ['--set', value]),
  ];
  return spawnSync('helm', words, { encoding: 'utf8' });
}

function render(...values: string[]): readonly Manifest[] {
  const { stdout, stderr, status } = helm(values);
  expect([status, stderr]).toEqual([0, '']);
  return parseAllDocuments(stdout).map((document) => document.toJS() as Manifest);
}

const namesOf = (manifests: readonly Manifest[]) =>
  manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();

describe.runIf(missing.length === 0)(title, () => {
  it('passes helm’s own lint', () => {
    const values = EVERYTHING.flatMap((value) => ['--set', value]);
    for (const options of [[], values])
      execFileSync('helm', ['lint', '--strict', '--quiet', CHART, ...options], { encoding: 'utf8' });
  });

  for (const kubernetes of KUBERNETES)
    it(`holds the schemas of Kubernetes ${kubernetes}, with all its options`, () => {
      const { stdout: input } = helm(EVERYTHING, kubernetes);
      const options = { input, encoding: 'utf8' } as const;
      const { stdout } = spawnSync('kubernetes-validate', ['--strict', '-k', kubernetes, '-'], options);
      const lines = stdout.split('\n').filter((line) => line !== '');
      const passed = lines.filter((line) => line.startsWith('INFO - passed '));
      expect(passed).toHaveLength(parseAllDocuments(input).length - EXTENSIONS.length);
      expect(lines.filter((line) => !passed.includes(line))).toEqual(
        EXTENSIONS.map((kind) => expect.stringMatching(`^WARN - Couldn't find schema for kind ${kind}`)),
      );
    });

  it('has a bot that finds renderers by their service, and scales and tells its numbers when asked to', () => {
    const plain = render('renderers.count=2');
    expect(JSON.stringify(plain)).toContain('dns:///art-renderer:50551');
    expect(JSON.stringify(plain)).toContain('"replicas":2');
    const all = render(...EVERYTHING.slice(0, 3), 'bot.databaseSecretName=database');
    expect(namesOf(all)).toEqual([...namesOf(plain), 'ScaledObject art-renderer', 'ServiceMonitor art'].toSorted());
    expect(JSON.stringify(all)).not.toContain('"replicas":2');
    expect(JSON.stringify(all)).toContain('[{"secretRef":{"name":"discord"}},{"secretRef":{"name":"database"}}]');
  });

  it('gives each renderer one GPU, asks it for its health by gRPC, and lets one of them be moved at a time', () => {
    const all = render('renderers.gpuResource=amd.com/gpu');
    const renderers = all.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === 'art-renderer');
    const [renderer, ...others] = renderers!.spec!.template!.spec.containers;
    expect(others).toEqual([]);
    expect(renderer!.resources!.limits).toMatchObject({ 'amd.com/gpu': 1 });
    expect(renderer).toMatchObject({
      startupProbe: { grpc: { port: 50551 } },
      readinessProbe: { grpc: { port: 50551 } },
      livenessProbe: { tcpSocket: { port: 'grpc' } },
    });
    const budget = all.find(({ kind }) => kind === 'PodDisruptionBudget');
    expect(budget?.spec).toMatchObject({
      maxUnavailable: 1,
      selector: { matchLabels: renderers!.spec!.selector!.matchLabels },
    });
  });

  it('runs several bots on one database and one folder, and says what they lack', () => {
    const several = ['bot.replicas=3', 'bot.databaseSecretName=database', 'bot.data.claim=pictures'];
    const bot = render(...several).find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === 'art-bot');
    expect(bot?.spec).toMatchObject({ replicas: 3 });
    expect(bot?.spec).not.toHaveProperty('volumeClaimTemplates');
    const data = bot?.spec?.template?.spec.volumes.find(({ name }) => name === 'data');
    expect(data?.persistentVolumeClaim).toEqual({ claimName: 'pictures' });
    expect(helm([several[0]!, several[2]!]).stderr).toContain('several bots share a ledger in PostgreSQL');
    expect(helm(several.slice(0, 2)).stderr).toContain('several bots share their pictures');
  });

  it('brings a PostgreSQL and a Redis for trying, locked, with probes, which the bot alone reaches', () => {
    const all = render('postgres.enabled=true', 'redis.enabled=true');
    const plain = namesOf(render());
    const own = namesOf(all).filter((name) => !plain.includes(name));
    expect(own).toEqual([
      'Deployment art-redis',
      ...['NetworkPolicy', 'Secret', 'Service'].flatMap((kind) => [`${kind} art-postgres`, `${kind} art-redis`]),
      'StatefulSet art-postgres',
    ]);
    const secret = (name: string) => all.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === name);
    const { PASSWORD, EASEL_DATABASE_URL } = secret('art-postgres')!.stringData!;
    expect(PASSWORD).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(EASEL_DATABASE_URL).toBe(`postgres://easel:${PASSWORD}@art-postgres:5432/easel`);
    const redis = secret('art-redis')!.stringData!;
    expect(redis.EASEL_REDIS_URL).toBe(`redis://:${redis.PASSWORD}@art-redis:6379/0`);
    expect(redis['redis.conf']).toContain(`requirepass ${redis.PASSWORD}`);
    const containers = all.flatMap(({ spec }) => spec?.template?.spec.containers ?? []);
    for (const { name, ...container } of containers) {
      expect(container, name).toMatchObject({ securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true } });
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) expect(container).toHaveProperty(probe);
    }
    const database = all.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === 'art-postgres');
    expect(database?.spec?.volumeClaimTemplates).toHaveLength(1);
    const bot = containers.find(({ name }) => name === 'bot')!;
    const keyOf = (name: string) => bot.env.find((each) => each.name === name)?.valueFrom?.secretKeyRef;
    expect(keyOf('EASEL_DATABASE_URL')).toEqual({ name: 'art-postgres', key: 'EASEL_DATABASE_URL' });
    expect(keyOf('EASEL_REDIS_URL')).toEqual({ name: 'art-redis', key: 'EASEL_REDIS_URL' });
  });

  it('refuses values that say two things', () => {
    expect(helm(['postgres.enabled=true', 'bot.databaseSecretName=database']).stderr).toContain(
      'postgres.enabled and bot.databaseSecretName both say where the ledger is: leave one of them out',
    );
    expect(helm(['redis.enabled=true']).stderr).toContain(
      'redis.enabled goes with a ledger in PostgreSQL: set postgres.enabled or bot.databaseSecretName',
    );
    expect(helm(['redis.enabled=true', 'bot.databaseSecretName=database']).status).toBe(0);
  });
});
