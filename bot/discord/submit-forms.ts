import type { ModalSubmitFields } from 'discord.js';
import { callOf } from '#bot/commands/command.ts';
import { outpaint } from '#bot/commands/outpaint.ts';
import { vary } from '#bot/commands/vary.ts';
import { acceptJob } from '#bot/discord/accept-job.ts';
import { acceptOrder } from '#bot/discord/fix-order.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { readEditModal } from '#bot/discord/modals/edit-modal.ts';
import { readPartModal } from '#bot/discord/modals/part-modal.ts';
import { readRegionModal } from '#bot/discord/modals/region-modal.ts';
import { readRemixModal } from '#bot/discord/modals/remix-modal.ts';
import { readVaryModal } from '#bot/discord/modals/vary-modal.ts';
import { offerFix, PART_FORM } from '#bot/discord/refused-draft.ts';
import type { RefusedOrder } from '#bot/ports/drafts.ts';
import type { Variation, VaryWish } from '#bot/ports/job-service.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';

/** A form that came back, and the job whose button had opened it. */
export interface Submitted {
  readonly invocation: Invocation;
  readonly fields: ModalSubmitFields;
  /** Index of the job's picture or thing that it is about; the first where nothing is said. */
  readonly picture?: number | undefined;
}

/** The form of an edit comes back: a new job, in a message of its own; it belongs to who sent it. */
export async function submitEdit(jobId: string, { invocation, fields }: Submitted): Promise<void> {
  await acceptOrder({ values: readEditModal(fields), parentId: jobId }, invocation);
}

/** The form of a variation with other words comes back. */
export async function submitRemix(jobId: string, { invocation, fields, picture = 0 }: Submitted): Promise<void> {
  const wish = { jobId, pictureIndex: picture, variation: 'strong', prompt: readRemixModal(fields) } as const;
  await acceptVariation(wish, { typed: asVary(wish), invocation });
}

/** The form of a part comes back: a new job that draws it anew. */
export async function submitRegion(jobId: string, { invocation, fields }: Submitted): Promise<void> {
  const wish = readRegionModal(fields, jobId);
  await acceptVariation(wish, { typed: asVary(wish), invocation });
}

/** The form of a variation comes back: a new job that starts from the chosen picture. */
export async function submitVariation(jobId: string, { invocation, fields }: Submitted): Promise<void> {
  const wish = { jobId, ...readVaryModal(fields) };
  await acceptVariation(wish, { typed: asVary(wish), invocation });
}

/** The form of a thing that was found comes back: a new job that draws another in its place. */
export async function submitPart(jobId: string, { invocation, fields, picture: part = 0 }: Submitted): Promise<void> {
  const wish = readPartModal(fields, { jobId, part });
  const typed = { call: PART_FORM, values: { jobId, part, prompt: wish.prompt } };
  await acceptVariation(wish, { typed, invocation });
}

/** The command that comes to the same, so that what is refused can be mended in its form. */
function asVary({ jobId, pictureIndex, variation, mask, prompt }: PickedVariation): Typed {
  const isAround = variation !== 'subtle' && variation !== 'strong' && variation !== 'region';
  const values = {
    how: variation,
    id: jobId,
    picture: pictureIndex + 1,
    ...(mask && { mask }),
    ...(prompt && { prompt }),
  };
  return { call: callOf(isAround ? outpaint : vary), values };
}

type Typed = Pick<RefusedOrder, 'call' | 'values'>;

interface PickedVariation {
  readonly jobId: string;
  readonly pictureIndex: number;
  readonly variation: Variation | 'region';
  readonly mask?: GivenPicture;
  readonly prompt?: string;
}

/** A new job that starts from a picture of another, in a message of its own. */
async function acceptVariation(
  wish: VaryWish,
  { typed, invocation }: { readonly typed: Typed; readonly invocation: Invocation },
): Promise<void> {
  const { jobs, requestKey, place, member } = invocation;
  try {
    await acceptJob(invocation, { ...invocation, submit: () => jobs.vary(wish, { requestKey, place, member }) });
  } catch (refusal) {
    await offerFix({ ...typed, parentId: null }, { refusal, invocation });
  }
}
