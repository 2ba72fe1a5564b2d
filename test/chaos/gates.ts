import type { Fault } from '#test/chaos/fault.ts';
import type { ProcessRole } from '#test/chaos/memory-watch.ts';
import type { Report } from '#test/chaos/run-fault.ts';
import { POISON_KILLS_MAX, quantile, type Samples, shareOf } from '#test/chaos/samples.ts';

/** Of the jobs that a killed bot was having drawn, those that go on without a new attempt. */
const RESUMED_SHARE = 0.95;

/** How much a process may grow once it is warm. MiB. */
const GROWN_MOST_MIB = 64;

/** Something that must hold before a release, with what was asked and what was measured, in words. */
export interface Gate {
  readonly name: string;
  readonly asked: string;
  readonly measured: string;
  /** What was not measured does not hold. */
  readonly holds: boolean;
}

/** What is known of a whole run besides its reports. */
export interface WholeRun {
  readonly seconds: number;
  readonly secondsMost: number;
  readonly grownMiB: ReadonlyMap<ProcessRole, number>;
}

/** What must hold of one fault: how long it may take, and how much may grow. */
export function gatesOfFault({ name, gates = {} }: Fault, samples: Samples): readonly Gate[] {
  const { backMs, elsewhereMs, resumed, truthful, grownMiB } = samples;
  return [
    ...where(gates.backP99Ms, (most) => seconds(`${name}: back, p99`, most, quantile(backMs, 0.99))),
    ...where(gates.backMostMs, (most) => seconds(`${name}: back, longest`, most, quantile(backMs, 1))),
    ...where(gates.elsewhereP99Ms, (most) =>
      seconds(`${name}: its jobs begun elsewhere, p99`, most, quantile(elsewhereMs, 0.99)),
    ),
    ...where(gates.resumedShare, (least) => atLeast(`${name}: jobs joined`, least, resumed)),
    ...where(truthful[0], () => atLeast(`${name}: panel true within 10 s`, 1, truthful)),
    ...where(gates.grownMostMiB, (most) => mebibytes(`${name}: memory grown`, most, quantile(grownMiB, 1))),
  ];
}

/** What must hold of all faults together, after them what must hold of each. */
export function gatesOfRun(reports: readonly Report[], run: WholeRun): readonly Gate[] {
  const sum = (of: (report: Report) => number) => reports.reduce((total, report) => total + of(report), 0);
  const killedBots = reports.filter(({ fault }) => fault.gates?.resumedShare !== undefined);
  const poison = reports.flatMap(({ samples }) => samples.poison);
  const grown = [...run.grownMiB].map(([role, grew]) => mebibytes(`memory grown: ${role}`, GROWN_MOST_MIB, grew));
  return [
    none(
      'jobs lost',
      sum(({ lost }) => lost),
    ),
    none(
      'jobs shown twice',
      sum(({ twice }) => twice),
    ),
    none(
      'ordinary jobs failed',
      sum(({ failed }) => failed),
    ),
    ...reports.map(({ fault, reached, wanted }) => times(fault.name, wanted, reached)),
    ...(poison.length === 0 ? [] : poisonGates(poison)),
    ...(killedBots.length === 0
      ? []
      : [
          atLeast(
            'all killed bots: jobs joined',
            RESUMED_SHARE,
            killedBots.flatMap(({ samples }) => samples.resumed),
          ),
        ]),
    ...reports.flatMap(({ fault, samples }) => gatesOfFault(fault, samples)),
    ...(grown.length === 0 ? [mebibytes('memory grown', GROWN_MOST_MIB, null)] : grown),
    seconds('the whole run', run.secondsMost * 1000, run.seconds * 1000),
  ];
}

function poisonGates(poison: Samples['poison']): readonly Gate[] {
  const most = Math.max(...poison.map(({ kills }) => kills));
  return [
    atLeast(
      'poison jobs given up',
      1,
      poison.map(({ isGivenUp }) => isGivenUp),
    ),
    {
      name: 'engines or services that a poison job took',
      asked: `<= ${POISON_KILLS_MAX}`,
      measured: String(most),
      holds: most <= POISON_KILLS_MAX,
    },
  ];
}

/** Nothing where nothing is asked. */
function where<Limit>(asked: Limit | undefined, gate: (limit: Limit) => Gate): readonly Gate[] {
  return asked === undefined ? [] : [gate(asked)];
}

function none(name: string, measured: number): Gate {
  return { name, asked: '0', measured: String(measured), holds: measured === 0 };
}

function times(fault: string, wanted: number, reached: number): Gate {
  return { name: `${fault}: times`, asked: String(wanted), measured: String(reached), holds: reached >= wanted };
}

function seconds(name: string, mostMs: number, measuredMs: number | null): Gate {
  return atMost({ name, unit: 's', most: mostMs / 1000, measured: measuredMs === null ? null : measuredMs / 1000 });
}

function mebibytes(name: string, most: number, measured: number | null): Gate {
  return atMost({ name, unit: 'MiB', most, measured });
}

function atMost({
  name,
  unit,
  most,
  measured,
}: {
  readonly name: string;
  readonly unit: string;
  readonly most: number;
  readonly measured: number | null;
}): Gate {
  const said = measured === null ? 'not measured' : `${measured.toFixed(2)} ${unit}`;
  return { name, asked: `<= ${most} ${unit}`, measured: said, holds: measured !== null && measured <= most };
}

function atLeast(name: string, share: number, all: readonly boolean[]): Gate {
  const measured = shareOf(all);
  const said = measured === null ? 'not measured' : `${all.filter(Boolean).length} of ${all.length}`;
  const asked = share === 1 ? 'all' : `>= ${share * 100} %`;
  return { name, asked, measured: said, holds: measured !== null && measured >= share };
}
