import { Hono } from 'hono';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { MachineWork } from '#bot/studio/server/machine-work.ts';
import { readBody } from '#bot/studio/server/read-body.ts';
import { plainMessage } from '#shared/text/message.ts';

/** What whoever looks after machines asks of one: to draw no more, to load a model, to bring one. */
export function machineRoutes({ cluster, work }: { readonly cluster: Cluster; readonly work: MachineWork }): Hono {
  const app = new Hono();
  app.post('/machines/drain', async (c) => {
    const { machine, isOn } = await readBody(c.req, { machine: NAME, isOn: SWITCH });
    await cluster.drain(machine, isOn);
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

const MODEL_FIELDS = { machine: NAME, model: NAME } as const;
