import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, der, objectId, TAG, utcTime } from '#bot/provenance/der.ts';

/** A key that signs, and the certificates that say whose it is, its own first. */
export interface SigningKey {
  /** Of the curve P-256: signatures are ES256. */
  readonly key: KeyObject;
  /** DER of X.509. */
  readonly certificates: readonly Uint8Array[];
}

const ECDSA_SHA256 = der(TAG.sequence, objectId('1.2.840.10045.4.3.2'));

/** Years that what we make ourselves holds. */
const YEARS = 10;

/**
 * A key for this installation. Its certificate is of the profile that C2PA asks for (2.1, 14.5.1): of an authority,
 * which is made for this alone and whose key is forgotten, with the use `emailProtection`.
 */
export function makeSigningKey(now: Date): SigningKey {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = { name: 'Easel, this installation', ...authority };
  const made = { issuer, now };
  const root = certificate({ subject: { name: issuer.name, ...authority }, isAuthority: true, ...made });
  const leaf = certificate({ subject: { name: 'Easel', ...own }, isAuthority: false, ...made });
  return { key: own.privateKey, certificates: [leaf, root] };
}

interface Party {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

interface CertificateWish {
  readonly subject: Party;
  readonly issuer: Party;
  readonly isAuthority: boolean;
  readonly now: Date;
}

function certificate(wish: CertificateWish): Buffer {
  const { subject, issuer, now } = wish;
  const until = new Date(now);
  until.setUTCFullYear(now.getUTCFullYear() + YEARS);
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40; // above 0, and no leading zero
  const said = der(
    TAG.sequence,
    der(0xa0, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, serial),
    ECDSA_SHA256,
    nameOf(issuer.name),
    der(TAG.sequence, utcTime(new Date(now.getTime() - DAY_MS)), utcTime(until)),
    nameOf(subject.name),
    publicKeyOf(subject),
    der(0xa3, der(TAG.sequence, ...extensionsOf(wish))),
  );
  return der(TAG.sequence, said, ECDSA_SHA256, bits(sign('sha256', said, issuer.privateKey)));
}

/** Clocks of those who look differ. */
const DAY_MS = 86_400_000;

function extensionsOf({ subject, issuer, isAuthority }: CertificateWish): Buffer[] {
  const uses = isAuthority ? Buffer.from([1, 0x06]) : Buffer.from([7, 0x80]); // signs certificates and lists; or: signs
  const own = [
    extension('2.5.29.19', der(TAG.sequence, ...(isAuthority ? [der(TAG.boolean, Buffer.from([0xff]))] : [])), true),
    extension('2.5.29.15', der(TAG.bits, uses), true),
    extension('2.5.29.14', der(TAG.bytes, keyName(subject)), false),
    extension('2.5.29.35', der(TAG.sequence, der(0x80, keyName(issuer))), false),
  ];
  return isAuthority ? own : [...own, extension('2.5.29.37', der(TAG.sequence, objectId('1.3.6.1.5.5.7.3.4')), false)];
}

function extension(id: string, value: Buffer, isCritical: boolean): Buffer {
  const critical = isCritical ? [der(TAG.boolean, Buffer.from([0xff]))] : [];
  return der(TAG.sequence, objectId(id), ...critical, der(TAG.bytes, value));
}

function nameOf(name: string): Buffer {
  const part = (id: string, text: string) =>
    der(TAG.set, der(TAG.sequence, objectId(id), der(TAG.utf8, Buffer.from(text))));
  return der(TAG.sequence, part('2.5.4.10', 'Easel'), part('2.5.4.3', name));
}

function publicKeyOf({ publicKey }: Party): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

function keyName(party: Party): Buffer {
  return createHash('sha1').update(publicKeyOf(party)).digest();
}
