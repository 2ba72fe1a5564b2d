import { sign, verify, X509Certificate } from 'node:crypto';
import { type CborValue, cborBytes, readCbor } from '#bot/provenance/cbor.ts';
import type { SigningKey } from '#bot/provenance/own-certificate.ts';

/** Labels of COSE's headers (RFC 9052, RFC 9360). */
const ALGORITHM = 1;
const CERTIFICATES = 33;

const ES256 = -7;

/** Signs bytes that stand elsewhere: a COSE_Sign1 without them (RFC 9052, 4.2), as C2PA wants it (2.1, 13.2). */
export function coseSign(payload: Uint8Array, { key, certificates }: SigningKey): Uint8Array {
  const headers = new Map<number, CborValue>([
    [ALGORITHM, ES256],
    [CERTIFICATES, certificates.length === 1 ? certificates[0]! : certificates],
  ]);
  const guarded = cborBytes(headers);
  const signature = sign('sha256', whatIsSigned(guarded, payload), { key, dsaEncoding: 'ieee-p1363' });
  const parts = cborBytes([guarded, {}, null, signature]);
  return Buffer.concat([Buffer.from([0xd2]), parts]); // tag 18
}

/** Whose signature it is, and whether it is that of these bytes. Null where nothing can be read. Never throws. */
export function coseVerify(
  signed: Uint8Array,
  payload: Uint8Array,
): { readonly isValid: boolean; readonly certificate: X509Certificate } | null {
  const read = readCbor(signed);
  if (!Array.isArray(read)) return null;
  const [guarded, open, , signature] = read as [unknown, Headers | null, unknown, unknown];
  if (!(guarded instanceof Uint8Array) || !(signature instanceof Uint8Array)) return null;
  const headers = { ...open, ...(readCbor(guarded) as Headers | null) };
  const chain = headers[CERTIFICATES] ?? headers.x5chain;
  const first = Array.isArray(chain) ? chain[0] : chain;
  const way = VERIFIED_BY[String(headers[ALGORITHM])];
  if (!(first instanceof Uint8Array) || !way) return null;
  try {
    const certificate = new X509Certificate(first);
    const key = { key: certificate.publicKey, ...way.options };
    return { isValid: verify(way.hash, whatIsSigned(guarded, payload), key, signature), certificate };
  } catch {
    return null; // no certificate, or a key of another kind
  }
}

type Headers = Readonly<Record<string, unknown>>;

const ECDSA = { dsaEncoding: 'ieee-p1363' } as const;
const PSS = { padding: 6, saltLength: -1 } as const; // RSA_PKCS1_PSS_PADDING, as long as the hash

/** Algorithms that C2PA knows (2.1, 13.2.1), by COSE's numbers. */
const VERIFIED_BY: Readonly<Record<string, { readonly hash: string | null; readonly options: object }>> = {
  '-7': { hash: 'sha256', options: ECDSA },
  '-35': { hash: 'sha384', options: ECDSA },
  '-36': { hash: 'sha512', options: ECDSA },
  '-37': { hash: 'sha256', options: PSS },
  '-38': { hash: 'sha384', options: PSS },
  '-39': { hash: 'sha512', options: PSS },
  '-8': { hash: null, options: {} },
};

function whatIsSigned(guarded: Uint8Array, payload: Uint8Array): Uint8Array {
  return cborBytes(['Signature1', guarded, new Uint8Array(), payload]);
}
