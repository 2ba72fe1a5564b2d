import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import type { PanelAddress } from '#bot/domain/job.ts';
import type { Log } from '#shared/log.ts';

/** The reactions that a member can press on a panel. */
export const PANEL_REACTIONS = { reroll: '🔁', remove: '❌' } as const;

/** Puts them under a finished panel, ready to be pressed. Where the bot may not, members still can. */
export async function inviteReactions(
  address: PanelAddress,
  { writer, log }: { readonly writer: PanelWriter; readonly log: Log },
): Promise<void> {
  for (const emoji of Object.values(PANEL_REACTIONS)) {
    const outcome = await writer.react(address, emoji);
    if (outcome.kind !== 'shown') return log.debug({ error: outcome.kind }, 'no reaction added');
  }
}
