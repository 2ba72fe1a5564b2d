import { randomBytes } from 'node:crypto';
import { DefaultRestOptions, type RESTOptions } from 'discord.js';

/**
 * Sends the files of a message as one piece. Left to undici they are a stream, and where the line is cut in the middle
 * of one its rest is written to a stream that is closed, which nobody can catch and which ends the process.
 */
export const requestInOnePiece: RESTOptions['makeRequest'] = async (url, init) => {
  if (!(init.body instanceof FormData)) return DefaultRestOptions.makeRequest(url, init);
  const boundary = `easel-${randomBytes(16).toString('hex')}`;
  const headers = new Headers(init.headers as HeadersInit);
  headers.set('content-type', `multipart/form-data; boundary=${boundary}`);
  const body = await encoded(init.body, boundary);
  return DefaultRestOptions.makeRequest(url, { ...init, body, headers: Object.fromEntries(headers) });
};

/** As the HTML standard encodes multipart/form-data. */
async function encoded(form: FormData, boundary: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const [name, value] of form) {
    const isFile = typeof value !== 'string';
    const file = isFile ? `; filename="${escaped(value.name)}"\r\nContent-Type: ${value.type}` : '';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"${file}\r\n\r\n`;
    const bytes = isFile ? new Uint8Array(await value.arrayBuffer()) : Buffer.from(value);
    parts.push(Buffer.from(head), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}

function escaped(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
