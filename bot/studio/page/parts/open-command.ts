import { later } from '#bot/studio/page/app/later.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import type { CommandCard } from '#bot/studio/server/api.ts';

/** Asks for what a command wants, or runs it where it wants nothing. */
export function openCommand(store: PageStore, command: CommandCard): void {
  void later(
    () => import('#bot/studio/page/parts/command-dialog.ts'),
    (part) => part.openCommand(store, command),
  );
}
