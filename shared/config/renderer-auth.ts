import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Environment, parseEnvironment } from '#shared/config/renderer.ts';
import { failure } from '#shared/text/failure.ts';
import { rule } from '#shared/text/rule.ts';

/** What shows a renderer who calls, and a bot who answers. Both sides read the same settings. */
export interface RendererAuth {
  /** Sent with every call; null = none is asked for. */
  readonly secret: string | null;
  /** Null = connections are not encrypted. */
  readonly tls: RendererTls | null;
  /** What a server's certificate must be for where it is dialled by another address; that address where left out. */
  readonly serverName?: string;
}

/** PEM. */
export interface RendererTls {
  /** Of this side; a renderer must have them. */
  readonly own: { readonly certificate: Buffer; readonly key: Buffer } | null;
  /** Who vouches for the other side. A renderer that has it lets in only who has a certificate. */
  readonly authority: Buffer | null;
}

/** No secret, no certificates: what a Unix socket of mode 0600 needs. */
export const NO_AUTH: RendererAuth = { secret: null, tls: null };

const SECRET = /^[\x21-\x7e]{16,200}$/;

const schema = z.object({
  EASEL_RENDERER_SECRET: z.string().trim().regex(SECRET, rule('rule.secret')).optional(),
  EASEL_RENDERER_SECRET_FILE: z.string().optional(),
  EASEL_TLS_CERT: z.string().optional(),
  EASEL_TLS_KEY: z.string().optional(),
  EASEL_TLS_CA: z.string().optional(),
});

/** Reads EASEL_RENDERER_SECRET and the files that the other settings name. A wrong secret is in no sentence. */
export function readRendererAuth(env: Environment): RendererAuth {
  const secret = env.EASEL_RENDERER_SECRET?.trim() ?? '';
  const isWrong = secret !== '' && !SECRET.test(secret);
  const read = parseEnvironment(schema, isWrong ? { ...env, EASEL_RENDERER_SECRET: '(hidden)' } : env);
  return Object.freeze({
    secret: read.EASEL_RENDERER_SECRET ?? secretIn(read.EASEL_RENDERER_SECRET_FILE),
    tls: readTls(read),
  });
}

function secretIn(path: string | undefined): string | null {
  if (path === undefined) return null;
  const secret = readNamed('EASEL_RENDERER_SECRET_FILE', path).toString('utf8').trim();
  if (!SECRET.test(secret)) throw failure('invalid', 'config.secret-file', { path });
  return secret;
}

function readTls({ EASEL_TLS_CERT: cert, EASEL_TLS_KEY: key, EASEL_TLS_CA: ca }: z.output<typeof schema>) {
  if ((cert === undefined) !== (key === undefined)) throw failure('invalid', 'config.tls-pair');
  if (cert === undefined && ca === undefined) return null;
  return {
    own:
      cert === undefined || key === undefined
        ? null
        : { certificate: readNamed('EASEL_TLS_CERT', cert), key: readNamed('EASEL_TLS_KEY', key) },
    authority: ca === undefined ? null : readNamed('EASEL_TLS_CA', ca),
  };
}

function readNamed(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw failure('invalid', 'config.no-file', { name, path }, { cause });
  }
}
