import { ButtonStyle, ComponentType } from 'discord.js';
import { TRAIN_GROUP } from '#bot/commands/train.ts';
import { type CustomId, writeCustomId } from '#bot/discord/custom-id.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import type { DiscordMessage } from '#bot/discord/panel/panel-message.ts';
import type { TrainingWish } from '#bot/ports/training.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';

/** Under what wishes are kept among drafts. */
export const TRAINING_CALL = TRAIN_GROUP.name;

/** A message with buttons that go on with its wish, which is kept. */
export async function withTrainButtons(
  message: DiscordMessage,
  wish: TrainingWish,
  { drafts, member, reader, jobs }: Invocation,
): Promise<DiscordMessage> {
  const jobId = await drafts.keep({ memberId: member.id, call: TRAINING_CALL, values: { ...wish }, parentId: null });
  const words = writerOf(reader.language);
  const button = (action: CustomId['action'], key: 'train.start' | 'train.edit' | 'train.describe') => ({
    type: ComponentType.Button as const,
    style: action === 'train-start' ? (ButtonStyle.Primary as const) : (ButtonStyle.Secondary as const),
    label: words.say(say(key)),
    custom_id: writeCustomId({ action, jobId }),
  });
  const describes = jobs.training.canDescribe() && wish.pictures.some(({ caption }) => caption === '');
  const components = [
    button('train-start', 'train.start'),
    button('train-edit', 'train.edit'),
    ...(describes ? [button('train-describe', 'train.describe')] : []),
  ];
  const row = { type: ComponentType.ActionRow as const, components };
  return { ...message, body: { ...message.body, components: [...message.body.components, row] } };
}
