import type { PanelDoor } from '#bot/discord/panel/panel-door.ts';
import type { PanelAddress } from '#bot/jobs/job.ts';
import type { Log } from '#shared/log.ts';

/** The reactions that a member can press on a panel. */
export const PANEL_REACTIONS = { reroll: '🔁', remove: '❌' } as const;

/** Puts them under a finished panel, ready to be pressed. Where the bot may not, members still can. */
export async function inviteReactions(
  address: PanelAddress,
  { door, log }: { readonly door: PanelDoor; readonly log: Log },
): Promise<void> {
  for (const emoji of Object.values(PANEL_REACTIONS)) {
    const outcome = await door.react(address, emoji);
    if (outcome.kind !== 'shown') return log.debug({ trouble: outcome.kind }, 'no reaction added');
  }
}
