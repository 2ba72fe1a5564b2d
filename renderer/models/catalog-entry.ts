import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { Family } from '#renderer/engine/checkpoint/family.ts';
import { SAMPLERS } from '#renderer/engine/samplers/samplers.ts';
import { REPO_NAME, REVISION_NAME } from '#renderer/models/hub/hub-source.ts';
import { MODEL_NAME } from '#renderer/models/model-name.ts';
import { PREDICTIONS, TIMESTEP_SPACINGS, timestepSpacing } from '#shared/contract/bounds.ts';
import { rule } from '#shared/text/rule.ts';

// The shape of an entry in models.json, and of everything in it. Only `name` and `checkpoint` must be said.

const SAMPLER_NAMES = SAMPLERS.map(({ name }) => name);

const FAMILIES = ['sd15', 'sd21', 'sdxl', 'sdxl-refiner', 'ssd1b', 'vega'] as const satisfies readonly Family[];

const localPath = z
  .string()
  .min(1, rule('rule.path'))
  .refine((path) => !isAbsolute(path), rule('rule.path-relative'))
  .refine((path) => !path.split(/[\\/]/).includes('..'), rule('rule.path-inside'));

/** Where files lie: a path in the models folder (written as a plain text too), or a repository of the hub. */
const place = z
  .preprocess(
    (value) => (typeof value === 'string' ? { path: value } : value),
    z.strictObject(
      {
        path: localPath.optional(),
        repo: z.string().regex(REPO_NAME, rule('rule.repo')).optional(),
        revision: z.string().regex(REVISION_NAME, rule('rule.revision')).default('main'),
        file: localPath.optional(),
        variant: z
          .string()
          .regex(/^[\w-]{1,40}$/, rule('rule.word', { example: 'fp16' }))
          .optional(),
      },
      expected('rule.place'),
    ),
  )
  .refine(({ path, repo }) => (path === undefined) !== (repo === undefined), rule('rule.place-one'))
  .transform(({ path, repo = '', revision, file = null, variant = null }) =>
    path === undefined ? { kind: 'hub' as const, repo, revision, file, variant } : { kind: 'local' as const, path },
  );

const adapter = z.strictObject(
  {
    name: z.string().regex(MODEL_NAME, rule('rule.model-name')),
    file: place,
    kind: z.enum(['lora', 'lcm-lora'], oneOf(['lora', 'lcm-lora'])).optional(),
    weight: between(-10, 10).default(1),
    triggers: z
      .array(chars(200), expected('rule.words'))
      .max(32, rule('rule.items-most', { limit: 32 }))
      .default([]),
  },
  expected('rule.object'),
);

const defaults = z.strictObject(
  {
    sampler: z.enum(SAMPLER_NAMES, oneOf(SAMPLER_NAMES)).optional(),
    karras: z.boolean(expected('rule.flag')).optional(),
    steps: wholeNumber(1, 1000).optional(),
    guidance: between(0, 50).optional(),
    width: pixels().optional(),
    height: pixels().optional(),
    clipSkip: wholeNumber(0, 11).optional(),
    spacing: z.preprocess(canonicalSpacing, z.enum(TIMESTEP_SPACINGS, oneOf(TIMESTEP_SPACINGS))).optional(),
  },
  expected('rule.object'),
);

const licence = z.strictObject(
  {
    id: chars(100),
    link: z.url({ protocol: /^https?$/, error: rule('rule.link') }).optional(),
  },
  expected('rule.object'),
);

/** An entry as the operator writes it. */
export const catalogEntry = z.strictObject(
  {
    name: z.string(expected('rule.text')).regex(MODEL_NAME, rule('rule.model-name')),
    family: z.enum(FAMILIES, oneOf(FAMILIES)).optional(),
    checkpoint: place,
    prediction: z.enum(PREDICTIONS, oneOf(PREDICTIONS)).optional(),
    vae: place.optional(),
    taesd: place.optional(),
    embeddings: localPath.optional(),
    adapters: z
      .array(adapter, expected('rule.list'))
      .max(64, rule('rule.items-most', { limit: 64 }))
      .default([]),
    defaults: defaults.default({}),
    licence: licence.optional(),
  },
  expected('rule.object'),
);

/** An entry that holds what it must, as it was written. */
export type EntryText = z.input<typeof catalogEntry>;

/** The same with everything in its place. */
export type CatalogEntry = z.output<typeof catalogEntry>;

export type FileLocation = z.output<typeof place>;

export type EntryAdapter = CatalogEntry['adapters'][number];

/** How a model is drawn where nobody says otherwise. */
export type EntryDefaults = CatalogEntry['defaults'];

export type Licence = NonNullable<CatalogEntry['licence']>;

/** A1111's word for one of them is read too. */
function canonicalSpacing(value: unknown): unknown {
  return typeof value === 'string' ? (timestepSpacing(value) ?? value) : value;
}

function wholeNumber(min: number, max: number) {
  const sentence = rule('rule.whole', { from: min, to: max });
  return z.int(sentence).min(min, sentence).max(max, sentence);
}

function pixels() {
  return wholeNumber(64, 8192).multipleOf(8, rule('rule.multiple', { of: 8 }));
}

function between(from: number, to: number) {
  return z
    .number(expected('rule.number'))
    .min(from, rule('rule.at-least', { limit: from }))
    .max(to, rule('rule.at-most', { limit: to }));
}

function chars(most: number) {
  const sentence = rule('rule.chars', { from: 1, to: most });
  return z.string(expected('rule.text')).min(1, sentence).max(most, sentence);
}

type KindRule = 'rule.place' | 'rule.object' | 'rule.flag' | 'rule.number' | 'rule.text' | 'rule.list' | 'rule.words';

function expected(kind: KindRule) {
  return {
    error(issue: { readonly code: string; readonly input?: unknown }) {
      if (issue.code !== 'unrecognized_keys') return rule(issue.input === undefined ? 'rule.missing' : kind);
      const { keys } = issue as { readonly keys?: readonly string[] };
      return rule('rule.unknown', { names: keys ?? [] });
    },
  };
}

function oneOf(names: readonly string[]): string {
  return rule('rule.one-of', { known: names });
}
