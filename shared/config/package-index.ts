import { z } from 'zod';
import { type Environment, parseEnvironment } from '#shared/config/renderer.ts';
import { rule } from '#shared/text/rule.ts';

/** Where Python packages are published that hold networks. Only the command that pulls models reads it. */
export interface PackageIndexConfig {
  /** Of the simple repository (PEP 503), without a slash at the end and without who asks. */
  readonly url: string;
  /** Value of the header that says who asks; null = anybody. Sent to the index's own host only. */
  readonly authorization: string | null;
}

const INDEX = 'https://pypi.org/simple';

const schema = z.object({
  PIP_INDEX_URL: z.url({ protocol: /^https?$/, error: rule('rule.link') }).default(INDEX),
});

/** Reads PIP_INDEX_URL as pip does: a name and a password may stand in it, which are never part of a sentence. */
export function readPackageIndexConfig(env: Environment): PackageIndexConfig {
  const given = env.PIP_INDEX_URL?.trim() || undefined;
  const isRight = schema.shape.PIP_INDEX_URL.safeParse(given).success;
  const read = parseEnvironment(schema, isRight ? { PIP_INDEX_URL: given } : { PIP_INDEX_URL: 'no address' });
  const url = new URL(read.PIP_INDEX_URL);
  const who = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const authorization = who === ':' ? null : `Basic ${Buffer.from(who).toString('base64')}`;
  url.username = '';
  url.password = '';
  return Object.freeze({ url: url.href.replace(/\/+$/, ''), authorization });
}
