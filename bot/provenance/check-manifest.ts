import { createHash } from 'node:crypto';
import type { FoundManifest } from '#bot/ports/picture-marks.ts';
import { readCbor } from '#bot/provenance/cbor.ts';
import { coseVerify } from '#bot/provenance/cose.ts';
import { childOf, dataOf, type Jumbf, manifestsIn, readJumbf } from '#bot/provenance/jumbf.ts';
import { manifestIn } from '#bot/provenance/manifest-place.ts';

const NOTHING: FoundManifest = {
  ...{ state: 'broken', signer: null, certificate: null, program: null, digitalSource: null, when: null },
  ingredients: [],
};

/** Looks for a manifest of C2PA in a PNG, JPEG or WebP and checks it; null where there is none. Never throws. */
export function checkManifest(file: Uint8Array): FoundManifest | null {
  const found = manifestIn(file);
  if (!found) return null;
  const manifest = manifestsIn(readJumbf(found.store)).at(-1) ?? null;
  const claimBox = childOf(manifest, 'c2pa.claim.v2') ?? childOf(manifest, 'c2pa.claim');
  const [claimBytes, signature] = [dataOf(claimBox), dataOf(childOf(manifest, 'c2pa.signature'))];
  const claim = claimBytes && record(readCbor(claimBytes));
  if (!manifest || !claim || !claimBytes || !signature) return NOTHING;
  const signed = coseVerify(signature, claimBytes);
  const assertions = childOf(manifest, 'c2pa.assertions');
  const isWhole = signed?.isValid === true && referencesOf(claim).every((one) => isIn(assertions, one, claim));
  const isSame = isFileSame(file, dataOf(childOf(assertions, 'c2pa.hash.data')), claim);
  return {
    state: isWhole ? (isSame ? 'valid' : 'changed') : 'broken',
    signer: signed && nameIn(signed.certificate.subject),
    certificate: signed && createHash('sha256').update(signed.certificate.raw).digest('hex'),
    program: programOf(claim),
    ...createdBy(assertions),
    ingredients: ingredientsIn(assertions),
  };
}

type Values = Readonly<Record<string, unknown>>;

function record(value: unknown): Values | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Values) : null;
}

function records(value: unknown): readonly Values[] {
  return Array.isArray(value) ? value.map(record).filter((each) => each !== null) : [];
}

/** Claims of version 1 have all assertions in one list. */
function referencesOf(claim: Values): readonly Values[] {
  return ['created_assertions', 'gathered_assertions', 'assertions'].flatMap((name) => records(claim[name]));
}

function isIn(assertions: Jumbf | null, { url, hash, alg }: Values, claim: Values): boolean {
  const label = String(url).split('/').at(-1) ?? '';
  const { bytes } = childOf(assertions, label) ?? {};
  const found = bytes && hashOf([bytes], alg ?? claim.alg);
  return hash instanceof Uint8Array && found !== undefined && found !== null && found.equals(hash);
}

/** Whether all bytes but those left out have the hash that was signed. Files are hashed whole, as pictures are. */
function isFileSame(file: Uint8Array, assertion: Uint8Array | null, claim: Values): boolean {
  const said = assertion && record(readCbor(assertion));
  if (!(said?.hash instanceof Uint8Array)) return false;
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { start, length } of records(said.exclusions)) {
    if (typeof start !== 'number' || typeof length !== 'number' || start < from || length < 0) return false;
    parts.push(file.subarray(from, start));
    from = start + length;
  }
  parts.push(file.subarray(from));
  return hashOf(parts, said.alg ?? claim.alg)?.equals(said.hash) ?? false;
}

const HASHES = ['sha256', 'sha384', 'sha512'];

function hashOf(parts: readonly Uint8Array[], algorithm: unknown): Buffer | null {
  const name = String(algorithm ?? 'sha256');
  if (!HASHES.includes(name)) return null;
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function nameIn(subject: string): string | null {
  const field = (name: string) => subject.split('\n').find((line) => line.startsWith(`${name}=`));
  return (field('O') ?? field('CN'))?.replace(/^\w+=/, '') ?? null;
}

function programOf(claim: Values): string | null {
  const said = claim.claim_generator_info;
  const { name, version } = (Array.isArray(said) ? record(said[0]) : record(said)) ?? {};
  if (typeof name !== 'string') return typeof claim.claim_generator === 'string' ? claim.claim_generator : null;
  return typeof version === 'string' ? `${name} ${version}` : name;
}

/** Each by what made it, or its title. */
function ingredientsIn(assertions: Jumbf | null): readonly string[] {
  const all = assertions && !('data' in assertions.content) ? assertions.content : [];
  const said = all.filter(({ label }) => label.startsWith('c2pa.ingredient')).map(dataOf);
  return said.flatMap((bytes) => {
    const { 'dc:title': title } = (bytes && record(readCbor(bytes))) ?? {};
    return typeof title === 'string' ? title : [];
  });
}

/** Of the first action that says what the picture is made of. */
function createdBy(assertions: Jumbf | null): Pick<FoundManifest, 'digitalSource' | 'when'> {
  const bytes = dataOf(childOf(assertions, 'c2pa.actions.v2') ?? childOf(assertions, 'c2pa.actions'));
  const actions = records((bytes && record(readCbor(bytes)))?.actions);
  const made = actions.find(({ digitalSourceType }) => typeof digitalSourceType === 'string') ?? actions[0];
  const { digitalSourceType: source, when } = made ?? {};
  return {
    digitalSource: typeof source === 'string' ? (source.split('/').at(-1) ?? null) : null,
    when: typeof when === 'string' ? when : null,
  };
}
