import { ButtonStyle, ComponentType } from 'discord.js';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { sentencesMarkdown } from '#bot/discord/sentences.ts';
import type { RefusedOrder } from '#bot/ports/drafts.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure, say } from '#bot/text/say.ts';
import { Failure, type FailureCode } from '#shared/failure.ts';

/** What is typed into the form of a thing that was found in a picture is called by this, in place of a command. */
export const PART_FORM = 'part';

/** Refusals after which the same, changed or later, may be taken. */
const MENDABLE: ReadonlySet<FailureCode> = new Set([
  ...(['invalid', 'not-found', 'already-exists', 'exhausted', 'unsupported', 'unavailable'] as const),
]);
/** What is denied for what was named, not for who asks. */
const OF_WHAT_IS_NAMED: ReadonlySet<string> = new Set(['style-rule.roles']);

/** Tells why, with a button that opens a form with everything that was typed. Throws what cannot be mended by typing. */
export async function offerFix(
  typed: Omit<RefusedOrder, 'memberId'>,
  { refusal, invocation }: { readonly refusal: unknown; readonly invocation: Invocation },
): Promise<void> {
  if (!(refusal instanceof Failure) || !isMendable(refusal)) throw refusal;
  const { answer, drafts, member, reader } = invocation;
  const id = await drafts.keep({ ...typed, memberId: member.id });
  const label = writerOf(reader.language).say(say('discord.fix'));
  const button = { type: ComponentType.Button as const, style: ButtonStyle.Secondary as const, label };
  const custom_id = writeCustomId({ action: 'fix', jobId: id });
  await answer.say(sentencesMarkdown(refusal.said, reader.language), [{ ...button, emoji: { name: '✏️' }, custom_id }]);
}

function isMendable({ code, said }: Failure): boolean {
  const named = 'key' in said ? said.key : '';
  return MENDABLE.has(code) || OF_WHAT_IS_NAMED.has(named);
}

/** What a member typed and was refused. Throws `not-found` when it was too long ago, or somebody else did. */
export async function findDraft(id: string, { drafts, member }: Invocation): Promise<RefusedOrder> {
  const draft = await drafts.find(id);
  if (draft?.memberId !== member.id) throw failure('not-found', 'discord.fix-over');
  return draft;
}
