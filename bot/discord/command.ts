import type {
  APIApplicationCommandOptionChoice,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import type { Completion } from '#bot/presets/completion.ts';

/** A choice offered while somebody types. */
export type Choice = APIApplicationCommandOptionChoice<string>;

/** A slash command: what Discord is told about it, and what it does. */
export interface Command {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Throws Failure with a sentence for the member. */
  run(interaction: ChatInputCommandInteraction, invocation: Invocation): Promise<void>;
  /** Choices for the option that has the cursor; at most 25 of them are shown. */
  suggest?(interaction: AutocompleteInteraction, services: Services): Promise<readonly Choice[]>;
}

/** Completions as Discord takes them. */
export function choicesOf(completions: readonly Completion[]): readonly Choice[] {
  return completions.map(({ label, value }) => ({ name: label, value }));
}
