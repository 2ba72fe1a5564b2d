import { type Context, Hono } from 'hono';
import { writerOf } from '#bot/text/languages.ts';
import { languageAccepted } from '#bot/text/locale.ts';
import { failure, say } from '#bot/text/say.ts';

/** What A1111's API says of the server it runs in, and asks of it: there are renderers in its place, which know best. */
export function serverRoutes(): Hono {
  const app = new Hono();
  // AIYA and others ask for it to see whether there is an API at all.
  app.get('/cmd-flags', (c) => c.json({ api: true }));
  app.get('/extensions', (c) => c.json([]));
  app.get('/memory', (c) => {
    // As A1111 says it where it cannot tell.
    const error = writerOf(languageAccepted(c.req.header('accept-language'))).say(say('a1111.memory'));
    return c.json({ ram: { error }, cuda: { error } });
  });
  // What there is, is asked of the renderers each time.
  for (const path of ['/refresh-checkpoints', '/refresh-embeddings', '/refresh-loras', '/refresh-vae'])
    app.post(path, (c) => c.json(null));
  for (const path of ['/unload-checkpoint', '/reload-checkpoint']) app.post(path, refuseBy('a1111.residency'));
  for (const what of ['embedding', 'hypernetwork'])
    for (const how of ['create', 'train']) app.post(`/${how}/${what}`, refuseBy('a1111.training'));
  return app;
}

function refuseBy(key: 'a1111.residency' | 'a1111.training'): (c: Context) => never {
  return () => {
    throw failure('unsupported', key);
  };
}
