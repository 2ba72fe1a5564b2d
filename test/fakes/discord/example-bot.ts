import {
  type BaseInteraction,
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  type MessageReaction,
  type PartialMessageReaction,
  Partials,
} from 'discord.js';
import type { FakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import type { Json } from '#test/fakes/discord/json.ts';

/** A picture of one pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Commands of every kind of option. */
export const COMMANDS: readonly Json[] = [
  {
    name: 'imagine',
    description: 'Draws a picture',
    integration_types: [0, 1],
    contexts: [0, 1, 2],
    options: [
      { type: 3, name: 'prompt', description: 'What to draw', required: true, max_length: 100 },
      { type: 4, name: 'steps', description: 'How many steps', min_value: 1, max_value: 8 },
      { type: 10, name: 'guidance', description: 'How strictly', min_value: 0, max_value: 2 },
      { type: 5, name: 'wide', description: 'Landscape or not' },
      { type: 3, name: 'style', description: 'A style', autocomplete: true },
      { type: 3, name: 'mood', description: 'A mood', choices: [{ name: 'Calm', value: 'calm' }] },
      { type: 6, name: 'for', description: 'Whom it is for' },
      { type: 7, name: 'into', description: 'Where it goes' },
      { type: 8, name: 'role', description: 'Who is told' },
      { type: 11, name: 'sketch', description: 'Where to start' },
    ],
  },
  {
    name: 'style',
    description: 'Styles of this server',
    default_member_permissions: '32',
    options: [{ type: 1, name: 'show', description: 'Shows one', options: [] }],
  },
];

/** What the program under test does with what it is told. */
export interface Handlers {
  readonly interaction?: (interaction: BaseInteraction) => Promise<unknown>;
  /** Reactions of people, not of the bot itself. */
  readonly reaction?: (reaction: MessageReaction | PartialMessageReaction) => Promise<unknown>;
  readonly client?: Partial<ClientOptions>;
}

/** A real discord.js client, logged in to the fake, with the commands registered. Errors of handlers are collected. */
export async function startBot(discord: FakeDiscord, handlers: Handlers = {}) {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessageReactions],
    partials: [Partials.Message, Partials.Channel, Partials.Reaction, Partials.User],
    allowedMentions: { parse: [] },
    rest: { api: discord.api },
    ...handlers.client,
  });
  const errors: unknown[] = [];
  const collect = (error: unknown) => errors.push(error);
  client.on(Events.Error, collect);
  client.on(Events.InteractionCreate, (interaction) => void handlers.interaction?.(interaction).catch(collect));
  client.on(Events.MessageReactionAdd, (reaction, user) => {
    if (user.id !== client.user?.id) handlers.reaction?.(reaction).catch(collect);
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  await ready;
  await client.rest.put(`/applications/${discord.applicationId}/commands`, { body: COMMANDS });
  return { client, errors };
}
