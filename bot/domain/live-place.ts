import type { Place } from '#bot/domain/job.ts';

/** Where live renders happen. Nothing here is kept: what was typed over is cancelled and removed. */
export const LIVE_PLACE: Place = { platform: 'studio', serverId: 'studio', channelId: 'live' };

/** True for what follows somebody's typing or drawing. */
export function isLivePlace({ platform, channelId }: Place): boolean {
  return platform === LIVE_PLACE.platform && channelId === LIVE_PLACE.channelId;
}
