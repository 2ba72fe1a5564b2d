import { Hono } from 'hono';
import type { Grant } from '#bot/ports/access.ts';
import type { Access } from '#bot/studio/server/access.ts';
import type { GrantCard } from '#bot/studio/server/operator-api.ts';
import { readBody } from '#bot/studio/server/read-body.ts';
import { failure } from '#bot/text/say.ts';
import { plainMessage } from '#shared/text/message.ts';

/** What the operator does about others: who is in, a link for somebody, and taking one back. */
export function accessRoutes({ access, url }: { readonly access: Access; readonly url: URL }): Hono {
  const app = new Hono();
  app.get('/access', (c) => c.json(access.list().map(cardOf)));
  app.post('/access', async (c) => {
    const { name, level, days } = await readBody(c.req, GRANT_FIELDS);
    if (level !== 'look' && level !== 'draw') throw failure('invalid', 'access.level');
    const token = await access.grant({ kind: 'link', memberId: null, name, level, days });
    // Behind the #, so that it stands in no server's log and goes to no other site.
    return c.json({ link: new URL(`/enter#${token}`, url).href }, 201);
  });
  app.post('/access/revoke', async (c) => {
    await access.revoke((await readBody(c.req, { id: NAME })).id);
    return c.json({});
  });
  return app;
}

function cardOf({ id, kind, name, level, expiresAt }: Grant): GrantCard {
  return { id, kind, name, level, expiresAt };
}

const NAME = {
  kind: 'text',
  required: true,
  charactersMin: 1,
  charactersMax: 80,
  description: plainMessage(''),
} as const;

const GRANT_FIELDS = {
  name: NAME,
  level: {
    kind: 'choice',
    required: true,
    description: plainMessage(''),
    choices: ['look', 'draw'].map((value) => ({ value, label: plainMessage(value) })),
  },
  days: { kind: 'integer', required: true, min: 1, max: 365, description: plainMessage('') },
} as const;
