import type { JobId, JobView, Member, Place, Progress } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import type { TrainedKind } from '#bot/ports/rules.ts';
import type { TrainedAdapter } from '#bot/ports/trained.ts';
import type { PictureToTrain } from '#bot/ports/training-pictures.ts';
import type { TRAINING } from '#shared/contract/bounds.ts';
import type { Message } from '#shared/text/message.ts';

/** What a training computes in. */
type Precision = (typeof TRAINING.precisions)[number];

/** What somebody wants to train. */
export interface TrainingWish {
  readonly kind: TrainedKind;
  /** What it shall be called by: letters, digits, dashes. */
  readonly name: string;
  /** Of a thing, or of words: what kind of thing it is ("dog"). Empty = not said. */
  readonly about: string;
  /** The model; the first that can be trained where left out. */
  readonly model?: string;
  /** As usual for its kind where left out. */
  readonly steps?: number;
  /** Attentions of the model's text encoders are trained, too; not for words, whose text encoders stay as they are. */
  readonly trainText?: boolean;
  /** What networks compute in; as usual for the model where left out. */
  readonly precision?: Precision;
  /** What is too much of a picture for its size is cut off by chance, each time elsewhere; on both sides alike where left out. */
  readonly randomCrop?: boolean;
  readonly pictures: readonly PictureToTrain[];
}

/** What a wish comes to. */
export interface TrainingPlan {
  readonly wish: TrainingWish;
  readonly model: string;
  /** What stands for it in prompts. */
  readonly word: string;
  readonly steps: number;
  /** Of the pictures, as the model will read them. */
  readonly captions: readonly string[];
  /** Of a renderer's memory, at least, by what such networks are known to hold; null where that is little. */
  readonly memoryGib: number | null;
  /** Of a renderer's time, from measured speed; null where nothing was measured yet. */
  readonly seconds: number | null;
  /** Seconds that the member has left of today's; null = nothing limits them. */
  readonly secondsLeft: number | null;
  readonly notices: readonly Message[];
}

/** Who asks, and where. */
export interface TrainingAsker {
  readonly place: Place;
  readonly member: Member;
}

/** A training as it stands: one that runs has a job. */
export interface TrainingState extends TrainedAdapter {
  /** Null once it has ended. */
  readonly view: JobView | null;
  /** What was asked for; null where it is forgotten. */
  readonly task: TaskOf<'train'> | null;
  /** How it went: losses and samples, also for some time after its end; null where that is not known. */
  readonly course: Progress | null;
}

/** Training models. All methods throw Failure with a sentence for the member. */
export interface TrainingService {
  /** Whether who asks may train there. Throws `denied`, with what would let them. */
  demand(asker: TrainingAsker): Promise<void>;
  /** What a wish comes to; nothing is stored. Throws `invalid` with everything that is wrong with it. */
  plan(wish: TrainingWish, asker: TrainingAsker): Promise<TrainingPlan>;
  /**
   * Begins it: who asks confirms that they may use the pictures, and that is written into the server's log. Throws
   * `exhausted` where it would take more than is left of the budget.
   */
  start(wish: TrainingWish, request: TrainingAsker & { readonly requestKey: string }): Promise<JobView>;
  /** Names of the models that can be trained now, that first which is where none is named. */
  models(): readonly string[];
  /** Whether some renderer can say what is in pictures. */
  canDescribe(): boolean;
  /** The pictures with what a network sees in those that have no words. */
  describe(
    pictures: readonly PictureToTrain[],
    request: TrainingAsker & { readonly requestKey: string },
    signal: AbortSignal,
  ): Promise<readonly PictureToTrain[]>;
  /** What the server has, and what is being trained. */
  list(serverId: string): Promise<readonly TrainingState[]>;
  /** Ends a training early, with the best of what there is; one that waits is just taken out. Owner or moderator. */
  stop(name: string, asker: TrainingAsker): Promise<'ending' | 'taken-out'>;
  /**
   * Holds a training between two steps, or has it go on, also over restarts; one that waits begins held. Owner or
   * moderator. Throws `invalid` where it is over.
   */
  pause(name: string, asker: TrainingAsker, isPaused: boolean): Promise<'running' | 'waiting'>;
  /**
   * Puts something that was trained into the bin, or ends its training with nothing. Owner or moderator. The job that
   * JobBin.takeBack brings it back by; null = it was not finished, and there is nothing to bring back.
   */
  remove(name: string, asker: TrainingAsker): Promise<JobId | null>;
  /** The wish that something was trained by, with a name that is free. Owner or moderator. */
  again(name: string, asker: TrainingAsker): Promise<TrainingWish>;
  /** The file, with names in it as kohya's or peft's programs have them. */
  exportFile(name: string, style: 'kohya' | 'peft', asker: TrainingAsker): Promise<Uint8Array>;
}
