import type { JsonObject } from '#test/fakes/discord/json.ts';

/** What kind of act a person did. */
export type InteractionKind = 'command' | 'component' | 'autocomplete' | 'modal';

/** One interaction and its token. */
export interface InteractionState {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  /** Name of the command, or custom id of the component or modal. */
  readonly name: string;
  readonly userId: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly createdAt: number;
  readonly sizeLimit: number;
  readonly userInstalled: boolean;
  /** Message the clicked component (or the modal's button) is on. */
  readonly sourceId: string | null;
  /** Type of the first callback; null = not yet answered. */
  answered: number | null;
  answeredAt: number | null;
  /** Data of the first callback, as sent. */
  answer: JsonObject;
  originalId: string | null;
  /** Of the Activity that answered it. */
  instanceId?: string;
  readonly followupIds: string[];
}

/** Interaction types as they go over the wire. */
export const INTERACTION_TYPE = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;
