import { readFile, stat } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { CATALOGS, FILES, LATER } from '#bot/studio/server/page-list.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import type { Language } from '#bot/text/locale.ts';
import { failure } from '#bot/text/say.ts';

/** The project's folder, which the files below are relative to. */
const ROOT = new URL('../../../', import.meta.url);

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
  webp: 'image/webp',
};

/** A file as a browser gets it, made from the version on disk at `mtimeMs`. */
interface Served {
  readonly mtimeMs: number;
  /** Text as it is served, or the bytes of a font or picture. */
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/** By path; the same for every studio of this process. */
const served = new Map<string, Served>();

/**
 * The page: its own files and the prompt language as the bot runs it, TypeScript with the types taken out. The page
 * asks for all other files under the name of their version (`/@l2k9/bot/…`), so that a browser asks once as long as
 * nothing changes.
 */
export function pageFiles(): Hono {
  const app = new Hono();
  app.get('*', async (c) => {
    const [, version = null, address] = VERSIONED.exec(c.req.path)!;
    const path = FILES.get(address!);
    if (path === undefined) throw failure('not-found', 'studio.no-file', { path: c.req.path });
    const [file, newest] = await Promise.all([serve(path), versionNow()]);
    const isZipped = typeof file.content === 'string' && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
    const etag = `"${file.mtimeMs.toString(36)}${newest}${isZipped ? 'z' : ''}"`;
    c.header('content-type', TYPES[path.slice(path.lastIndexOf('.') + 1)]!);
    c.header('cache-control', version === newest ? 'private, max-age=31536000, immutable' : 'no-cache');
    c.header('etag', etag);
    if (address === '/') c.header('link', preloads(newest, readerOf(c).language));
    if (c.req.header('if-none-match') === etag) return c.body(null, 304);
    if (typeof file.content !== 'string') return c.body(file.content);
    const text = file.content.replaceAll(PLACE, `/@${newest}/`);
    c.header('vary', 'accept-encoding');
    if (!isZipped) return c.body(text);
    c.header('content-encoding', 'gzip');
    return c.body(zip(path, etag, text));
  });
  return app;
}

/** Texts as they go to whoever takes them so: a third of their length. By path, of the version that the tag names. */
const zipped = new Map<string, { readonly etag: string; readonly bytes: Uint8Array<ArrayBuffer> }>();

function zip(path: string, etag: string, text: string): Uint8Array<ArrayBuffer> {
  const known = zipped.get(path);
  if (known?.etag === etag) return known.bytes;
  const bytes = new Uint8Array(gzipSync(text));
  zipped.set(path, { etag, bytes });
  return bytes;
}

const VERSIONED = /^(?:\/@([0-9a-z]+))?(\/.*)$/;

/** Stands in served texts where the version goes. */
const PLACE = '/@/';

/** Changes whenever one of the files does. */
async function versionNow(): Promise<string> {
  const times = await Promise.all([...FILES.values()].map(async (path) => (await stat(new URL(path, ROOT))).mtimeMs));
  return Math.floor(Math.max(...times) * 1000 + times.length).toString(36);
}

/** A browser asks at once for all modules that it begins with, and does not find them one import after the other. */
function preloads(version: string, language: Language): string {
  const left = new Map([...Object.values(CATALOGS).flat(), ...LATER]);
  for (const [address] of CATALOGS[language]) left.delete(address);
  const modules = [...FILES.keys()].filter((address) => address.endsWith('.ts') && !left.has(address));
  return modules.map((address) => `</@${version}${address}>; rel=modulepreload`).join(', ');
}

/** Reads a file again only when it has changed. */
async function serve(path: string): Promise<Served> {
  const { mtimeMs } = await stat(new URL(path, ROOT));
  const known = served.get(path);
  if (known?.mtimeMs === mtimeMs) return known;
  const made = { mtimeMs, content: contentOf(path, await readFile(new URL(path, ROOT))) };
  served.set(path, made);
  return made;
}

function contentOf(path: string, bytes: Uint8Array<ArrayBuffer>): Served['content'] {
  if (/\.(woff2|webp)$/.test(path)) return bytes;
  const source = new TextDecoder().decode(bytes);
  return path.endsWith('.ts') ? forBrowser(source, path) : withPlaces(source);
}

/** Types out; `#bot/…` becomes the address that serves it, as seen from the module itself. */
function forBrowser(source: string, path: string): string {
  return withoutComments(withoutTypes(source))
    .replace(/\bimport \{([^}]*)\} from /g, (_all, names: string) => `import{${namesOnly(names)}}from `)
    .replace(
      /(from\s+|import\s*\(?\s*)'#([^']+)'/g,
      (_all, before: string, target: string) => `${before}'${addressFrom(path, target)}'`,
    );
}

/** Where types stood among the imported names, blanks and a comma are left. */
function namesOnly(names: string): string {
  const each = names.split(',').map((name) => name.trim());
  return each.filter((name) => name !== '').join(',');
}

function addressFrom(path: string, target: string): string {
  const address = posix.relative(posix.dirname(path), target);
  return address.startsWith('.') ? address : `./${address}`;
}

/**
 * Node puts a blank for each letter of a type: those go too, and blanks between such letters. Line breaks stay, since a
 * statement may end at one.
 */
function withoutTypes(source: string): string {
  const stripped = stripTypeScriptTypes(source);
  if (stripped.length !== source.length) return stripped;
  const isOfType = (at: number) => stripped[at] !== source[at] && stripped[at]?.trim() === '';
  const kept = (at: number) => !isOfType(at) && !(source[at] === ' ' && isOfType(at - 1) && isOfType(at + 1));
  return Array.from({ length: source.length }, (_, at) => (kept(at) ? stripped[at] : '')).join('');
}

/**
 * Lines that only explain, what explains at the end of others, indentation, blanks around arrows, empty lines, and line
 * breaks where no statement can end are more than a quarter of what a browser would load. A file with a text of several
 * lines between backticks stays as it is.
 */
function withoutComments(code: string): string {
  if (code.split('\n').some((line) => (line.match(/`/g) ?? []).length % 2 === 1)) return code;
  return code
    .replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*$/gm, '')
    .replace(/^[ \t]*\/\/.*$/gm, '')
    .replace(/(?<=[;,{)([]) \/\/ [^'"`\n]*$/gm, '') // no quote behind it: it stands in no text
    .replace(/^[ \t]+|[ \t]+$/gm, '')
    .replace(/^[^'"`/\n]*$/gm, (line) => line.replaceAll(' => ', '=>')) // in no text, since none is in the line
    .replace(/\n{2,}/g, '\n')
    .replace(/^(?!.*\/\/)(.*[,;([{])\n/gm, '$1'); // a line with a comment ends where it ends
}

function withPlaces(source: string): string {
  return source.replace(/((?:href|src)=")\/(?=bot\/)/g, `$1${PLACE}`);
}
