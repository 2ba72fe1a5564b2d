import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { acceptJob } from '#bot/discord/accept-job.ts';
import { type Command, choicesOf } from '#bot/discord/command.ts';
import { ratioOf, SIZES } from '#bot/discord/sizes.ts';
import type { Order } from '#bot/domain/job.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';
import { Failure } from '#shared/failure.ts';

/** As many as a form's text field takes, so that every prompt can be edited. */
const PROMPT_CHARS_MAX = 4000;

/** `/imagine`: words become a picture. What the numbers may be is up to the job service; it says so in a sentence. */
export const imagine: Command = {
  definition: {
    name: 'imagine',
    description: 'Draw a picture from words',
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'prompt',
        description: 'What to draw; (word:1.4) stresses a word, --seed 7 --steps 4 --ar 3:2 --no hands set things',
        required: true,
        max_length: PROMPT_CHARS_MAX,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'negative',
        description: 'What the picture should not have',
        max_length: PROMPT_CHARS_MAX,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'style',
        description: "One of this server's styles, or plain",
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'size',
        description: 'Shape of the picture',
        choices: [...SIZES],
      },
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'steps',
        description: 'Steps out of the noise: more takes longer',
      },
      {
        type: ApplicationCommandOptionType.Number,
        name: 'guidance',
        description: 'How strictly the words are followed',
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'seed',
        description: `The noise to begin with: the same number gives the same picture (0 to ${SEED_MAX})`,
        max_length: 40,
      },
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'count',
        description: 'How many pictures',
        min_value: 1,
        max_value: 4,
      },
    ],
  },

  async run({ options }, invocation) {
    const { requestKey, place, member } = invocation;
    const order = orderOf({
      prompt: options.getString('prompt', true),
      negative: options.getString('negative'),
      style: options.getString('style'),
      steps: options.getInteger('steps'),
      guidance: options.getNumber('guidance'),
      seed: seedOf(options.getString('seed')),
      count: options.getInteger('count'),
      ...ratioOf(options.getString('size')),
    });
    await acceptJob(invocation, { ...invocation, submit: (jobs) => jobs.submit({ requestKey, place, member, order }) });
  },

  async suggest({ options, guildId }, { presets }) {
    return guildId ? choicesOf(await presets.complete(guildId, 'style-or-plain', options.getFocused())) : [];
  },
};

/** Discord says null for what was not said; an order leaves it out. */
function orderOf(given: { readonly [Key in keyof Order]: Order[Key] | null }): Order {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as unknown as Order;
}

/**
 * A seed is text, so that this sentence can be said where Discord would only mark the field red. Numbers out of range
 * go on to the jobs, which knows the range.
 */
function seedOf(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  if (/^[+-]?\d{1,20}(\.\d{1,20})?$/.test(text.trim())) return Number(text);
  const shown = text.length > 20 ? `${text.slice(0, 19)}…` : text;
  throw new Failure(
    'invalid',
    `Cannot use this seed: it must be a whole number from 0 to ${SEED_MAX}, given “${shown}”`,
  );
}
