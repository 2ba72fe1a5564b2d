import type { Command } from '#bot/commands/command.ts';
import { recent } from '#bot/commands/recent.ts';
import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/** An entry in the menu of a person: a command that is about a member, and has no other option that must be given. */
export interface UserCommand {
  /** At most 32 characters in each language. */
  readonly called: Message;
  /** Takes the person as `member`; for moderators. */
  readonly command: Exclude<Command, { readonly answers: 'panel' }>;
}

/** Every command of a person's menu. Discord shows 15 at most. */
export const USER_COMMANDS: readonly UserCommand[] = [{ called: say('menu.recent'), command: recent }];
