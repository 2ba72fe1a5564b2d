import { announce, type World } from '#test/fakes/discord/world/world.ts';

/** An Activity of the application that runs in a channel. */
export interface ActivityState {
  readonly instanceId: string;
  readonly launchId: string;
  readonly channelId: string;
  /** Who is in it now. */
  readonly userIds: Set<string>;
}

/** What members say by OAuth 2: codes that are good once, and what an application was given for them. */
export interface ConsentState {
  readonly userId: string;
  readonly isOver: boolean;
}

/** Somebody launches the application in a channel: one runs there for all, begun by the first. */
export function joinActivity(
  world: World,
  { channelId, userId }: { readonly channelId: string; readonly userId: string },
): ActivityState {
  const running = [...world.activities.values()].find((one) => one.channelId === channelId && one.userIds.size > 0);
  const launchId = world.nextId();
  const activity = running ?? { instanceId: `i-${launchId}`, launchId, channelId, userIds: new Set<string>() };
  activity.userIds.add(userId);
  world.activities.set(activity.instanceId, activity);
  announce(world);
  return activity;
}

/** A code as Discord's client gives one to a page whose member consents: without a redirect and without PKCE. */
export function issueCode(world: World, consent: ConsentState): string {
  const code = `code-${world.nextId()}`;
  world.codes.set(code, consent);
  return code;
}
