import { createHash } from 'node:crypto';
import type { FoundManifest, PictureCredit } from '#bot/ports/picture-marks.ts';
import { type CborValue, cborBytes } from '#bot/provenance/cbor.ts';
import { checkManifest } from '#bot/provenance/check-manifest.ts';
import { digitalSourceIn, SOURCES } from '#bot/provenance/digital-source.ts';
import { childOf, type Jumbf, jumbfPayload, manifestsIn, readJumbf } from '#bot/provenance/jumbf.ts';
import { givenMarks } from '#bot/provenance/kept-marks.ts';
import { manifestIn } from '#bot/provenance/manifest-place.ts';

/** What a picture was drawn from, as its manifest says it (C2PA 2.1, 10.3 and 18.17). */
export interface Ingredients {
  /** One assertion for each picture that said something of itself. */
  readonly assertions: readonly Jumbf[];
  /** Their own manifests and those of what they came from, as they are. */
  readonly manifests: readonly Jumbf[];
}

/** Of a picture that was drawn from words alone, or from pictures that say nothing of themselves. */
export const NO_INGREDIENTS: Ingredients = { assertions: [], manifests: [] };

/** Of one task; no task takes more. */
const GIVEN_MAX = 16;

/** What pictures are, whose files were given to a task; those that say nothing are left out. */
export function ingredientsFrom(given: readonly Uint8Array[]): Ingredients {
  const found = given.slice(0, GIVEN_MAX).flatMap((file) => readGiven(file) ?? []);
  const manifests = new Map(found.flatMap(({ manifests }) => manifests.map((each) => [each.label, each] as const)));
  return {
    assertions: found.map((each, at) => assertionOf(each, at)),
    manifests: [...manifests.values()],
  };
}

/** The same that another file says which shows the same picture. */
export function ingredientsLike(signed: Uint8Array): Ingredients {
  const all = manifestsOf(manifestIn(signed)?.store ?? null);
  const assertions = childOf(all.at(-1), 'c2pa.assertions')?.content ?? [];
  const isIngredient = ({ label }: Jumbf) => label.startsWith(LABEL);
  return { assertions: 'data' in assertions ? [] : assertions.filter(isIngredient), manifests: all.slice(0, -1) };
}

interface Given {
  readonly manifest: FoundManifest | null;
  readonly digitalSource: string | null;
  readonly credit: PictureCredit | null;
  /** The last one is the picture's own. */
  readonly manifests: readonly Jumbf[];
}

function readGiven(file: Uint8Array): Given | null {
  const kept = givenMarks(file);
  const found = kept
    ? { ...kept.said, store: kept.store }
    : {
        manifest: checkManifest(file),
        digitalSource: digitalSourceIn(file),
        credit: null,
        store: manifestIn(file)?.store ?? null,
      };
  const { manifest, digitalSource, credit, store } = found;
  if (manifest === null && digitalSource === null && credit === null) return null;
  // What cannot be read again is told and not carried along.
  return { manifest, digitalSource, credit, manifests: manifest?.state === 'broken' ? [] : manifestsOf(store) };
}

function manifestsOf(store: Uint8Array | null): readonly Jumbf[] {
  return store ? manifestsIn(readJumbf(store)) : [];
}

const LABEL = 'c2pa.ingredient.v3';

function assertionOf(given: Given, at: number): Jumbf {
  const { manifest, manifests } = given;
  const own = manifests.at(-1);
  const description = describe(given);
  const value: Record<string, CborValue> = {
    'dc:title': titleOf(given),
    relationship: 'inputTo',
    ...(description !== '' && { description }),
    ...(own && manifest && { activeManifest: reference(own), ...signatureOf(own), ...validationOf(own, manifest) }),
  };
  const label = at === 0 ? LABEL : `${LABEL}__${at}`;
  return { kind: 'cbor', label, content: { type: 'cbor', data: cborBytes(value) } };
}

function titleOf({ manifest, credit }: Given): string {
  const { title = null, creator = null } = credit ?? {};
  if (creator !== null) return `${title ?? 'a picture'} by ${creator}`;
  return title ?? manifest?.program ?? 'a given picture';
}

/** IPTC's name for what it is made of, and what its file says of its author and rights, by the names that XMP has for it. */
function describe({ manifest, digitalSource, credit }: Given): string {
  const source = manifest?.digitalSource ?? digitalSource;
  const named = CREDIT_NAMES.flatMap(([field, name]) => (credit?.[field] ? [`${name}: ${credit[field]}`] : []));
  return [...(source === null ? [] : [`${SOURCES}${source}`]), ...named].join('; ');
}

const CREDIT_NAMES = [
  ['creator', 'dc:creator'],
  ['creditLine', 'photoshop:Credit'],
  ['rights', 'dc:rights'],
  ['terms', 'xmpRights:UsageTerms'],
  ['mining', 'plus:DataMining'],
] as const satisfies readonly (readonly [keyof PictureCredit, string])[];

function reference(box: Jumbf, inside = ''): CborValue {
  const hash = createHash('sha256').update(jumbfPayload(box)).digest();
  return { url: `self#jumbf=/c2pa/${inside}${box.label}`, hash };
}

function signatureOf(own: Jumbf): Record<string, CborValue> {
  const signature = childOf(own, 'c2pa.signature');
  return signature ? { claimSignature: reference(signature, `${own.label}/`) } : {};
}

/** As it was found when the picture came (C2PA 2.1, 15.2). Lists of trust are not asked. */
function validationOf(own: Jumbf, { state }: FoundManifest): Record<string, CborValue> {
  const at = (name: string) => `self#jumbf=/c2pa/${own.label}/${name}`;
  const hash = (code: string) => ({ code: `assertion.dataHash.${code}`, url: at('c2pa.assertions/c2pa.hash.data') });
  const signature = (code: string) => ({ code, url: at('c2pa.signature') });
  const success = [signature('claimSignature.validated'), ...(state === 'valid' ? [hash('match')] : [])];
  const failure = [signature('signingCredential.untrusted'), ...(state === 'changed' ? [hash('mismatch')] : [])];
  return { validationResults: { activeManifest: { success, informational: [], failure } } };
}
