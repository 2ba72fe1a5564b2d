import { say } from '#bot/text/say.ts';
import type { AdapterUse, Model } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';
import { fromWire } from '#shared/text/wire.ts';

/** Notes of one adapter that a panel has room for. */
const NOTES_MAX = 3;

/** What of the adapters in use does not act: their files hold something that this model or program has no place for. */
export function adapterNotes(model: Model, uses: readonly AdapterUse[]): readonly Message[] {
  return uses.flatMap(({ name }) => {
    const notes = model.adapters.find((adapter) => adapter.name === name)?.notes ?? [];
    return notes.slice(0, NOTES_MAX).map((note) => say('order.adapter-note', { adapter: name, note: fromWire(note) }));
  });
}
