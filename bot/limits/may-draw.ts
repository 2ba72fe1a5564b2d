import type { DrawLimits } from '#bot/domain/draw-limits.ts';
import type { Member, Place } from '#bot/domain/job.ts';
import type { Task } from '#bot/domain/task.ts';
import type { RoleLimit, RoleLimitStore } from '#bot/ports/role-limits.ts';
import type { SettingService } from '#bot/ports/server-rules.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import { hiresSize } from '#shared/contract/hires-size.ts';
import type { TaskKind } from '#shared/contract/tasks.ts';
import type { Message } from '#shared/text/message.ts';

/** Who wants something drawn, where, and of which kind. */
export interface DrawWish {
  readonly member: Member;
  readonly place: Place;
  readonly kind: TaskKind;
}

/** What is asked before something is drawn. */
export interface DrawRules {
  readonly settings: Pick<SettingService, 'of'>;
  readonly roleLimits: Pick<RoleLimitStore, 'list'>;
  /** Jobs that the member has open in this server. */
  readonly openOf: (memberId: string, serverId: string) => number;
  /** Milliseconds that renderers spent on the member's pictures in this server since then. */
  readonly drawnMs: (of: {
    readonly ownerId: string;
    readonly serverId: string;
    readonly since: number;
  }) => Promise<number>;
  readonly now: () => number;
}

/** The slash command that comes to the same. */
const COMMANDS: Readonly<Partial<Record<TaskKind, string>>> = { upscale: 'upscale' };
const USUAL_COMMAND = 'imagine';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The one gate before every way to a picture: what the platform lets a member do, what the server and its channel have
 * set, and what the server's roles let them draw. Throws `denied` or `exhausted` with a sentence; else gives the check of what is to be drawn, which throws
 * `invalid` with everything that their roles do not allow.
 */
export async function mayDraw({ member, place, kind }: DrawWish, rules: DrawRules): Promise<(task: Task) => void> {
  await member.demandRight?.(COMMANDS[kind] ?? USUAL_COMMAND);
  const { serverId } = place;
  if (!(await rules.settings.of(place)).drawing) throw failure('denied', 'setting.drawing-off');
  const limits = limitsOf(member, serverId, await rules.roleLimits.list(serverId));
  if (limits.jobs === 0) throw failure('denied', 'role-limit.nothing');
  const open = rules.openOf(member.id, serverId);
  if (limits.jobs !== undefined && open >= limits.jobs)
    throw failure('exhausted', 'role-limit.jobs', { max: limits.jobs, open });
  await demandTime({ member, serverId, limits }, rules);
  return (task) => {
    const problems = problemsOf(task, limits);
    if (problems.length > 0) throw failureOf('invalid', problems);
  };
}

/** Of several roles that say something the most generous counts, and one that says nothing takes nothing away. */
export function limitsOf(member: Member, serverId: string, all: readonly RoleLimit[]): DrawLimits {
  const own = new Set([serverId, ...(member.roleIds ?? [])]);
  const said = all.filter(({ roleId }) => own.has(roleId)).map(({ limits }) => limits);
  const models = said.flatMap((limits) => limits.models ?? []);
  return {
    ...most('jobs', said),
    ...most('steps', said),
    ...most('pixels', said),
    ...most('secondsADay', said),
    ...(models.length > 0 && { models: [...new Set(models)].sort() }),
  };
}

function most(name: Exclude<keyof DrawLimits, 'models'>, said: readonly DrawLimits[]): DrawLimits {
  const values = said.flatMap((limits) => limits[name] ?? []);
  return values.length === 0 ? {} : { [name]: Math.max(...values) };
}

async function demandTime(
  { member, serverId, limits }: { readonly member: Member; readonly serverId: string; readonly limits: DrawLimits },
  { drawnMs, now }: DrawRules,
): Promise<void> {
  if (limits.secondsADay === undefined) return;
  const used = (await drawnMs({ ownerId: member.id, serverId, since: now() - DAY_MS })) / 1000;
  if (used >= limits.secondsADay)
    throw failure('exhausted', 'role-limit.seconds', { max: limits.secondsADay, used: Math.round(used) });
}

function problemsOf(task: Task, { steps, pixels, models }: DrawLimits): readonly Message[] {
  if (task.kind !== 'draw') return [];
  const { width, height } = task.hires ? hiresSize(task, task.hires.scale) : task;
  return [
    ...(steps !== undefined && task.steps > steps ? [say('role-limit.steps', { max: steps, given: task.steps })] : []),
    ...(pixels !== undefined && width * height > pixels
      ? [say('role-limit.pixels', { max: pixels, width, height })]
      : []),
    ...(models && !models.includes(task.model) ? [say('role-limit.model', { model: task.model, known: models })] : []),
  ];
}
