import type { Message, Sentences } from '#shared/text/message.ts';

/** What is looked at before a start, and what to do where something is missing. */
export const PREFLIGHT = {
  'preflight.node': ({ version }: { version: string }) => `Node ${version} runs Easel`,
  'preflight.node-old': ({ version, least }: { version: string; least: number }) =>
    `Node must be ${least} or newer, given ${version}: start by npm, which brings its own, or install a newer one`,
  'preflight.folder': ({ folder, gibibytes }: { folder: string; gibibytes: number }) =>
    `${folder} can be written, with ${gibibytes} GiB free`,
  'preflight.folder-refused': ({ folder, setting, code }: InFolder & { code: string }) =>
    `Cannot write in ${folder} (${code}): give it to the user that Easel runs as, or name another folder in ${setting}`,
  'preflight.disk-low': ({ folder, setting, free, least }: InFolder & { free: number; least: number }) =>
    `The disk of ${folder} should have ${least} MiB free, and has ${free}: make room, or name another folder in ${setting}`,
  'preflight.port': ({ address, setting }: Listening) => `${address} is free (${setting})`,
  'preflight.port-taken': ({ address, setting }: Listening) =>
    `Cannot listen on ${address}: another program does, perhaps this one is running already. End it, or change ${setting}`,
  'preflight.port-refused': ({ address, setting, code }: Listening & { code: string }) =>
    `Cannot listen on ${address} (${code}): give ${setting} an address of this machine and a port that its user may open`,
  'preflight.no-token': 'DISCORD_TOKEN is not set: the studio runs alone, without Discord',
  'preflight.token-form': 'DISCORD_TOKEN looks like a token of a bot; with --discord, Discord is asked',
  'preflight.token-malformed':
    'DISCORD_TOKEN is no token of a bot (three parts with dots between them): copy it from the Bot page of discord.com/developers',
  'preflight.token-known': ({ name }: { name: string }) => `Discord knows the token: it is ${name}’s`,
  'preflight.discord-away': ({ address, why }: { address: string; why: string }) =>
    `Cannot reach Discord at ${address} (${why}): let this machine open connections to it`,
  'preflight.database': ({ place, version }: { place: string; version: string }) =>
    `PostgreSQL ${version} at ${place} can be used`,
  'preflight.database-old': ({ version, tried }: { version: string; tried: number }) =>
    `PostgreSQL ${version} is older than what Easel is tried with: ${tried} or newer is better`,
  'preflight.database-rights': ({ place, user }: { place: string; user: string }) =>
    `${user} may not make tables in ${place}: make that user the owner of the database, or GRANT CREATE ON SCHEMA public`,
  'preflight.database-standby': ({ place }: { place: string }) =>
    `The database ${place} takes no writes: name its primary in EASEL_DATABASE_URL`,
  'preflight.redis': ({ place, version }: { place: string; version: string }) =>
    `Redis ${version} at ${place} can be used`,
  'preflight.redis-old': ({ version, tried }: { version: string; tried: number }) =>
    `Redis ${version} is older than what Easel is tried with: ${tried} or newer is better`,
  'preflight.redis-away': ({ place, why }: { place: string; why: string }) =>
    `Redis or Valkey at ${place} cannot be used (${why}): start it, or correct EASEL_REDIS_URL; without that setting PostgreSQL carries the notices`,
  'preflight.renderer': ({ address, name, device }: { address: string; name: string; device: string }) =>
    `Renderer ${address} answers: ${name}, ${device}`,
  'preflight.renderer-away': ({ address }: { address: string }) =>
    `Renderer ${address} does not answer: start it there (npm run renderer), and open its port to this machine`,
  'preflight.renderer-secret': ({ address }: { address: string }) =>
    `Renderer ${address} wants another secret: EASEL_RENDERER_SECRET must be the same here and there`,
  'preflight.renderers-none': 'No renderer answers, so nothing can be drawn: one of EASEL_RENDERERS is needed',
  'preflight.device': ({ provider, reason }: { provider: string; reason: Message }, { say }) =>
    `Pictures are computed by ${provider}: ${say(reason)}`,
  'preflight.models': ({ folder }: { folder: string }) => `Models are read from ${folder}`,
  'preflight.no-models': ({ folder }: { folder: string }) =>
    `There is no folder ${folder} (EASEL_MODELS), so there is the small bundled model alone: npm run models -- pull sd15 brings one`,
  'preflight.child-ended': ({ why }: { why: string }) =>
    `The look at what computes here ended early (${why}): npm run gpu:check says more`,
  'preflight.clear': 'Nothing is in the way',
  'preflight.stops': ({ count }: { count: number }, { plural }) =>
    `${count} ${plural(count, { one: 'thing stops', other: 'things stop' })} Easel, marked with ✗`,
} as const satisfies Sentences;

type InFolder = { folder: string; setting: string };
type Listening = { address: string; setting: string };
