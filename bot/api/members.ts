import type { Members } from '#bot/ports/api-keys.ts';

/** Whoever made a key in the studio sits there; of all others the platform says who they are now. */
export function membersBy(platform: Members): Members {
  return {
    async memberOf(key) {
      if (key.home.platform !== 'studio') return platform.memberOf(key);
      return { id: key.ownerId, name: key.ownerName, isModerator: true };
    },
  };
}
