import { createHash, randomUUID } from 'node:crypto';
import { type CborValue, cborBytes } from '#bot/provenance/cbor.ts';
import { coseSign } from '#bot/provenance/cose.ts';
import { SOURCES } from '#bot/provenance/digital-source.ts';
import type { Ingredients } from '#bot/provenance/ingredients.ts';
import { type Data, type Jumbf, jumbfBytes, jumbfPayload } from '#bot/provenance/jumbf.ts';
import type { LeftOut } from '#bot/provenance/manifest-place.ts';
import type { SigningKey } from '#bot/provenance/own-certificate.ts';

/** What a manifest says of a file. */
export interface ManifestWish {
  /** The last part of IPTC's name for what the picture is made of. */
  readonly digitalSource: string;
  readonly at: Date;
  readonly leftOut: LeftOut;
  /** SHA-256 of all other bytes. */
  readonly hash: Uint8Array;
  readonly ingredients: Ingredients;
}

const PROGRAM = { name: 'Easel', version: '0.1.0' };

/**
 * A store with one manifest, signed (C2PA 2.1: claim of version 2, actions of version 2, a hash of the file's data). Its
 * length is even: readers disagree on whether the byte that fills up a chunk of RIFF belongs to what is left out.
 */
export function manifestStore(wish: ManifestWish, key: SigningKey): Uint8Array {
  const store = storeOf(wish, key, PAD_BYTES);
  return store.length % 2 === 0 ? store : storeOf(wish, key, PAD_BYTES + 1);
}

const PAD_BYTES = 8;

function storeOf(wish: ManifestWish, key: SigningKey, padBytes: number): Uint8Array {
  const id = `urn:c2pa:${randomUUID()}`;
  const { ingredients } = wish;
  const used = ingredients.assertions.map(referenceTo);
  const assertions = [
    ...ingredients.assertions,
    assertion('c2pa.actions.v2', {
      actions: [
        {
          action: 'c2pa.created',
          digitalSourceType: `${SOURCES}${wish.digitalSource}`,
          softwareAgent: PROGRAM,
          when: wish.at,
          ...(used.length > 0 && { parameters: { ingredients: used } }),
        },
      ],
    }),
    assertion('c2pa.hash.data', {
      exclusions: [{ ...wish.leftOut }],
      name: 'jumbf manifest',
      alg: 'sha256',
      hash: wish.hash,
      pad: new Uint8Array(padBytes),
    }),
  ];
  const claim = cborBytes({
    instanceID: `xmp:iid:${randomUUID()}`,
    claim_generator_info: PROGRAM,
    signature: `self#jumbf=/c2pa/${id}/c2pa.signature`,
    created_assertions: assertions.map(referenceTo),
    alg: 'sha256',
  });
  const content = [
    { kind: 'c2as', label: 'c2pa.assertions', content: assertions },
    { kind: 'c2cl', label: 'c2pa.claim.v2', content: cborBox(claim) },
    { kind: 'c2cs', label: 'c2pa.signature', content: cborBox(coseSign(claim, key)) },
  ];
  const own = { kind: 'c2ma', label: id, content };
  return jumbfBytes({ kind: 'c2pa', label: 'c2pa', content: [...ingredients.manifests, own] });
}

function assertion(label: string, value: CborValue): Jumbf {
  return { kind: 'cbor', label, content: cborBox(cborBytes(value)) };
}

function cborBox(data: Uint8Array): Data {
  return { type: 'cbor', data };
}

function referenceTo(box: Jumbf): CborValue {
  const hash = createHash('sha256').update(jumbfPayload(box)).digest();
  return { url: `self#jumbf=c2pa.assertions/${box.label}`, hash };
}
