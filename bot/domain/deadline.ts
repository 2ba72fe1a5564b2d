import type { PanelAddress } from '#bot/domain/job.ts';

/** What a message that is over soon says last is said so long before its token ends, which leaves time for a second try. */
const BEFORE_END_MS = 90_000;

/**
 * By when a job must have ended for its message to show how it did, in milliseconds since 1970: only where nothing but
 * an interaction's token can change that message. Null = whenever it ends; also while nobody knows where it is shown.
 */
export function deadlineOf(panel: Pick<PanelAddress, 'reach' | 'tokenExpiresAt'> | null): number | null {
  return panel?.reach === 'token' ? panel.tokenExpiresAt - BEFORE_END_MS : null;
}
