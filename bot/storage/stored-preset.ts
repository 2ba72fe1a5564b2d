import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Preset, PresetAccess, PresetSettings } from '#bot/domain/preset.ts';
import type { PresetsTable } from '#bot/storage/tables.ts';
import { TIMESTEP_SPACINGS } from '#shared/contract/bounds.ts';

const optional = <Value>(value: z.ZodType<Value>) => value.nullable().default(null);

/** Fields that an older program did not know are as it left them: not said. */
const settings = z.object({
  template: z.string(),
  negative: z.string().default(''),
  model: optional(z.string()),
  adapters: z
    .array(
      z.object({
        name: z.string(),
        weight: z.number(),
        textWeight: z.object({ value: z.number() }).nullable().exactOptional(),
      }),
    )
    .default([]),
  sampler: optional(z.string()),
  karras: optional(z.boolean()),
  spacing: optional(z.enum(TIMESTEP_SPACINGS)),
  steps: optional(z.int()),
  guidance: optional(z.number()),
  width: optional(z.int()),
  height: optional(z.int()),
  clipSkip: optional(z.int()),
  control: optional(z.string()),
  likeStrength: optional(z.number()),
  hidden: z.boolean().default(false),
  roles: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
});

const preset = settings.extend({
  serverId: z.string(),
  name: z.string(),
  description: z.string(),
  authorId: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

/** A row of `presets`. Throws where its settings are none. */
export function readPresetRow(row: Selectable<PresetsTable>): Preset {
  return {
    ...(settings.parse(JSON.parse(row.settings)) satisfies PresetSettings & PresetAccess),
    serverId: row.server_id,
    name: row.name,
    description: row.description,
    authorId: row.author_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** A whole preset as `preset_undo` and `preset_versions` remember it. Null when it is none. */
export function readRememberedPreset(stored: string): Preset | null {
  try {
    return preset.parse(JSON.parse(stored));
  } catch {
    return null;
  }
}
