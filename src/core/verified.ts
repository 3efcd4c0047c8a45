/** By whom something was signed: our local id of the provider, the SHA-256 fingerprint of the key, and the name of what it covers. */
export interface Provenance {
  /** Our local id of the provider whose key it was. */
  readonly provider: string;
  /** The fingerprint of that key: SHA-256 over its SubjectPublicKeyInfo, lower-case hexadecimal. */
  readonly key: string;
  /** The local name of the element that was signed, such as `Assertion`. */
  readonly signed: string;
}

/**
 * Boxes what a signature check has just returned. Only the files that check a signature may import this; `test/layers.test.ts` lists them.
 *
 * @internal
 */
export let seal: <T>(value: T, provenance: Provenance) => Verified<T>;

/**
 * A value that a trusted key signed, and only that. It cannot be made outside this package: a look-alike, a spread copy or an
 * unverified value does not compile where one is wanted. Says nothing about time, audience or replay: rules judge those.
 */
export class Verified<T> implements Provenance {
  readonly #sealed = true;
  /** What was signed, read again from the very octets that the signature covers. */
  readonly value: T;
  readonly provider: string;
  readonly key: string;
  readonly signed: string;

  static {
    seal = (value, provenance) => new Verified(value, provenance);
  }

  private constructor(value: T, { provider, key, signed }: Provenance) {
    this.value = value;
    this.provider = provider;
    this.key = key;
    this.signed = signed;
  }

  /** True for a value that was sealed here, false for a copy of its fields. */
  static is(candidate: object): boolean {
    return #sealed in candidate && candidate.#sealed;
  }
}

/**
 * Reads a verified value into another that holds nothing but what was in it, and keeps its provenance. The reader sees the signed
 * value alone, so what it returns is as signed as what it was given; `test/layers.test.ts` lists who may call this.
 *
 * @internal
 */
export function readVerified<T, U>(box: Verified<T>, reader: (value: T) => U): Verified<U> {
  return seal(reader(box.value), box);
}
