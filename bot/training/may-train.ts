import { limitsOf } from '#bot/limits/may-draw.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { RoleLimitStore } from '#bot/ports/role-limits.ts';
import type { ServerRules } from '#bot/ports/server-rules.ts';
import type { TrainingAsker } from '#bot/ports/training.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** Requests of trainings begin so: what they took is counted apart. */
export const TRAINING_REQUEST = 'train:';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface TrainingRules {
  readonly rules: Pick<ServerRules, 'settings' | 'words'>;
  readonly roleLimits: Pick<RoleLimitStore, 'list'>;
  readonly ledger: Pick<Ledger, 'drawnMs'>;
  /** Milliseconds that the member's trainings that are open in this server are expected to take. */
  readonly openMs: (memberId: string, serverId: string) => number;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Whether a member may train, by their roles, else by the server's setting. Throws `denied`. Else the
 * seconds that they have of today. Used is what trainings took and what open ones are expected to take: that is settled
 * by what they took once they are done, and given back when they fail. Null = as many as they like, where they sit at
 * this machine.
 */
export async function trainingBudget(
  { place, member }: TrainingAsker,
  { rules, roleLimits, ledger, openMs, clock }: TrainingRules,
): Promise<{ readonly max: number; readonly used: number } | null> {
  if (place.platform === 'studio' && member.isModerator) return null;
  const { serverId } = place;
  const { trainingSeconds: ofRoles } = limitsOf(member, serverId, await roleLimits.list(serverId));
  const settings = await rules.settings.of(place);
  const isLet = settings.training === 'everybody' || (settings.training === 'moderators' && member.isModerator);
  if (ofRoles === 0 || (ofRoles === undefined && !isLet)) throw failure('denied', 'train.not-you');
  const since = clock.now() - DAY_MS;
  const drawnMs = await ledger.drawnMs({ ownerId: member.id, serverId, since, requests: TRAINING_REQUEST });
  return {
    max: ofRoles ?? settings['training-seconds'],
    used: Math.ceil((drawnMs + openMs(member.id, serverId)) / 1000),
  };
}
