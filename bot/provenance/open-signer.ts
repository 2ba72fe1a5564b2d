import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PictureSigner } from '#bot/ports/picture-signer.ts';
import { digitalSourceIn } from '#bot/provenance/digital-source.ts';
import { type Ingredients, ingredientsFrom, ingredientsLike } from '#bot/provenance/ingredients.ts';
import { makeSigningKey, type SigningKey } from '#bot/provenance/own-certificate.ts';
import { signPicture } from '#bot/provenance/sign-picture.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** What signs here; with the operator's files, or a key of its own that it makes once and keeps in the data folder. */
export function openSigner({
  files,
  dataFolder,
  clock,
}: {
  /** PEM: a key of the curve P-256, and its certificates, its own first. */
  readonly files: { readonly key: string; readonly certificates: string } | null;
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'now'>;
}): PictureSigner {
  const own = join(dataFolder, 'c2pa-key.pem');
  if (!files && !existsSync(own)) keepKey(makeSigningKey(new Date(clock.now())), own);
  const key = readKey(files ?? { key: own, certificates: own });
  const signWith = (file: Uint8Array, ingredients: Ingredients) => {
    const digitalSource = digitalSourceIn(file);
    return digitalSource === null
      ? file
      : signPicture(file, { digitalSource, at: new Date(clock.now()), key, ingredients });
  };
  return {
    sign: (file, given = []) => signWith(file, ingredientsFrom(given)),
    signCopy: (file, signed) => signWith(file, ingredientsLike(signed)),
  };
}

/** In one file, and not where another process was first: a key and another one's certificates sign nothing. */
function keepKey({ key, certificates }: SigningKey, file: string) {
  const pems = certificates.map((one) => new X509Certificate(one).toString());
  const text = [key.export({ type: 'pkcs8', format: 'pem' }), ...pems].join('');
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  }
}

/** Throws `invalid` with what is wrong with the operator's files. */
function readKey(files: { readonly key: string; readonly certificates: string }): SigningKey {
  try {
    const key = createPrivateKey(readFileSync(files.key));
    const pems =
      readFileSync(files.certificates, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ??
      [];
    const [first, ...others] = pems.map((pem) => new X509Certificate(pem));
    if (first?.checkPrivateKey(key) && key.asymmetricKeyDetails?.namedCurve === 'prime256v1')
      return { key, certificates: [first, ...others].map(({ raw }) => raw) };
  } catch (cause) {
    throw failure('invalid', 'provenance.key-files', { ...files }, { cause });
  }
  throw failure('invalid', 'provenance.key-files', { ...files });
}
