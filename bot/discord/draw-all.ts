import { ButtonStyle, ComponentType } from 'discord.js';
import { callOf } from '#bot/commands/command.ts';
import { imagine } from '#bot/commands/imagine.ts';
import { imagineOrder } from '#bot/commands/imagine-order.ts';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { sentencesMarkdown } from '#bot/discord/sentences.ts';
import type { RefusedOrder } from '#bot/ports/drafts.ts';
import { permutations } from '#bot/prompt/permutations.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import { about } from '#bot/views/text.ts';

/** Whether the prompt asks for several pictures by `{a, b}`. */
export function asksForMany({ values }: Pick<RefusedOrder, 'values'>): boolean {
  return typeof values.prompt === 'string' && permutations(values.prompt, 1).count > 1;
}

/**
 * Says how many pictures an order comes to and how long they would take, with a button that draws them all. Throws
 * Failure when any of them could not be drawn.
 */
export async function offerAll(
  typed: Pick<RefusedOrder, 'values' | 'parentId' | 'keeps'>,
  { answer, drafts, intake, jobs, member, place, reader }: Invocation,
): Promise<void> {
  const order = await imagineOrder(typed.values, { platform: place.platform, intake });
  const { orders, pictures, expectedMs } = await jobs.plan(order, { place, member });
  const id = await drafts.keep({ ...typed, call: callOf(imagine), memberId: member.id });
  const time = expectedMs === null ? null : about(expectedMs);
  const button = { type: ComponentType.Button as const };
  const words = writerOf(reader.language);
  const draw = { label: words.say(say('discord.draw-all', { count: pictures })), style: ButtonStyle.Primary as const };
  const fix = { label: words.say(say('discord.fix')), emoji: { name: '✏️' }, style: ButtonStyle.Secondary as const };
  const cost = say('discord.many', { orders: orders.length, pictures, time });
  await answer.say(sentencesMarkdown(cost, reader.language), [
    { ...button, ...draw, custom_id: writeCustomId({ action: 'all', jobId: id }) },
    { ...button, ...fix, custom_id: writeCustomId({ action: 'fix', jobId: id }) },
  ]);
}
