import { invalid, knownFields, wholeNumber } from '../core/options.ts';
import { type Signer, type SigningKey, signingKey } from '../crypto/signer.ts';

/** How our metadata is published. */
export interface PublicationOptions {
  /**
   * How long a copy of it may be used, 5 minutes to a year; for metadata that is fetched again and again. Absent, it has no end, as
   * suits metadata that is handed over once.
   */
  readonly validForSeconds?: number;
  /**
   * After how long whoever has a copy shall look again: a day by default, since metadata must say this or its end (SAMLMeta 2.3.2), and
   * never longer than it is valid.
   */
  readonly cacheForSeconds?: number;
  /**
   * What signs it; `false` for nothing. Default: the key that signs our requests. A signature tells who published the metadata only to
   * somebody who knows the key from elsewhere, never from this metadata (SAML2int SDP-MD02).
   */
  readonly signer?: Signer | false;
}

/** How our metadata is published, as parsed; `signer` is absent where the key that signs our requests is meant. */
export interface Publication {
  readonly validForSeconds?: number;
  readonly cacheForSeconds: number;
  readonly signer?: SigningKey | false;
}

/** Reads how our metadata is published. @throws SsoError `config.invalid` with the field */
export function publication(options: PublicationOptions = {}): Publication {
  const { validForSeconds, cacheForSeconds, signer } = knownFields(
    options,
    ['validForSeconds', 'cacheForSeconds', 'signer'],
    'publication.',
  );
  const valid = wholeNumber('publication.validForSeconds', validForSeconds, { initial: year, least: 300, most: year });
  const cached = wholeNumber('publication.cacheForSeconds', cacheForSeconds, { initial: Math.min(day, valid), least: 1, most: year });
  if (cached > valid) throw invalid('publication.cacheForSeconds', 'must not be longer than the metadata is valid');
  return Object.freeze({
    ...(validForSeconds === undefined ? {} : { validForSeconds }),
    cacheForSeconds: cached,
    ...(signer === undefined ? {} : { signer: signer === false ? false : signingKey(signer, 'publication.signer') }),
  });
}

const day = 86_400;
const year = 31_536_000;
