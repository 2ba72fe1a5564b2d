import type { DrawLimits } from '#bot/domain/draw-limits.ts';
import type { Member, Place, SettledOrder } from '#bot/domain/job.ts';
import type { Task } from '#bot/domain/task.ts';
import type { DayOfMember } from '#bot/ports/job-service.ts';
import type { RoleLimit, RoleLimitStore } from '#bot/ports/role-limits.ts';
import type { WordRule } from '#bot/ports/rules.ts';
import type { CheckedTexts, ServerRules } from '#bot/ports/server-rules.ts';
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
  readonly rules: Pick<ServerRules, 'settings' | 'bans' | 'words'>;
  readonly roleLimits: Pick<RoleLimitStore, 'list'>;
  /** Jobs that the member has open in this server. */
  readonly openOf: (memberId: string, serverId: string) => number;
  /** Milliseconds that what the member has open in this server is expected to take. */
  readonly openMs: (memberId: string, serverId: string) => number;
  /** Milliseconds that renderers spent on the member's pictures in this server since then. */
  readonly drawnMs: (of: {
    readonly ownerId: string;
    readonly serverId: string;
    readonly since: number;
  }) => Promise<number>;
  readonly now: () => number;
}

/** The slash command that comes to the same. */
const COMMANDS: Readonly<Partial<Record<TaskKind, string>>> = {
  upscale: 'upscale',
  restore: 'restore',
  animate: 'animate',
  train: 'train style',
};
const USUAL_COMMAND = 'imagine';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How something is drawn that may be drawn. */
export interface DrawTerms {
  /** A moderator looks at it before anybody else does. */
  readonly isHeld: boolean;
  /** It waits for what is not. */
  readonly isRelaxed: boolean;
  /** What the member asked for and does not get. */
  readonly told: readonly Message[];
  /** What a renderer's check would withhold is drawn all the same, and held. */
  readonly givesFlagged: boolean;
}

/** Looks at what is to be drawn. Throws `invalid` with everything about it that is not allowed. */
export type CheckDrawn = (settled: SettledOrder) => Promise<DrawTerms>;

/**
 * The one gate before every way to a picture: what the platform lets a member do, what the server and its channel have
 * set, who is banned, and what the server's roles let them draw. Throws `denied` or `exhausted` with a sentence; else
 * gives the check of what is to be drawn: its words, and what it takes.
 */
export async function mayDraw({ member, place, kind }: DrawWish, asked: DrawRules): Promise<CheckDrawn> {
  const { launchedIn, ...here } = member;
  if (!launchedIn) return mayDrawIn({ member, place, kind }, asked);
  const there = await mayDrawIn({ member: here, place: launchedIn, kind }, countingBoth(place, asked));
  const { demandRight: _asked, roleIds: _there, ...guest } = here;
  const checks = [there, await mayDrawIn({ member: guest, place, kind }, asked)];
  return async (settled) => {
    const terms: DrawTerms[] = [];
    for (const check of checks) terms.push(await check(settled));
    return {
      isHeld: terms.some(({ isHeld }) => isHeld),
      isRelaxed: terms.some(({ isRelaxed }) => isRelaxed),
      told: terms[0]!.told,
      givesFlagged: terms.every(({ givesFlagged }) => givesFlagged),
    };
  };
}

/** What somebody draws from another place counts there as if they drew it there. */
function countingBoth({ serverId: from }: Place, asked: DrawRules): DrawRules {
  return {
    ...asked,
    openOf: (memberId, serverId) => asked.openOf(memberId, serverId) + asked.openOf(memberId, from),
    openMs: (memberId, serverId) => asked.openMs(memberId, serverId) + asked.openMs(memberId, from),
    drawnMs: async (of) => (await asked.drawnMs(of)) + (await asked.drawnMs({ ...of, serverId: from })),
  };
}

async function mayDrawIn({ member, place, kind }: DrawWish, asked: DrawRules): Promise<CheckDrawn> {
  await member.demandRight?.(COMMANDS[kind] ?? USUAL_COMMAND);
  const { serverId } = place;
  const { rules } = asked;
  const settings = await rules.settings.of(place);
  if (!settings.drawing) throw failure('denied', 'setting.drawing-off');
  if (settings['adults-only'] && !member.isAmongAdults) throw failure('denied', 'setting.adults-only-here');
  const under = [serverId, ...(member.alsoUnder ?? [])];
  for (const each of under) await demandNoBan({ member, serverId: each }, rules);
  const limits = limitsOf(member, serverId, await asked.roleLimits.list(serverId));
  if (limits.jobs === 0) throw failure('denied', 'role-limit.nothing');
  const open = asked.openOf(member.id, serverId);
  if (limits.jobs !== undefined && open >= limits.jobs)
    throw failure('exhausted', 'role-limit.jobs', { max: limits.jobs, open });
  const day = limits.secondsADay === undefined ? null : await dayOfMember({ member, place }, asked);
  const overtime =
    day && day.used + day.open >= day.max ? failure('exhausted', 'role-limit.seconds', { ...day }) : null;
  if (overtime && settings['when-used-up'] === 'refuse') throw overtime;
  return async (settled) => {
    const texts = textsOf(settled);
    const broken = await brokenIn(under, { texts, isAdultPlace: member.isAmongAdults ?? false }, rules);
    const problems = [
      ...broken
        .filter(({ isLookedAt }) => !isLookedAt)
        .map(({ pattern, isHere }) => say(isHere ? 'word.refused' : 'word.refused-elsewhere', { pattern })),
      ...problemsOf(settled.task, limits),
    ];
    if (problems.length > 0) throw failureOf('invalid', problems);
    const pace = paceOf(settled, { settings, isUsedUp: overtime !== null });
    return { isHeld: settings.hold || broken.length > 0, givesFlagged: settings.flagged === 'hold', ...pace };
  };
}

/** Every rule that some text breaks in one of these servers, each pattern once; the first is where it is asked for. */
async function brokenIn(
  serverIds: readonly string[],
  checked: Omit<CheckedTexts, 'serverId'>,
  { words }: Pick<ServerRules, 'words'>,
): Promise<readonly (WordRule & { readonly isHere: boolean })[]> {
  const all = await Promise.all(
    serverIds.map(async (serverId, index) => {
      const rules = await words.broken({ ...checked, serverId });
      return rules.map((rule) => ({ ...rule, isHere: index === 0 }));
    }),
  );
  // The first of a pattern stays.
  return [
    ...new Map(
      all
        .flat()
        .toReversed()
        .map((rule) => [`${rule.pattern} ${rule.isLookedAt}`, rule]),
    ).values(),
  ].toReversed();
}

type SettingsHere = Awaited<ReturnType<ServerRules['settings']['of']>>;

/** Whether it waits for others: as it is here, unless a flag says otherwise that the server lets members choose. */
function paceOf(
  { pace }: Pick<SettledOrder, 'pace'>,
  { settings, isUsedUp }: { readonly settings: SettingsHere; readonly isUsedUp: boolean },
): Pick<DrawTerms, 'isRelaxed' | 'told'> {
  const { relax, 'choose-pace': may } = settings;
  const isAsked = pace === 'relax' && may !== 'none';
  const isLifted = pace === 'fast' && may === 'both';
  const isRelaxed = isUsedUp || isAsked || (relax && !isLifted);
  if (pace === 'relax' && !isRelaxed) return { isRelaxed, told: [say('terms.no-relax')] };
  if (pace !== 'fast' || !isRelaxed) return { isRelaxed, told: [] };
  return { isRelaxed, told: [say(isUsedUp ? 'terms.no-fast-used-up' : 'terms.no-fast')] };
}

/** Everything in words that a picture comes of: as typed, as chosen, with the texts of its style, and the style's name. */
function textsOf({ order, chosen = '', style, task }: SettledOrder): readonly string[] {
  const drawn = task.kind === 'draw' ? [task.parametersPrompt, task.parametersNegative] : [];
  return [order.prompt, order.negative ?? '', chosen, style ?? '', ...drawn].filter((text) => text !== '');
}

async function demandNoBan(
  { member, serverId }: { readonly member: Member; readonly serverId: string },
  { bans }: Pick<ServerRules, 'bans'>,
): Promise<void> {
  const ban = await bans.of(serverId, member.id);
  if (!ban) return;
  const { reason, until } = ban;
  throw failure('denied', 'ban.holds', { reason, until: until === null ? '' : dayOf(until) });
}

/** `2026-03-01`. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
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
    ...most('trainingSeconds', said),
    ...(models.length > 0 && { models: [...new Set(models)].sort() }),
  };
}

function most(name: Exclude<keyof DrawLimits, 'models'>, said: readonly DrawLimits[]): DrawLimits {
  const values = said.flatMap((limits) => limits[name] ?? []);
  return values.length === 0 ? {} : { [name]: Math.max(...values) };
}

/**
 * What the member has had of the seconds that their roles allow in 24 hours there: drawn, and foreseen of what is open,
 * which is settled by what it took once it is done, and given back when it fails. Null = they allow as many as there
 * are.
 */
export async function dayOfMember(
  { member, place: { serverId } }: Pick<DrawWish, 'member' | 'place'>,
  { roleLimits, ...rules }: Pick<DrawRules, 'roleLimits' | 'drawnMs' | 'openMs' | 'now'>,
): Promise<DayOfMember | null> {
  const { secondsADay: max } = limitsOf(member, serverId, await roleLimits.list(serverId));
  if (max === undefined) return null;
  const drawnMs = await rules.drawnMs({ ownerId: member.id, serverId, since: rules.now() - DAY_MS });
  return { max, used: Math.round(drawnMs / 1000), open: Math.round(rules.openMs(member.id, serverId) / 1000) };
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
