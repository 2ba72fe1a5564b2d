import type { Input, Options } from '#bot/commands/option.ts';
import { readInput } from '#bot/commands/read-input.ts';
import type { Job, JobId, JobView, Member, Place } from '#bot/domain/job.ts';
import type { ApiKeys } from '#bot/ports/api-keys.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService, PictureKind } from '#bot/ports/job-service.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import type { RuleAsker } from '#bot/ports/server-rules.ts';
import type { TrainingWish } from '#bot/ports/training.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { mustManageServer, type StyleAsker } from '#bot/presets/style-asker.ts';
import type { Reader } from '#bot/text/languages.ts';
import { failure, failureOf } from '#bot/text/say.ts';
import type { Card, Pages } from '#bot/views/card.ts';
import type { NumberedJob } from '#bot/views/recent-card.ts';
import type { Failure } from '#shared/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Who asks, where, and with what a command works. */
export interface RunContext {
  readonly jobs: JobService;
  readonly presets: PresetService;
  readonly intake: PictureIntake;
  readonly cluster: Pick<Cluster, 'snapshot'>;
  /** Keys for other programs; absent = the operator has not let any in. */
  readonly keys?: ApiKeys;
  /** All commands, for those that tell about them. */
  readonly commands: readonly Command[];
  readonly place: Place;
  readonly member: Member;
  /** May change what belongs to the server: its styles. */
  readonly mayManageServer: boolean;
  /** Whether who asks may see what is written there; everything that shows words of others asks this. */
  readonly mayRead: (job: Job) => boolean;
  /** Where a job's message can be opened; empty where it cannot. */
  readonly linkTo: (job: Job) => string;
  /** Who reads the answer. */
  readonly reader: Reader;
  /** The same request, delivered twice, makes one job. */
  readonly requestKey: string;
  /** The job that this is an edit of. */
  readonly parentId?: JobId;
  /** What it takes over of that job's pictures; everything when left out. */
  readonly keeps?: readonly PictureKind[];
  /** Whoever asks has seen how many pictures a prompt with `{a, b}` makes, and wants them. */
  readonly wantsAll?: true;
  /** Hears of what a request makes beside its answer; left out where every job is seen anyway. */
  readonly also?: {
    readonly shown: (view: JobView) => void;
    /** As many can be shown there; any number when left out. */
    readonly max?: number;
    /** The rest was not made, and why. */
    readonly refused: (why: Failure) => void;
  };
}

/** A card, what was changed on the way, and which style it is about. */
export interface CardAnswer {
  readonly card: Card;
  readonly notices: readonly Message[];
  readonly style?: string;
  /** It is about a training that who asks may start. */
  readonly training?: TrainingWish;
  /** It is about something that was put into the bin, and this is all that there is to say. */
  readonly deleted?: { readonly jobId: JobId; readonly said: Message };
  /** A text file that goes with it. */
  readonly file?: { readonly name: string; readonly text: string };
  /** The card is one of so many; the command's option `page` gives another. */
  readonly pages?: Pages;
}

/** A job that is shown once more; to who asked alone unless it is for all. */
export interface JobCopy {
  readonly view: JobView;
  readonly forAll: boolean;
  /** For a moderator, to decide of its pictures: why it is to be looked at. */
  readonly review?: { readonly asker: RuleAsker; readonly why: Message };
}

/** Jobs of a member at a glance: what is said of them, and those whose pictures stand beside it. */
export interface JobsOfMember {
  readonly answer: CardAnswer;
  readonly shown: readonly NumberedJob[];
  readonly asker: RuleAsker;
  readonly memberId: string;
}

/**
 * What a command answers: the panel of a job for all to see, a copy of one, or of several small ones, or a card or a
 * sentence for who asked.
 */
export interface Answers {
  readonly panel: JobView;
  readonly copy: JobCopy;
  readonly copies: JobCopy | JobsOfMember;
  readonly card: CardAnswer;
  readonly sentence: Message;
}

/** Several commands under one word: `/style create`, `/style list`. */
export interface CommandGroup {
  readonly name: string;
  readonly description: Message;
}

/** A command as everybody declares it: everything that Discord, the studio and the help are made of. */
export interface Declaration<All extends Options, Kind extends keyof Answers> {
  readonly group?: CommandGroup;
  readonly name: string;
  readonly description: Message;
  readonly options: All;
  /** `moderate`: may delete what others made, or manages the server. */
  readonly who: 'everybody' | 'moderate' | 'manage server';
  /** It is about a server's roles or channels, so there is none of it in a conversation. */
  readonly onlyInServers?: true;
  /** The one platform that has it; all of them when left out. */
  readonly only?: Place['platform'];
  /** The key that runs it in the studio, where it needs no input. */
  readonly key?: string;
  readonly answers: Kind;
  /** The answer may come after seconds or minutes: a platform says at once that it comes. */
  readonly takesLong?: true;
  /** What else is wrong with the rest, where some of what was given cannot be read; so that all is told at once. */
  problemsBeside?(input: Partial<Input<All>>, context: RunContext): Promise<readonly Message[]>;
  /** Throws Failure with a sentence for the member. */
  run(input: Input<All>, context: RunContext): Promise<Answers[Kind]>;
}

type CommandAnswering<Kind extends keyof Answers> = Omit<Declaration<Options, Kind>, 'run' | 'problemsBeside'> & {
  /** Reads the values, checks who asks, and does it. Throws Failure with a sentence for the member. */
  run(values: unknown, context: RunContext): Promise<Answers[Kind]>;
};

/** A command that can be run with whatever a platform was given. */
export type Command = { readonly [Kind in keyof Answers]: CommandAnswering<Kind> }[keyof Answers];

/** Makes a command of its declaration; what `run` gets has the types that its options say. */
export function defineCommand<const All extends Options, Kind extends keyof Answers>(
  declaration: Declaration<All, Kind>,
): CommandAnswering<Kind> {
  const { who, options, problemsBeside, ...rest } = declaration;
  return {
    ...rest,
    who,
    options,
    async run(values, context) {
      if (who === 'manage server') mustManageServer(context);
      if (who === 'moderate') mustModerate(context);
      const read = readInput(options, { values, platform: context.place.platform });
      if (!read.ok)
        throw failureOf('invalid', [...read.problems, ...((await problemsBeside?.(read.rest, context)) ?? [])]);
      return declaration.run(read.input, context);
    },
  };
}

/** The words that call it: `imagine`, `style create`. */
export function callOf({ group, name }: Pick<Command, 'group' | 'name'>): string {
  return group ? `${group.name} ${name}` : name;
}

/** The commands that a platform has. */
export function commandsOn(commands: readonly Command[], platform: Place['platform']): readonly Command[] {
  return commands.filter(({ only }) => only === undefined || only === platform);
}

/** Who changes the styles of the server where this was asked. */
export function styleAsker({ place, member, mayManageServer }: RunContext): StyleAsker {
  return { serverId: place.serverId, memberId: member.id, mayManageServer };
}

/** Who changes what belongs to the server where this was asked. */
export function ruleAsker({ place, member, mayManageServer }: RunContext): RuleAsker {
  const { id: memberId, name: memberName, isModerator } = member;
  return { serverId: place.serverId, memberId, memberName, mayManageServer, isModerator };
}

function mustModerate({ member, mayManageServer }: RunContext): void {
  if (!member.isModerator && !mayManageServer) throw failure('denied', 'rule.moderators');
}
