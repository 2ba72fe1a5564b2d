import { ApplicationIntegrationType, PermissionsBitField } from 'discord.js';
import type { Places } from '#bot/discord/command-definitions.ts';

/** What the bot wants to be allowed in a server. */
const BOT_PERMISSIONS = new PermissionsBitField([
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
]);

/** Where an operator invites the bot to a server, and where a member adds it for themselves; null = they do not. */
export function invitations(applicationId: string, { outsideServers }: Places) {
  return { inviteUrl: inviteUrl(applicationId), memberUrl: outsideServers ? memberUrl(applicationId) : null };
}

function inviteUrl(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: BOT_PERMISSIONS.bitfield.toString(),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

function memberUrl(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    integration_type: String(ApplicationIntegrationType.UserInstall),
    scope: 'applications.commands',
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
