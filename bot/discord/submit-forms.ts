import type { ModalSubmitFields } from 'discord.js';
import { outpaint } from '#bot/commands/outpaint.ts';
import { vary } from '#bot/commands/vary.ts';
import { acceptJob } from '#bot/discord/accept-job.ts';
import { acceptCommand } from '#bot/discord/answer-command.ts';
import { acceptOrder } from '#bot/discord/fix-order.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { readEditModal, readKept } from '#bot/discord/modals/edit-modal.ts';
import { readPartModal } from '#bot/discord/modals/part-modal.ts';
import { readRegionModal } from '#bot/discord/modals/region-modal.ts';
import { readRemixModal } from '#bot/discord/modals/remix-modal.ts';
import { readVaryModal } from '#bot/discord/modals/vary-modal.ts';
import { offerFix, PART_FORM } from '#bot/discord/refused-draft.ts';

/** A form that came back, and the job whose button had opened it. */
interface Submitted {
  readonly invocation: Invocation;
  readonly fields: ModalSubmitFields;
  /** Index of the job's picture or thing that it is about; the first where nothing is said. */
  readonly picture?: number | undefined;
}

/** The form of an edit comes back: a new job, in a message of its own; it belongs to who sent it. */
export async function submitEdit(jobId: string, { invocation, fields }: Submitted): Promise<void> {
  await acceptOrder({ values: readEditModal(fields), parentId: jobId, ...readKept(fields) }, invocation);
}

/** The form of a variation with other words comes back. */
export async function submitRemix(jobId: string, { invocation, fields, picture = 0 }: Submitted): Promise<void> {
  const values = { how: 'strong', id: jobId, picture: picture + 1, prompt: readRemixModal(fields) };
  await acceptCommand(vary, { values, invocation });
}

/** The form of a part comes back: a new job that draws it anew. */
export async function submitRegion(jobId: string, { invocation, fields }: Submitted): Promise<void> {
  await acceptCommand(vary, { values: { how: 'region', id: jobId, ...readRegionModal(fields) }, invocation });
}

/** The form of a variation comes back: a new job that starts from the chosen picture. */
export async function submitVariation(jobId: string, { invocation, fields }: Submitted): Promise<void> {
  const { pictureIndex, variation } = readVaryModal(fields);
  const command = variation === 'subtle' || variation === 'strong' ? vary : outpaint;
  await acceptCommand(command, { values: { how: variation, id: jobId, picture: pictureIndex + 1 }, invocation });
}

/** The form of a thing that was found comes back: a new job that draws another in its place. */
export async function submitPart(jobId: string, { invocation, fields, picture: part = 0 }: Submitted): Promise<void> {
  const { jobs, requestKey, place, member } = invocation;
  const wish = readPartModal(fields, { jobId, part });
  try {
    await acceptJob(invocation, { ...invocation, submit: () => jobs.vary(wish, { requestKey, place, member }) });
  } catch (refusal) {
    const typed = { call: PART_FORM, values: { jobId, part, prompt: wish.prompt }, parentId: null };
    await offerFix(typed, { refusal, invocation });
  }
}
