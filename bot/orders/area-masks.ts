import type { LikePicture } from '#bot/domain/beside-pictures.ts';
import type { SettledOrder } from '#bot/domain/job.ts';
import type { Task, TaskOf } from '#bot/domain/task.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';

type ImagePrompts = NonNullable<TaskOf<'draw'>['imagePrompts']>;

/**
 * The order with masks for the parts of the picture in which others act, where those were said by their names: how
 * large they have to be is known only now.
 */
export async function withAreaMasks(
  settled: SettledOrder,
  { intake }: { readonly intake: Pick<PictureIntake, 'areaMask'> },
): Promise<SettledOrder> {
  const { like = [] } = settled.order;
  if (like.every(({ area }) => area === undefined)) return settled;
  const masked = async (task: Task): Promise<Task> => {
    if (task.kind !== 'draw' || !task.imagePrompts) return task;
    return { ...task, imagePrompts: await withMasks(task.imagePrompts, { like, size: task, intake }) };
  };
  const full = settled.draftOf ? { draftOf: await masked(settled.draftOf) } : {};
  return { ...settled, task: await masked(settled.task), ...full };
}

interface Masking {
  readonly like: readonly LikePicture[];
  readonly size: { readonly width: number; readonly height: number };
  readonly intake: Pick<PictureIntake, 'areaMask'>;
}

/** Prompts are in the order in which settleLike made them: those of which the same is taken together. */
async function withMasks(prompts: ImagePrompts, { like, size, intake }: Masking): Promise<ImagePrompts> {
  const groups = [...Map.groupBy(like, ({ scope }) => scope).values()];
  const maskOf = async (one: LikePicture | undefined) =>
    one?.area === undefined ? null : (await intake.areaMask(one.area, size)).image;
  return Promise.all(
    prompts.map(async (prompt, i) => ({
      ...prompt,
      pictures: await Promise.all(
        prompt.pictures.map(async (picture, j) => ({
          ...picture,
          mask: (await maskOf(groups[i]?.[j])) ?? picture.mask,
        })),
      ),
    })),
  );
}
