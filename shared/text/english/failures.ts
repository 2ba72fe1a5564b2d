import type { Message, Sentences } from '#shared/text/message.ts';

/** What either side may have to say whatever it was doing. */
export const FAILURES = {
  'failure.cancelled': 'Cancelled',
  'failure.internal': 'Something went wrong on our side. It has been logged',

  'rpc.no-answer': 'The renderer did not answer in time',
  'rpc.lost': 'The connection to the renderer was lost',
  'rpc.unreached': 'Nothing answers at its address',
  'rpc.exhausted': 'The renderer cannot take this now',
  'rpc.nothing': 'The renderer answered nothing',
  'rpc.no-method': ({ name }: { name: string }) => `The contract has no method ${name}`,
  'rpc.caller-left': 'The caller went away',
  'rpc.broken': 'The connection broke',

  'config.must-secure': ({ given }: { given: string }) =>
    `Cannot let anybody in from elsewhere: EASEL_STUDIO_URL must begin with https://, given ${given}`,
  'config.redis-alone':
    'Cannot read the configuration: EASEL_REDIS_URL goes with EASEL_DATABASE_URL, where several bots share a ledger',
  'config.local-key-alone':
    'Cannot read the configuration: EASEL_API_LOCAL_KEY goes with EASEL_API, which lets other programs in',
  'config.needs-c2pa-both':
    'Cannot read the configuration: EASEL_C2PA_KEY and EASEL_C2PA_CERTIFICATES must come together, given one of them',
  'config.needs-client':
    'Cannot let members log in: EASEL_STUDIO_LOGIN and EASEL_ACTIVITY need EASEL_STUDIO_URL, DISCORD_CLIENT_ID and DISCORD_CLIENT_SECRET',
  'config.activity-needs-bot':
    'Cannot open the studio inside Discord: EASEL_ACTIVITY needs DISCORD_TOKEN, by which Discord is asked who is in it',
  'config.unreadable': ({ problems }: { problems: readonly Message[] }, { say }) =>
    `Cannot read the configuration: ${problems.map(say).join('; ')}`,
  'config.no-file': ({ name, path }: { name: string; path: string }) =>
    `Cannot read the file ${path}, which ${name} names`,
  'config.no-env-file': ({ path }: { path: string }) => `Cannot read the settings in ${path}`,
  'config.secret-file': ({ path }: { path: string }) =>
    `Cannot use the secret in ${path}: it must be one word of 16 to 200 letters, digits and signs`,
  'config.tls-pair': 'Cannot read the configuration: EASEL_TLS_CERT and EASEL_TLS_KEY go together',
  'config.problem': ({ name, rule, given }: { name: string; rule: Message; given: string }, { say }) =>
    `${name} ${say(rule)}, given ${given}`,
} as const satisfies Sentences;
