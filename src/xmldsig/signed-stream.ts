import { SsoError } from '../core/errors.ts';
import type { Finding } from '../core/rules.ts';
import { sameOctets } from '../crypto/algorithms.ts';
import { type RunningDigest, runningDigest } from '../crypto/running-digest.ts';
import { canonicalize } from '../xml/canonical.ts';
import { CanonicalWriter } from '../xml/canonical-writer.ts';
import { type Event, isTag, Recorder } from '../xml/document.ts';
import type { Events, Tag } from '../xml/events.ts';
import type { Limits } from '../xml/limits.ts';
import type { Scope } from '../xml/namespaces.ts';
import { dsig, profileOf, type SignatureProfile, signatureOf } from './profile.ts';
import { digestAlgorithm, signingKeyOf, type Trust } from './trust.ts';

/** Hears of what a signature covers, in document order and just as it is digested; without the signature, and without comments. */
export interface Covered {
  /** Hears of the root when it is met, before anything was verified, so that it can be refused for what it is. */
  root(tag: Tag): void;
  /** @param written - gives `octets` what comes before the tag */
  start(tag: Tag, written: Writing): void;
  /** Asked before each text: most of it nobody needs. */
  readonly wantsText: boolean;
  text(piece: string): void;
  /** @param written - gives `octets` what is written so far, the end among it */
  end(written: Writing): void;
  /** What comes next of the canonical form. @returns its UTF-8 octets, which are then digested */
  octets(canonical: string): Uint8Array;
}

/** Has all of the canonical form digested that is written so far; returns the declarations that were shown around what comes next. */
export type Writing = () => Scope | undefined;

/**
 * Verifies the signature of the root of a document while that is read, without keeping any of it: the signature must be the first that the
 * root holds, as the schema of metadata has it. The profile and the refusals are those of `verifyElement`.
 *
 * What `covered` has heard counts for nothing before `verified` has returned.
 */
export class SignedStream implements Events {
  readonly #trust: Trust;
  readonly #limits: Limits;
  readonly #covered: Covered;
  readonly #findings: Finding[];
  #text = '';
  #depth = 0;
  /** The ID of the root, by which the signature may refer to it. */
  #id: string | undefined;
  /** What was read as far as the end of the signature. */
  #head: Recorder | undefined = new Recorder();
  #signed: Signed | undefined;
  /** What was read last, if that is still to be written: it ends where the next begins. */
  #last: Event;
  #lastStart = nowhere;

  /** @param findings - takes what was pardoned */
  constructor(trust: Trust, limits: Limits, covered: Covered, findings: Finding[]) {
    this.#trust = trust;
    this.#limits = limits;
    this.#covered = covered;
    this.#findings = findings;
  }

  /** Turns to the text that the events to come are read in. @throws SsoError `signature.profile` where the signature goes on in it */
  turn(text: string): void {
    if (this.#text !== '' && this.#head !== undefined) throw refusal('its signature does not end near its beginning');
    this.#writeLast(this.#text.length);
    if (this.#signed !== undefined) {
      // Also where nobody has asked for it: outside of what is kept, all would else be there at the end.
      this.#written();
      this.#signed.writer.turn(text);
    }
    this.#text = text;
  }

  /** The fingerprint of the key that has signed all that was read. @throws SsoError `signature.missing`, `signature.digest` */
  verified(): string {
    this.#writeLast(this.#text.length);
    if (this.#signed === undefined) throw missing();
    this.#written();
    const { running, profile, key } = this.#signed;
    if (!sameOctets(running.end(), profile.digestValue)) throw new SsoError('signature.digest', { element: this.#signed.element, key });
    return key;
  }

  start(tag: Tag, at: number): void {
    this.#depth += 1;
    for (const { qualifiedName, value } of tag.attributes) if (qualifiedName === 'ID') this.#borne(value);
    if (this.#depth === 1) this.#covered.root(tag);
    if (this.#depth === 2) this.#child(tag);
    if (this.#head === undefined) this.#event(tag, at);
    else this.#head.start(tag, at);
  }

  text(piece: string, at: number): void {
    if (this.#head === undefined) this.#event(piece, at);
    else this.#head.text(piece, at);
  }

  verbatim(start: number): void {
    if (this.#head === undefined) this.#event(undefined, start);
    else this.#head.verbatim(start);
  }

  comment(comment: string, at: number): void {
    if (this.#head === undefined) this.#event({ comment }, at);
    else this.#head.comment(comment, at);
  }

  end(at: number): void {
    this.#depth -= 1;
    this.#head?.end(at);
    if (this.#head === undefined) this.#event(0, at);
    else if (this.#depth === 1) this.#begin(this.#head);
    else if (this.#depth === 0) throw missing();
  }

  /** Of the children of the root the first must be the signature, and no other may be one. */
  #child({ namespace, name }: Tag): void {
    const isSignature = namespace === dsig && name === 'Signature';
    if (this.#head !== undefined && !isSignature) throw missing();
    if (this.#head === undefined && isSignature) throw refusal('carries several signatures');
  }

  /** Nothing else may bear the ID of the root. To remember all the others would take more room than what they stand in. */
  #borne(id: string): void {
    if (this.#depth === 1) this.#id = id;
    else if (id === this.#id) throw refusal('an ID occurs twice in the document');
  }

  /** Checks the signature, and begins with what it covers. */
  #begin(head: Recorder): void {
    this.#head = undefined;
    const document = head.document(this.#text, this.#limits);
    const { root, events, places } = document;
    const signature = signatureOf(root);
    if (signature === undefined) throw missing();
    const profile = profileOf(document, root, signature);
    const running = runningDigest(digestAlgorithm(profile.digestAlgorithm, this.#trust, this.#findings));
    const { form, prefixes } = profile.signedInfoForm;
    const octets = canonicalize(document, { element: profile.signedInfo, prefixes }, form);
    const { signatureAlgorithm: algorithm, signatureValue: value } = profile;
    const { fingerprint: key } = signingKeyOf({ element: root.name, octets, algorithm, value }, this.#trust, this.#findings);
    const writer = new CanonicalWriter(profile.form.form, profile.form.prefixes, [], this.#limits);
    writer.turn(this.#text);
    this.#signed = { element: root.name, profile, key, running, writer, isOver: false };
    for (let at = root.start; at < signature.start; at += 1)
      // Sound: the signature follows, and with it a place.
      this.#write(this.#signed, events[at], places[at] as number, places[at + 1] as number);
  }

  #event(event: Event, start: number): void {
    this.#writeLast(start);
    this.#last = event;
    this.#lastStart = start;
  }

  #writeLast(end: number): void {
    const start = this.#lastStart;
    this.#lastStart = nowhere;
    if (start !== nowhere && this.#signed !== undefined && !this.#signed.isOver) this.#write(this.#signed, this.#last, start, end);
  }

  #write(signed: Signed, event: Event, start: number, end: number): void {
    if (typeof event === 'object' && isTag(event)) this.#covered.start(event, this.#written);
    signed.isOver = signed.writer.write(event, start, end);
    if (typeof event === 'number') this.#covered.end(this.#written);
    else if (this.#covered.wantsText && typeof event !== 'object') this.#covered.text(event ?? this.#text.slice(start, end));
  }

  readonly #written: Writing = () => {
    // Sound: it is handed out only once there is something signed.
    const signed = this.#signed as Signed;
    signed.running.add(this.#covered.octets(signed.writer.taken()));
    return signed.writer.scope;
  };
}

/** A signature that was found to be good over SignedInfo, and what it covers so far. */
interface Signed {
  readonly element: string;
  readonly profile: SignatureProfile;
  readonly key: string;
  readonly running: RunningDigest;
  readonly writer: CanonicalWriter;
  isOver: boolean;
}

function missing(): SsoError {
  return new SsoError('signature.missing', { wanted: 'metadata', found: 'none' });
}

function refusal(problem: string): SsoError {
  return new SsoError('signature.profile', { element: 'EntitiesDescriptor', problem });
}

const nowhere = -1;
