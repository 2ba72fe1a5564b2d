import { type FakeMessage, viewMessage } from '#test/fakes/discord/acts/fake-message.ts';
import { type JsonObject, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { until, type WaitOptions } from '#test/fakes/discord/wait.ts';
import { interactionPayload } from '#test/fakes/discord/world/interaction-payload.ts';
import type { InteractionKind, InteractionState } from '#test/fakes/discord/world/interaction-state.ts';
import { latest } from '#test/fakes/discord/world/message-state.ts';
import { announce, FLAGS, type World } from '#test/fakes/discord/world/world.ts';

/** A modal as a person sees it. */
export interface FakeModal {
  readonly customId: string;
  readonly title: string;
  /** As the bot sent them. */
  readonly components: readonly JsonObject[];
  /** The interaction that opened it. */
  readonly interactionId: string;
  readonly token: string;
}

/** The first answer to an interaction. */
export interface FakeResponse {
  /** 4 reply, 5 deferred reply, 6 deferred update, 7 update, 8 choices, 9 modal. */
  readonly type: number;
  readonly data: JsonObject;
  /** Milliseconds of the fake's clock between act and answer. */
  readonly afterMs: number;
}

/** What a person did, and what comes of it. All waits reject after 10 s, or `timeoutMs`, of real time. */
export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  /** The first answer; rejects when three seconds of the fake's clock went by without one. */
  response(options?: WaitOptions): Promise<FakeResponse>;
  /** The message that answers it (or, for a component, that was updated), as soon as it says something. */
  message(options?: WaitOptions): Promise<FakeMessage>;
  /** `phone`: as on a phone, which shows of a custom id what it showed first (discord-api-docs#7554). */
  modal(options?: WaitOptions & { readonly phone?: boolean }): Promise<FakeModal>;
  /** Names and values offered by autocomplete. */
  choices(options?: WaitOptions): Promise<readonly JsonObject[]>;
  /** Where the member's client shows the Activity that opened: for `startFakeClient`. */
  frame(options?: WaitOptions): Promise<URL>;
  /** Followup messages so far. */
  followups(): readonly FakeMessage[];
}

/** An act of a person on its way to the bot. */
export interface Act {
  readonly kind: InteractionKind;
  readonly name: string;
  readonly userId: string;
  readonly channelId: string;
  readonly sourceId: string | null;
  readonly data: JsonObject;
  readonly userInstalled?: boolean;
}

/** Of a file, where no server says otherwise. */
const SIZE_LIMIT = 10 * 1024 * 1024;

/** Sends the act over the gateway as INTERACTION_CREATE. */
export function sendInteraction(world: World, act: Act): FakeInteraction {
  const channel = world.channels.get(act.channelId)!;
  const id = world.nextId();
  const { data, userInstalled = false, ...rest } = act;
  const state: InteractionState = {
    ...rest,
    id,
    token: Buffer.from(`interaction:${id}:${world.nextId()}`).toString('base64url'),
    guildId: channel.guildId,
    createdAt: world.clock.now(),
    sizeLimit: world.guilds.get(channel.guildId)?.attachmentSizeLimit ?? SIZE_LIMIT,
    userInstalled,
    answered: null,
    answeredAt: null,
    answer: {},
    originalId: null,
    followupIds: [],
  };
  world.interactions.set(state.token, state);
  world.dispatch({ name: 'INTERACTION_CREATE', intent: 0, data: interactionPayload(world, state, data) });
  announce(world);
  return viewInteraction(world, state);
}

function viewInteraction(world: World, state: InteractionState): FakeInteraction {
  const what = (thing: string) => `${thing} to the ${state.kind} ${state.name}`;
  const answered = () => {
    if (state.answered !== null) return state;
    if (world.clock.now() - state.createdAt <= 3000) return undefined;
    throw new Error(`The application did not respond to the ${state.kind} ${state.name} within 3 s`);
  };
  const response = (options: WaitOptions = {}) =>
    until(world, answered, { ...options, what: what('an answer') }).then(({ answered: type, answeredAt, answer }) => ({
      type: type!,
      data: answer,
      afterMs: answeredAt! - state.createdAt,
    }));
  const expect = async (type: number, options: WaitOptions = {}) => {
    const first = await response(options);
    if (first.type !== type) throw new Error(`${what(`Expected callback ${type}`)}, given ${first.type}`);
    return first.data;
  };

  return {
    id: state.id,
    token: state.token,
    response,
    message: (options = {}) =>
      until(
        world,
        () => {
          const message = answered() && world.messages.get(state.originalId ?? '');
          const isWaiting = message && (latest(message).flags & FLAGS.loading) !== 0;
          // A deferred answer may end as a message of its own, for the asker alone.
          const instead =
            isWaiting && message.deletedAt !== null ? world.messages.get(state.followupIds[0] ?? '') : null;
          const shown = isWaiting ? instead : message;
          return shown ? viewMessage(world, shown) : undefined;
        },
        { ...options, what: what('a message') },
      ),
    async modal({ phone = false, ...options } = {}) {
      const sent = await expect(9, options);
      const key = `${state.userId} ${stringOf(sent.custom_id)}`;
      if (phone && !world.phoneForms.has(key)) world.phoneForms.set(key, sent);
      const data = phone ? world.phoneForms.get(key)! : sent;
      return {
        customId: stringOf(data.custom_id),
        title: stringOf(data.title),
        components: objectsOf(data.components),
        interactionId: state.id,
        token: state.token,
      };
    },
    async frame(options) {
      await expect(12, options);
      const frame = new URL(`https://discord.com/channels/${state.guildId || '@me'}/${state.channelId}`);
      frame.search = String(new URLSearchParams({ instance: state.instanceId!, user: state.userId }));
      return frame;
    },
    choices: async (options) => objectsOf((await expect(8, options)).choices),
    followups: () => state.followupIds.map((id) => viewMessage(world, world.messages.get(id)!)),
  };
}
