import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { cacheFolderIn, folder, RUNTIMES } from '#shared/config/engine.ts';
import {
  CPU_WEIGHTS,
  type CpuWeights,
  GPU_WEIGHTS,
  type GpuWeights,
  PROVIDERS,
  type Provider,
} from '#shared/contract/bounds.ts';
import { failure, message } from '#shared/text/failure.ts';
import { rule, ruleOf } from '#shared/text/rule.ts';

/** The environment of a process, or a plain object in tests. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything a renderer can be told. Each field is one environment variable, named in `RENDERER_VARIABLES`. */
export interface RendererConfig {
  /** host:port or unix:/path; null = not said. */
  readonly listen: string | null;
  readonly name: string;
  /** Folder of models and of their list, models.json; where there is none, there is the bundled model only. */
  readonly modelsFolder: string;
  /** Folder of adapter files that every model may use. */
  readonly lorasFolder: string | null;
  /** Where weights merged with adapters are kept. */
  readonly cacheFolder: string;
  /** The Hugging Face cache, shared with every program that keeps to its layout. */
  readonly hubFolder: string;
  /** Where models are brought from, without a slash at the end. */
  readonly hubEndpoint: string;
  /** What computes; auto = the best that works here. */
  readonly provider: Provider | 'auto';
  /** CPU threads of the engine; 0 = as many as there are cores. */
  readonly threads: number;
  /** How the CPU has its weights: `mapped` (little memory), `prepacked` (speed), `int8` (most speed, not exact). */
  readonly cpuWeights: CpuWeights;
  /** How a GPU has the weights of UNets: `stored`, or `int8` or `fp8` (a byte for each of their matrices, not exact). */
  readonly gpuWeights: GpuWeights;
  /** Ratios of sides that a GPU also gets ready for when a model is loaded ahead, beside the model's own size. */
  readonly warmRatios: readonly Ratio[];
  /** Folder or file of the network that looks at finished pictures; null = nobody does. */
  readonly safetyChecker: string | null;
  /** How sure open_nsfw.onnx may be of a picture that is shown, in percent; null = as usual. */
  readonly safetyPercent: number | null;
  /** Whether what is drawn gets an invisible mark. */
  readonly watermark: boolean;
  readonly residentModels: number;
  /** What loaded models may take together, in MiB; 0 = any amount. */
  readonly memoryMib: number;
  readonly rendersAtOnce: number;
  /** Samples that one call of the network takes at most. */
  readonly batchRows: number;
  readonly queueMax: number;
  readonly graceMs: number;
  /** How long renders may go on after the order to stop. */
  readonly drainMs: number;
  readonly sideMax: number;
  readonly pixelsMax: number;
  readonly stepsMax: number;
  readonly countMax: number;
  /** Whether clients may ask what the port offers (gRPC's server reflection). */
  readonly reflection: boolean;
  /** Where spans go, by OTLP; null = nowhere. */
  readonly traceEndpoint: string | null;
  readonly logLevel: string;
}

/** Width to height. */
export interface Ratio {
  readonly width: number;
  readonly height: number;
}

/** With the own size of a model they are the sizes whose places on a card are kept (engine/runtime/bound-graph.ts). */
const WARM_RATIOS_MAX = 2;

/** Hugging Face's own hub. */
export const HUB = 'https://huggingface.co';

const PROVIDER_WISHES = ['auto', ...PROVIDERS] as const;

/** How much a process writes, the least first. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

const rendererVariables = z.object({
  EASEL_LISTEN: z
    .string()
    .regex(/^(unix:.+|\S+:\d{1,5})$/, rule('rule.listen'))
    .optional(),
  EASEL_NAME: z
    .string()
    .max(64, rule('rule.chars-most', { limit: 64 }))
    .default('renderer'),
  EASEL_MODELS: z.string().default('models'),
  EASEL_LORAS: z.string().optional(),
  EASEL_SAFETY_CHECKER: z.string().optional(),
  EASEL_SAFETY_PERCENT: boundedNumber({ min: 0, max: 100 }).optional(),
  EASEL_WATERMARK: z.enum(['on', 'off'], rule('rule.one-of', { known: ['on', 'off'] })).default('on'),
  EASEL_CACHE: z.string().optional(),
  EASEL_GPU_FILES: z.string().optional(),
  XDG_CACHE_HOME: z.string().optional(),
  HF_HOME: z.string().optional(),
  HF_HUB_CACHE: z.string().optional(),
  HF_ENDPOINT: z.url({ protocol: /^https?$/, error: rule('rule.link') }).default(HUB),
  EASEL_PROVIDER: z.enum(PROVIDER_WISHES, rule('rule.one-of', { known: PROVIDER_WISHES })).default('auto'),
  EASEL_THREADS: wholeNumber({ min: 0, max: 512, otherwise: 0 }),
  // The engine's process reads it itself; here it is only checked.
  EASEL_RUNTIME: z.enum(RUNTIMES, rule('rule.one-of', { known: RUNTIMES })).default('c-api'),
  EASEL_CPU_WEIGHTS: z.enum(CPU_WEIGHTS, rule('rule.one-of', { known: CPU_WEIGHTS })).default('mapped'),
  EASEL_GPU_WEIGHTS: z.enum(GPU_WEIGHTS, rule('rule.one-of', { known: GPU_WEIGHTS })).default('stored'),
  EASEL_WARM_RATIOS: z
    .string()
    .regex(/^[1-9]\d?:[1-9]\d?(,[1-9]\d?:[1-9]\d?)?$/, rule('rule.ratios', { limit: WARM_RATIOS_MAX }))
    .optional(),
  EASEL_RESIDENT_MODELS: wholeNumber({ min: 1, max: 64, otherwise: 2 }),
  EASEL_MEMORY_MIB: wholeNumber({ min: 0, max: 2 ** 24, otherwise: 0 }),
  EASEL_RENDERS_AT_ONCE: wholeNumber({ min: 1, max: 64, otherwise: 4 }),
  EASEL_BATCH_ROWS: wholeNumber({ min: 2, max: 128, otherwise: 8 }),
  EASEL_QUEUE_MAX: wholeNumber({ min: 0, max: 10_000, otherwise: 32 }),
  EASEL_GRACE_SECONDS: wholeNumber({ min: 0, max: 3600, otherwise: 30 }),
  EASEL_DRAIN_SECONDS: wholeNumber({ min: 0, max: 3600, otherwise: 30 }),
  EASEL_SIDE_MAX: wholeNumber({ min: 64, max: 8192, otherwise: 2048 }),
  EASEL_PIXELS_MAX: wholeNumber({ min: 64 * 64, max: 2 ** 28, otherwise: 2 ** 22 }),
  EASEL_STEPS_MAX: wholeNumber({ min: 1, max: 1000, otherwise: 150 }),
  EASEL_COUNT_MAX: wholeNumber({ min: 1, max: 64, otherwise: 4 }),
  EASEL_REFLECTION: z.enum(['0', '1'], rule('rule.one-of', { known: ['0', '1'] })).default('0'),
  EASEL_LOG_LEVEL: z.enum(LOG_LEVELS, rule('rule.one-of', { known: LOG_LEVELS })).default('warn'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: rule('rule.link') }).optional(),
});

/** The names of a renderer's environment variables. */
export const RENDERER_VARIABLES: readonly string[] = Object.keys(rendererVariables.shape);

/** Reads a renderer's configuration; throws one Failure that names every variable that is wrong. */
export function readRendererConfig(env: Environment): RendererConfig {
  const read = parseEnvironment(rendererVariables, env);
  const caches = read.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return Object.freeze({
    listen: read.EASEL_LISTEN ?? null,
    name: read.EASEL_NAME,
    modelsFolder: resolve(read.EASEL_MODELS),
    lorasFolder: folder(read.EASEL_LORAS),
    safetyChecker: folder(read.EASEL_SAFETY_CHECKER),
    safetyPercent: read.EASEL_SAFETY_PERCENT ?? null,
    watermark: read.EASEL_WATERMARK === 'on',
    cacheFolder: cacheFolderIn(read),
    hubFolder: resolve(read.HF_HUB_CACHE ?? join(read.HF_HOME ?? join(caches, 'huggingface'), 'hub')),
    hubEndpoint: read.HF_ENDPOINT.replace(/\/+$/, ''),
    provider: read.EASEL_PROVIDER,
    threads: read.EASEL_THREADS,
    cpuWeights: read.EASEL_CPU_WEIGHTS,
    gpuWeights: read.EASEL_GPU_WEIGHTS,
    warmRatios: ratiosIn(read.EASEL_WARM_RATIOS),
    residentModels: read.EASEL_RESIDENT_MODELS,
    memoryMib: read.EASEL_MEMORY_MIB,
    rendersAtOnce: read.EASEL_RENDERS_AT_ONCE,
    batchRows: read.EASEL_BATCH_ROWS,
    queueMax: read.EASEL_QUEUE_MAX,
    graceMs: read.EASEL_GRACE_SECONDS * 1000,
    drainMs: read.EASEL_DRAIN_SECONDS * 1000,
    sideMax: read.EASEL_SIDE_MAX,
    pixelsMax: read.EASEL_PIXELS_MAX,
    stepsMax: read.EASEL_STEPS_MAX,
    countMax: read.EASEL_COUNT_MAX,
    reflection: read.EASEL_REFLECTION === '1',
    traceEndpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    logLevel: read.EASEL_LOG_LEVEL,
  });
}

/** Checks an environment against a schema. A variable that is set to nothing counts as not set. */
export function parseEnvironment<Schema extends z.ZodType>(schema: Schema, env: Environment): z.output<Schema> {
  const said = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = schema.safeParse(said);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return message('config.problem', { name, rule: ruleOf(issue), given: JSON.stringify(said[name] ?? '') });
  });
  throw failure('invalid', 'config.unreadable', { problems });
}

/** A whole number within bounds, as an environment variable says it. */
export function wholeNumber(bounds: { min: number; max: number; otherwise: number }) {
  return boundedNumber(bounds).default(bounds.otherwise);
}

function ratiosIn(text: string | undefined): readonly Ratio[] {
  return (text?.split(',') ?? []).map((ratio) => {
    const [width, height] = ratio.split(':').map(Number);
    return { width: width!, height: height! };
  });
}

function boundedNumber({ min, max }: { min: number; max: number }) {
  const sentence = rule('rule.whole', { from: min, to: max });
  return z
    .string()
    .regex(/^\d{1,12}$/, sentence)
    .transform(Number)
    .refine((value) => value >= min && value <= max, sentence);
}
