import { Hono } from 'hono';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { deviceOf } from '#bot/studio/server/cluster-card.ts';
import { lanesCard } from '#bot/studio/server/lanes.ts';
import type { MachineWork } from '#bot/studio/server/machine-work.ts';
import type { AddedMachine, LanesCard } from '#bot/studio/server/operator-api.ts';
import { readBody } from '#bot/studio/server/read-body.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { writerOf } from '#bot/text/languages.ts';
import { plainMessage } from '#shared/text/message.ts';

/** What machines do and will do, and what whoever looks after them asks of one: no more, a model, another machine. */
export function machineRoutes({
  cluster,
  work,
  jobs,
}: {
  readonly cluster: Cluster;
  readonly work: MachineWork;
  readonly jobs: Pick<JobService, 'queue'>;
}): Hono {
  const app = new Hono();
  app.get('/lanes', (c) => {
    const reader = readerOf(c);
    const machines = cluster.snapshot().map(({ id }) => id);
    const { lanes, waiting } = lanesCard(jobs.queue(), { machines, reader });
    // Visitors know machines by their place in the list; see forVisitors.
    const isOperator = visitorOf(c).level === 'all';
    const named = lanes.map((lane) => (isOperator ? lane : { ...lane, machine: `${machines.indexOf(lane.machine)}` }));
    return c.json({ lanes: named, waiting } satisfies LanesCard);
  });
  app.post('/machines/add', async (c) => {
    const { address, secret = '' } = await readBody(c.req, ADD_FIELDS);
    const { name, device } = await cluster.add(address.trim(), secret.trim() === '' ? null : secret.trim());
    const { say } = writerOf(readerOf(c).language);
    return c.json({ name: name || address, device: device ? say(deviceOf(device)) : '' } satisfies AddedMachine, 201);
  });
  app.post('/machines/drain', async (c) => {
    const { machine, isOn } = await readBody(c.req, { machine: NAME, isOn: SWITCH });
    await cluster.drain(machine, isOn);
    return c.json({});
  });
  app.post('/machines/maintenance', async (c) => {
    const { machine, reason = '' } = await readBody(c.req, MAINTENANCE_FIELDS);
    await cluster.maintain(machine, reason.trim() === '' ? null : reason.trim());
    return c.json({});
  });
  app.post('/machines/preload', async (c) => {
    const { machine, model } = await readBody(c.req, MODEL_FIELDS);
    work.preload(machine, model);
    return c.json({});
  });
  app.post('/machines/pull', async (c) => {
    const { machine, model } = await readBody(c.req, MODEL_FIELDS);
    work.pull(machine, model);
    return c.json({});
  });
  app.post('/machines/pull/stop', async (c) => {
    const { machine, model } = await readBody(c.req, MODEL_FIELDS);
    work.stopPull(machine, model);
    return c.json({});
  });
  return app;
}

/** A renderer's id, which may be an address or the path of a socket; or a model's name. */
const NAME = { kind: 'text', required: true, charactersMax: 400, description: plainMessage('') } as const;

const SWITCH = { kind: 'boolean', required: true, description: plainMessage('') } as const;

const ADD_FIELDS = {
  address: NAME,
  secret: { kind: 'text', charactersMax: 400, description: plainMessage('') },
} as const;

/** Why, in the operator's words; empty = the machine is taken back. */
const MAINTENANCE_FIELDS = {
  machine: NAME,
  reason: { kind: 'text', charactersMax: 200, description: plainMessage('') },
} as const;

const MODEL_FIELDS = { machine: NAME, model: NAME } as const;
