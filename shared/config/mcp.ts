import { z } from 'zod';
import { type Environment, parseEnvironment } from '#shared/config/renderer.ts';
import { rule } from '#shared/text/rule.ts';

const schema = z.object({
  EASEL_API_URL: z.url({ protocol: /^https?$/, error: rule('rule.link') }).default('http://127.0.0.1:8430'),
  EASEL_KEY: z.string(rule('rule.key')).trim(),
});

/** Reads where the bot's doors are and the key to them; throws one Failure that lists every problem. */
export function readMcpConfig(env: Environment): { readonly address: string; readonly key: string } {
  const { EASEL_API_URL: address, EASEL_KEY: key } = parseEnvironment(schema, env);
  return { address, key };
}
