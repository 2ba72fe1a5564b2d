import type {
  APIApplicationCommandOptionChoice,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Call } from '#bot/discord/call.ts';
import type { Rooms } from '#bot/discord/rooms.ts';

/** A choice offered while somebody types. */
export type Choice = APIApplicationCommandOptionChoice<string>;

/** A slash command: what Discord is told about it, and what it does. */
export interface Command {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Throws Failure with a sentence for the member. */
  run(interaction: ChatInputCommandInteraction, call: Call): Promise<void>;
  /** Choices for the option that has the cursor; at most 25 of them are shown. */
  suggest?(interaction: AutocompleteInteraction, rooms: Rooms): Promise<readonly Choice[]>;
}
