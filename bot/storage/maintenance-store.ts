import { z } from 'zod';
import type { MaintenanceStore } from '#bot/ports/cluster.ts';
import { createListNote } from '#bot/storage/list-note.ts';
import type { Notes } from '#bot/storage/notes.ts';

const maintenance = z.object({ renderer: z.string(), reason: z.string(), since: z.number() });

/** Renderers in maintenance as one note, who went into it last at the end. */
export function createMaintenanceStore(notes: Notes): MaintenanceStore {
  return createListNote(notes, { name: 'maintenance', field: 'renderers', item: maintenance });
}
