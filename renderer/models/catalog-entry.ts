import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { Family } from '#renderer/engine/checkpoint/family.ts';
import { SAMPLERS } from '#renderer/engine/samplers/samplers.ts';
import { REPO_NAME, REVISION_NAME } from '#renderer/models/hub/hub-source.ts';
import { MODEL_NAME } from '#renderer/models/model-name.ts';

// The shape of an entry in models.json, and of everything in it. Only `name` and `checkpoint` must be said.

const SAMPLER_NAMES = SAMPLERS.map(({ name }) => name);

const FAMILIES = ['sd15', 'sd21', 'sdxl', 'sdxl-refiner', 'ssd1b', 'vega'] as const satisfies readonly Family[];

const localPath = z
  .string()
  .min(1, 'must be a path')
  .refine((path) => !isAbsolute(path), 'must be relative to the models folder')
  .refine((path) => !path.split(/[\\/]/).includes('..'), 'must stay inside the models folder');

/** Where files lie: a path in the models folder (written as a plain text too), or a repository of the hub. */
const place = z
  .preprocess(
    (value) => (typeof value === 'string' ? { path: value } : value),
    z.strictObject(
      {
        path: localPath.optional(),
        repo: z.string().regex(REPO_NAME, 'must be owner/name, as the hub has it').optional(),
        revision: z.string().regex(REVISION_NAME, 'must be a branch, a tag or a commit').default('main'),
        file: localPath.optional(),
        variant: z
          .string()
          .regex(/^[\w-]{1,40}$/, 'must be a word like fp16')
          .optional(),
      },
      expected('a path, or an object with repo'),
    ),
  )
  .refine(({ path, repo }) => (path === undefined) !== (repo === undefined), 'must have either path or repo')
  .transform(({ path, repo = '', revision, file = null, variant = null }) =>
    path === undefined ? { kind: 'hub' as const, repo, revision, file, variant } : { kind: 'local' as const, path },
  );

const adapter = z.strictObject(
  {
    name: z.string().regex(MODEL_NAME, 'must be letters, digits, spaces and ._+()-, 80 at most'),
    file: place,
    kind: z.enum(['lora', 'lcm-lora'], oneOf(['lora', 'lcm-lora'])).optional(),
    weight: z.number(expected('a number')).min(-10, 'must be at least -10').max(10, 'must be at most 10').default(1),
    triggers: z.array(z.string().min(1).max(200), expected('a list of words')).max(32).default([]),
  },
  expected('an object'),
);

const defaults = z.strictObject(
  {
    sampler: z.enum(SAMPLER_NAMES, oneOf(SAMPLER_NAMES)).optional(),
    karras: z.boolean(expected('true or false')).optional(),
    steps: wholeNumber(1, 1000).optional(),
    guidance: z.number(expected('a number')).min(0, 'must be at least 0').max(50, 'must be at most 50').optional(),
    width: pixels().optional(),
    height: pixels().optional(),
    clipSkip: wholeNumber(0, 11).optional(),
  },
  expected('an object'),
);

const licence = z.strictObject(
  {
    id: z.string(expected('a text')).min(1).max(100),
    link: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  },
  expected('an object'),
);

/** An entry as the operator writes it. */
export const catalogEntry = z.strictObject(
  {
    name: z.string(expected('a text')).regex(MODEL_NAME, 'must be letters, digits, spaces and ._+()-, 80 at most'),
    family: z.enum(FAMILIES, oneOf(FAMILIES)).optional(),
    checkpoint: place,
    vae: place.optional(),
    taesd: place.optional(),
    embeddings: localPath.optional(),
    adapters: z.array(adapter, expected('a list')).max(64).default([]),
    defaults: defaults.default({}),
    licence: licence.optional(),
  },
  expected('an object'),
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

function wholeNumber(min: number, max: number) {
  const sentence = `must be a whole number from ${min} to ${max}`;
  return z.int(sentence).min(min, sentence).max(max, sentence);
}

function pixels() {
  return wholeNumber(64, 8192).multipleOf(8, 'must be a multiple of 8');
}

function expected(what: string) {
  return {
    error(issue: { readonly code: string; readonly input?: unknown }) {
      if (issue.code === 'unrecognized_keys') return `knows nothing called ${(issue as { keys?: unknown }).keys}`;
      return issue.input === undefined ? 'is missing' : `must be ${what}`;
    },
  };
}

function oneOf(names: readonly string[]): string {
  return `must be one of ${names.join(', ')}`;
}
