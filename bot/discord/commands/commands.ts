import type { Command } from '#bot/discord/command.ts';
import { help } from '#bot/discord/commands/help.ts';
import { imagine } from '#bot/discord/commands/imagine.ts';
import { queue } from '#bot/discord/commands/queue.ts';
import { style } from '#bot/discord/commands/style.ts';

/** Every slash command there is. */
export const COMMANDS: readonly Command[] = [imagine, style, queue, help];
