import type { Transaction } from 'kysely';
import type { Tables } from '#bot/storage/tables.ts';

/** Styles by server, and which is used where nobody names one. */
export async function createPresets({ schema }: Transaction<Tables>) {
  await schema
    .createTable('presets')
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('author_id', 'text', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('presets_key', ['server_id', 'name'])
    .execute();
  await schema
    .createTable('preset_defaults')
    .addColumn('server_id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text')
    .execute();
}

/** The last change of a style can be taken back. */
export async function createPresetUndo({ schema }: Transaction<Tables>) {
  await schema
    .createTable('preset_undo')
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('preset', 'text')
    .addColumn('was_default', 'integer', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('preset_undo_key', ['server_id', 'name'])
    .execute();
}

/** Styles keep what they were and how they look, and members how they like to draw. */
export async function createStyleKeeping({ schema }: Transaction<Tables>) {
  await schema
    .createTable('preset_versions')
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('preset', 'text')
    .addColumn('author_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('preset_versions_key', ['server_id', 'name', 'version'])
    .execute();
  await schema
    .createTable('preset_pictures')
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('look', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text')
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('drawn_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('preset_pictures_key', ['server_id', 'name'])
    .execute();
  await schema
    .createTable('member_preferences')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('member_id', 'text', (column) => column.notNull())
    .addColumn('preferences', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('member_preferences_key', ['platform', 'member_id'])
    .execute();
}
