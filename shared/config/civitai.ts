import { z } from 'zod';
import type { HubConfig } from '#shared/config/hub.ts';
import { type Environment, parseEnvironment } from '#shared/config/renderer.ts';
import { rule } from '#shared/text/rule.ts';

const schema = z.object({
  CIVITAI_ENDPOINT: z.url({ protocol: /^https?$/, error: rule('rule.link') }).default('https://civitai.com'),
  CIVITAI_TOKEN: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]+$/, rule('rule.one-word'))
    .optional(),
});

/** Reads CIVITAI_ENDPOINT and CIVITAI_TOKEN. A wrong token is never part of the sentence. */
export function readCivitaiConfig(env: Environment): HubConfig {
  const token = schema.shape.CIVITAI_TOKEN.safeParse(env.CIVITAI_TOKEN?.trim() || undefined);
  const hidden = token.success ? env : { ...env, CIVITAI_TOKEN: 'not one word' };
  const read = parseEnvironment(schema, hidden);
  return Object.freeze({ endpoint: read.CIVITAI_ENDPOINT.replace(/\/+$/, ''), token: read.CIVITAI_TOKEN ?? null });
}
