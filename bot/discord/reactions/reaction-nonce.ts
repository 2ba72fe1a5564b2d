import { createHash } from 'node:crypto';
import type { GatewayMessageReactionAddDispatchData } from 'discord.js';

/** Bots on different machines hear of a reaction within this time. */
const SAME_MS = 1000;
const NONCE_CHARS = 24;

/**
 * What the answer to a reaction is posted once by. Discord tells of reactions without an id, so it is made of who
 * reacted to what and when: a second bot with the same token comes to the same, and Discord takes only one of the
 * answers.
 */
export function reactionNonce(event: GatewayMessageReactionAddDispatchData, now: number): string {
  const { user_id: member, message_id: message, emoji } = event;
  const said = ['reaction', member, message, emoji.name, Math.floor(now / SAME_MS)].join(' ');
  return nonceFor(said);
}

/** What is posted once by for something with a name: at most 24 characters. */
export function nonceFor(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, NONCE_CHARS);
}
