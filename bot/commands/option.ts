import type { Place } from '#bot/domain/job.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';
import type { CompletionKind } from '#bot/presets/complete-name.ts';
import type { Message } from '#shared/text/message.ts';

/** What a text can be completed to: a name, one of the member's own jobs, or what the setting that was named can be. */
export type OptionCompletion =
  | CompletionKind
  | 'own-job'
  | 'area'
  | 'refiner'
  | 'control'
  | 'hires-by'
  | 'upscaler'
  | 'setting'
  | 'setting-value';

interface OptionTraits {
  readonly description: Message;
  /** What it is called in each language; `name` everywhere when left out. */
  readonly called?: Message;
  readonly required?: true;
  /** The one platform that has it; all of them when left out. */
  readonly only?: Place['platform'];
  /** Null may be given, and gives the setting back to the model. */
  readonly nullable?: true;
}

export interface TextOption extends OptionTraits {
  readonly kind: 'text';
  readonly charactersMin?: number;
  readonly charactersMax?: number;
  /** What the text is completed to while it is typed. */
  readonly completes?: OptionCompletion;
}

export interface NumberOption extends OptionTraits {
  readonly kind: 'integer' | 'number';
  readonly min?: number;
  readonly max?: number;
}

/** A whole number that is typed as text, so that a wrong one gets a sentence; its range is checked by who uses it. */
export interface SeedOption extends OptionTraits {
  readonly kind: 'seed';
  readonly charactersMax: number;
}

export interface BooleanOption extends OptionTraits {
  readonly kind: 'boolean';
}

/** A file that is attached, or one that was taken in before. */
export interface PictureOption extends OptionTraits {
  readonly kind: 'picture';
  /** A file of words, or an archive of pictures, instead of a picture. */
  readonly takes?: 'text' | 'zip';
}

/** A role of the server. */
export interface RoleOption extends OptionTraits {
  readonly kind: 'role';
}

/** A member of the server, or somebody who was. */
export interface MemberOption extends OptionTraits {
  readonly kind: 'member';
}

/** A member who was given. */
export interface GivenMember {
  readonly id: string;
  readonly name: string;
}

/** A role that was given. */
export interface GivenRole {
  readonly id: string;
  readonly name: string;
}

export interface ChoiceOption<Value extends string = string> extends OptionTraits {
  readonly kind: 'choice';
  readonly choices: readonly { readonly value: Value; readonly label: Message }[];
}

/** Something that a command can be given. */
export type Option =
  | TextOption
  | NumberOption
  | SeedOption
  | BooleanOption
  | PictureOption
  | RoleOption
  | MemberOption
  | ChoiceOption;

/** Options by name, in the order in which they are shown; required ones first. */
export type Options = Readonly<Record<string, Option>>;

type ValueOf<One extends Option> =
  One extends ChoiceOption<infer Value>
    ? Value
    : One extends BooleanOption
      ? boolean
      : One extends NumberOption | SeedOption
        ? number
        : One extends PictureOption
          ? GivenPicture
          : One extends RoleOption
            ? GivenRole
            : One extends MemberOption
              ? GivenMember
              : string;

type Given<One extends Option> = ValueOf<One> | (One extends { readonly nullable: true } ? null : never);

type RequiredName<All extends Options> = {
  [Name in keyof All]: All[Name] extends { readonly required: true } ? Name : never;
}[keyof All];

/** What a command gets: each option's value by its name, of the kind that the option says. */
export type Input<All extends Options> = {
  readonly [Name in RequiredName<All>]: Given<All[Name]>;
} & { readonly [Name in Exclude<keyof All, RequiredName<All>>]?: Given<All[Name]> };

/** The options that a platform has. */
export function optionsOn(options: Options, platform: Place['platform']): readonly (readonly [string, Option])[] {
  return Object.entries(options).filter(([, { only }]) => only === undefined || only === platform);
}

/** What an option is completed to while it is typed; undefined when it is not, or not there. */
export function completedOption(options: Options, name: string): OptionCompletion | undefined {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  return option?.kind === 'text' ? option.completes : undefined;
}
