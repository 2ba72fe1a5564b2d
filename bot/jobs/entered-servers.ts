import type { ServerBook, ServerRef } from '#bot/ports/servers.ts';

/** The book of servers, and at once whether the bot is in one. */
export interface EnteredServers extends ServerBook {
  /** Of Discord's servers, which have numbers; whatever else has a name of its own is always there. */
  isIn(serverId: string): boolean;
}

/** Keeps in memory what the book says of where the bot is. */
export async function knowEntered(book: ServerBook): Promise<EnteredServers> {
  const ids = new Set(await book.entered('discord'));
  const note = ({ platform, serverId }: ServerRef, isIn: boolean) => {
    if (platform !== 'discord') return;
    if (isIn) ids.add(serverId);
    else ids.delete(serverId);
  };
  return {
    ...book,
    async enter(server) {
      note(server, true);
      await book.enter(server);
    },
    async leave(server, at) {
      note(server, false);
      await book.leave(server, at);
    },
    isIn: (serverId) => ids.has(serverId) || !/^\d+$/.test(serverId),
  };
}
