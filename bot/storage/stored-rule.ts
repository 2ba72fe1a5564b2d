import { z } from 'zod';
import type { DrawLimits } from '#bot/domain/draw-limits.ts';
import { type RuleKind, type RuleValues, TRAINED_KINDS } from '#bot/ports/rules.ts';

/** The version of what is written now. */
const VERSION = 1;

const stored = z.object({ v: z.literal(VERSION), value: z.unknown() });

const limits: z.ZodType<DrawLimits> = z.object({
  jobs: z.int().min(0).exactOptional(),
  steps: z.int().min(1).exactOptional(),
  pixels: z.int().min(1).exactOptional(),
  models: z.array(z.string()).exactOptional(),
  secondsADay: z.number().min(0).exactOptional(),
  trainingSeconds: z.int().min(0).exactOptional(),
});

const VALUES: { readonly [Kind in RuleKind]: z.ZodType<RuleValues[Kind]> } = {
  setting: z.union([z.boolean(), z.number(), z.string()]),
  ban: z.object({ memberName: z.string(), reason: z.string(), until: z.number().nullable() }),
  word: z.object({ pattern: z.string(), exceptAdultPlaces: z.boolean(), isLookedAt: z.literal(true).exactOptional() }),
  'role-limit': z.object({ roleName: z.string(), limits }),
  report: z.object({ reporterIds: z.array(z.string()) }),
  trained: z.object({
    kind: z.enum(TRAINED_KINDS),
    model: z.string(),
    family: z.string(),
    word: z.string(),
    jobId: z.string(),
    ownerName: z.string(),
    pictures: z.number(),
    isPaused: z.literal(true).exactOptional(),
  }),
  review: z.enum(['released', 'refused']),
};

/** A rule's value as it is stored. */
export function writeRule(value: RuleValues[RuleKind]): string {
  return JSON.stringify({ v: VERSION, value });
}

/** Null for what this program cannot read: another version of it may have written that. */
export function readRule<Kind extends RuleKind>(kind: Kind, text: string): RuleValues[Kind] | null {
  try {
    return VALUES[kind].parse(stored.parse(JSON.parse(text)).value) as RuleValues[Kind];
  } catch {
    return null;
  }
}

/** The kind that is meant by what stands in a row; null = none that this program knows. */
export function ruleKind(kind: string): RuleKind | null {
  return Object.hasOwn(VALUES, kind) ? (kind as RuleKind) : null;
}
