import { z } from 'zod';
import { type Environment, HUB, parseEnvironment } from '#shared/config/renderer.ts';
import { rule } from '#shared/text/rule.ts';

/** How the Hugging Face hub is reached by the command that pulls models. */
export interface HubConfig {
  /** http or https, without a slash at the end. */
  readonly endpoint: string;
  /** Null = as anybody. Sent to the endpoint's own host only. */
  readonly token: string | null;
}

const schema = z.object({
  HF_ENDPOINT: z.url({ protocol: /^https?$/, error: rule('rule.link') }).default(HUB),
  HF_TOKEN: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]+$/, rule('rule.one-word'))
    .optional(),
});

/** Reads HF_ENDPOINT and HF_TOKEN. A wrong token is never part of the sentence. */
export function readHubConfig(env: Environment): HubConfig {
  const token = schema.shape.HF_TOKEN.safeParse(env.HF_TOKEN?.trim() || undefined);
  const hidden = token.success ? env : { ...env, HF_TOKEN: 'not one word' };
  const read = parseEnvironment(schema, hidden);
  return Object.freeze({ endpoint: read.HF_ENDPOINT.replace(/\/+$/, ''), token: read.HF_TOKEN ?? null });
}
