import { z } from 'zod';
import { type Input, type Option, type Options, optionsOn, type TextOption } from '#bot/commands/option.ts';
import type { Place } from '#bot/domain/job.ts';
import { say } from '#bot/text/say.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** Characters of something typed that a sentence repeats. */
const SHOWN_MAX = 40;

/** What was given as the command takes it, or a sentence for each thing that is wrong with it. */
export type ReadInput<All extends Options> =
  | { readonly ok: true; readonly input: Input<All> }
  | {
      readonly ok: false;
      readonly problems: readonly Message[];
      /** What could be read. */
      readonly rest: Partial<Input<All>>;
    };

/** Reads what a platform was given for these options. What has no option is a problem, and so is what does not fit. */
export function readInput<All extends Options>(
  options: All,
  { values, platform }: { readonly values: unknown; readonly platform: Place['platform'] },
): ReadInput<All> {
  const known = optionsOn(options, platform);
  const schema = z.strictObject(Object.fromEntries(known.map(([name, option]) => [name, schemaOf(option)])));
  const given = withoutNothing(values, options);
  const read = schema.safeParse(given);
  // The schema was made of the same declarations as the type.
  if (read.success) return { ok: true, input: read.data as Input<All> };
  const names = known.map(([name]) => name);
  const { issues } = read.error;
  const wrong = new Set(issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [issue.path[0]])));
  const right = Object.entries(typeof given === 'object' ? (given ?? {}) : {}).filter(([name]) => !wrong.has(name));
  const rest = schema.partial().safeParse(Object.fromEntries(right));
  return {
    ok: false,
    problems: issues.map((issue) => problemOf(issue, { values, options, names })),
    rest: (rest.success ? rest.data : {}) as Partial<Input<All>>,
  };
}

/** Null is "not said" wherever it says nothing else, and so is a seed of no characters. */
function withoutNothing(values: unknown, options: Options): unknown {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return values;
  const said = Object.entries(values).filter(([name, value]) => {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option?.kind === 'seed' && typeof value === 'string' && value.trim() === '') return false;
    return value !== undefined && (value !== null || option?.nullable === true);
  });
  return Object.fromEntries(said);
}

function schemaOf(option: Option): z.ZodType {
  const schema = valueSchema(option);
  const nullable = option.nullable ? schema.nullable() : schema;
  return option.required ? nullable : nullable.optional();
}

function valueSchema(option: Option): z.ZodType {
  switch (option.kind) {
    case 'text':
      return z
        .string()
        .min(option.charactersMin ?? 0)
        .max(option.charactersMax ?? Number.MAX_SAFE_INTEGER);
    case 'integer':
      return bounded(z.number().int(), option);
    case 'number':
      return bounded(z.number(), option);
    case 'seed':
      return z.union([z.number(), z.string().max(option.charactersMax).regex(NUMBER).transform(Number)]);
    case 'boolean':
      return z.boolean();
    case 'picture':
      return z.union([
        z.strictObject({ url: z.string(), name: z.string(), bytes: z.int().min(0) }),
        z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      ]);
    case 'role':
    case 'member':
      return z.strictObject({ id: z.string(), name: z.string() });
    case 'choice':
      return z.enum(option.choices.map(({ value }) => value));
  }
}

const NUMBER = /^\s*[+-]?\d{1,20}(\.\d{1,20})?\s*$/;

function bounded(schema: z.ZodNumber, { min, max }: { readonly min?: number; readonly max?: number }): z.ZodNumber {
  const above = min === undefined ? schema : schema.min(min);
  return max === undefined ? above : above.max(max);
}

type Issue = z.core.$ZodIssue;

interface Asked {
  readonly values: unknown;
  readonly options: Options;
  readonly names: readonly string[];
}

function problemOf(issue: Issue, { values, options, names }: Asked): Message {
  if (issue.code === 'unrecognized_keys')
    return say('input.unknown', { names: issue.keys.map((key) => cut(key, SHOWN_MAX)), known: names });
  const [name] = issue.path;
  if (name === undefined) return say('input.object', { given: shown(values) });
  const given = new Map(Object.entries(values as object)).get(String(name));
  if (given === undefined || given === null) return say('input.missing', { name: String(name) });
  return wrongValue(options[String(name)]!, { name: String(name), value: given });
}

/** Says which limit of the option it is outside of. */
function wrongValue(option: Option, { name, value }: { readonly name: string; readonly value: unknown }): Message {
  const given = shown(value);
  switch (option.kind) {
    case 'text':
      return typeof value === 'string'
        ? say('input.length', { name, ...lengthsOf(option), given: value.length })
        : say('input.text', { name, given });
    case 'integer':
    case 'number': {
      const { min = null, max = null } = option;
      if (typeof value === 'number' && ((min !== null && value < min) || (max !== null && value > max)))
        return say('input.range', { name, min, max, given: value });
      return option.kind === 'integer' ? say('input.integer', { name, given }) : say('input.number', { name, given });
    }
    case 'seed':
      return say('input.seed', { max: SEED_MAX, given: typeof value === 'string' ? cut(value, SHOWN_MAX) : given });
    case 'boolean':
      return say('input.boolean', { name, given });
    case 'picture':
      return say('input.picture', { name, given });
    case 'role':
      return say('input.role', { name, given });
    case 'member':
      return say('input.member', { name, given });
    case 'choice':
      return say('input.choice', { name, known: option.choices.map((choice) => choice.value), given });
  }
}

function lengthsOf({ charactersMin: min = 0, charactersMax: max }: TextOption) {
  return { min, max: max ?? null };
}

/** A value as JSON, as far as it helps. */
function shown(value: unknown): string {
  return cut(JSON.stringify(value) ?? 'nothing', SHOWN_MAX);
}
