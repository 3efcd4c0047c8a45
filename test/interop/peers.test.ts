import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type AnySsoError, isSsoError } from '../../src/core/errors.ts';
import type { OpeningKey } from '../../src/crypto/decryption-key.ts';
import { finish, finishUnsolicited } from '../../src/saml/finish.ts';
import { type IdentityProvider, identityProviderFrom, keysFrom, type PeerOptions } from '../../src/saml/identity-provider.ts';
import type { Incoming } from '../../src/saml/incoming.ts';
import { identityProvider } from '../../src/saml/metadata.ts';
import type { Pardon } from '../../src/saml/pardons.ts';
import { serviceProvider } from '../../src/saml/service-provider.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { type Element, parseDocument } from '../../src/xml/document.ts';
import { attribute, childElements, onlyText } from '../../src/xml/element.ts';
import { messageLimits, metadataLimits } from '../../src/xml/limits.ts';
import { profileOf, signatureOf } from '../../src/xmldsig/profile.ts';
import { verifyElement } from '../../src/xmldsig/verify.ts';
import { openedResponse } from '../support/opened.ts';
import { classes, decisions, exceptions } from '../support/peer-cases.ts';
import { refusal } from '../support/refusal.ts';
import { at, pendingOf, sharedFixtures } from '../support/shared.ts';

/** One case of another project, as the index tells of it. */
interface Case {
  readonly id: string;
  readonly kind: 'response' | 'assertion' | 'metadata' | 'signature-profile' | 'logout-request';
  readonly file: string;
  readonly encoding: 'xml' | 'base64';
  readonly shows: string;
  readonly expected: 'accept' | 'reject' | 'policy';
  readonly reasonClasses?: readonly string[];
  readonly clock?: string;
  readonly sp?: { readonly entityId: string; readonly acsUrl: string };
  readonly idp?: {
    readonly entityId?: string;
    readonly certs?: readonly string[];
    readonly publicKeys?: readonly string[];
    readonly metadata?: string;
  };
  readonly requestId: string | null;
  readonly decryptionKeys?: readonly string[];
  readonly legacyAlgorithms?: readonly string[];
  readonly idpKeyBits?: readonly number[];
  readonly expectNameId?: string;
  readonly nameIdInSanityRun?: string;
  readonly mustNotYieldNameId?: readonly string[];
  /** The message with its assertion decrypted, in place of the file. */
  readonly opened?: Uint8Array;
}

/** What came of a case: who was read, or the code of the refusal and, for a rejection, the rules that failed. */
type Outcome = { readonly subject: string | undefined } | { readonly refusedBy: readonly string[] };

const peers = sharedFixtures('peers');
// Sound as far as a test goes: the index is the description of these very fields.
const index = peers?.json('index.json') as { readonly cases: readonly Case[] } | undefined;
const cases = (index?.cases ?? []).filter(({ kind }) => kind !== 'logout-request').map((one) => [one.id, one] as const);
const [decided, open] = [cases.filter(([id]) => id in decisions), cases.filter(([id]) => !(id in decisions))];

describe.skipIf(peers === undefined)('test data of other projects', () => {
  it('leaves logout for later, and nothing else unknown', () => {
    const logout = (index?.cases ?? []).filter(({ kind }) => kind === 'logout-request');
    expect(logout.map(({ id }) => id)).toEqual(
      ['', '_encrypted_nameid', '_with_sessionindex'].map((end) => `php-logout_request${end}`).concat('php-no_nameId'),
    );
    expect(cases.filter(([, { expected }]) => expected === 'policy').map(([id]) => id)).toEqual(decided.map(([id]) => id));
  });

  it('has few cases in which a stricter rule of ours decides', () => {
    expect(Object.keys(exceptions).length).toBeLessThanOrEqual(10);
    expect(cases.map(([id]) => id)).toEqual(expect.arrayContaining([...Object.keys(exceptions), ...Object.keys(decisions)]));
  });

  it.for(open)('%s', async ([id, one]) => {
    const outcome = await outcomeOf(one);
    checkSubject(one, outcome);
    const stricter = exceptions[id];
    if (stricter !== undefined) return expect(refusedBy(outcome)).toEqual(stricter.refusedBy);
    if (one.expected === 'accept') return expect(refusedBy(outcome)).toEqual([]);
    // One of the rules that refuse it must be a right one, whatever else is wrong with it.
    const right = (one.reasonClasses ?? []).flatMap((name) => classes[name] ?? [`no class ${name}`]);
    const told = refusedBy(outcome);
    const reasons = told.includes('encryption.failed') ? [...told, ...(await reasonsWithin(one))] : told;
    return expect(reasons.some((reason) => right.includes(reason)) ? 'refused rightly' : `refused by ${reasons}`).toBe('refused rightly');
  });

  it.for(decided)('%s: we decide', async ([id, one]) => {
    const outcome = await outcomeOf(one);
    checkSubject(one, outcome);
    expect(refusedBy(outcome)).toEqual(decisions[id]?.refusedBy);
  });

  // The index has this encrypted answer of Shibboleth only when it is too late.
  it.for(open.filter(([id]) => id === 'crewjam-testshib-hour-later'))('%s: signs in an hour before that', async ([, one]) => {
    expect(await outcomeOf({ ...one, clock: '2015-12-01T01:57:09Z' })).toEqual({ subject: expect.any(String) });
  });

  it.for(open.filter(([id]) => exceptions[id]?.pardon !== undefined))('%s: is accepted where its flaw is pardoned', async ([id, one]) => {
    const outcome = await outcomeOf(
      one,
      [exceptions[id]?.pardon].flatMap((pardon) => pardon ?? []),
    );
    checkSubject(one, outcome);
    expect(refusedBy(outcome)).toEqual([]);
  });
});

describe.skipIf(peers === undefined)('metadata of other projects', () => {
  it.for([
    ['sustainsys/SkolfederationMetadata.xml', '2014-10-11T00:00:00Z', 27],
    ['sustainsys/SambiMetadata.xml', '2014-11-06T00:00:00Z', 8],
  ] as const)('%s: every identity provider in it loads, while it is valid', ([file, instant, providers]) => {
    const entities = childElements(parseDocument(bytesOf(file), metadataLimits).root).filter(({ name }) => name === 'EntityDescriptor');
    const outcomes = entities.map((entity) => {
      const entityId = attribute(entity, 'entityID') ?? '';
      return refusal(() => identityProvider(bytesOf(file), { entityId }, at(instant)));
    });
    expect(outcomes.filter((one) => one === 'accepted').length).toBe(providers);
    expect(outcomes.filter((one) => one !== 'accepted' && one !== 'metadata.role')).toEqual([]);
  });

  it('is verified before its role is looked at', () => {
    const trust = [peers?.text('gosaml2/oam_cert.pem') ?? ''];
    const pardons = ['signature.sha1', 'key.rsa-1024'] as const;
    expect(refusal(() => identityProvider(bytesOf('opensaml/openid-metadata.xml'), { trust, pardons }))).toBe('signature.value');
  });
});

function checkSubject({ expectNameId, nameIdInSanityRun, mustNotYieldNameId = [] }: Case, outcome: Outcome): void {
  if (!('subject' in outcome)) return;
  expect(mustNotYieldNameId).not.toContain(outcome.subject);
  const known = expectNameId ?? nameIdInSanityRun;
  if (known !== undefined) expect(outcome.subject).toBe(known);
}

function refusedBy(outcome: Outcome): readonly string[] {
  return 'refusedBy' in outcome ? outcome.refusedBy : [];
}

async function outcomeOf(one: Case, extra: readonly Pardon[] = []): Promise<Outcome> {
  try {
    return { subject: await runners[one.kind](one, [...pardonsFor(one), ...extra]) };
  } catch (error) {
    if (isSsoError(error)) return { refusedBy: reasons(error) };
    throw error;
  }
}

/** What is wrong with an encrypted assertion, which its refusal does not tell: how it would be refused if everybody could read it. */
async function reasonsWithin(one: Case): Promise<readonly string[]> {
  const [key] = (one.decryptionKeys ?? []).map(openingKey);
  const opened = key === undefined || one.kind !== 'response' ? undefined : openedResponse(messageOf(one), key);
  return opened === undefined ? [] : refusedBy(await outcomeOf({ ...one, opened }));
}

/** `legacyAlgorithms` and `idpKeyBits` as the pardons that they are here; the keys in metadata have no `idpKeyBits`. */
function pardonsFor({ legacyAlgorithms = [], idpKeyBits = [1024] }: Case): readonly Pardon[] {
  const sha1 = legacyAlgorithms.includes('sha1') ? (['signature.sha1'] as const) : [];
  return idpKeyBits.some((bits) => bits < 2048) ? [...sha1, 'key.rsa-1024'] : sha1;
}

const runners: Readonly<Record<Case['kind'], (one: Case, pardons: readonly Pardon[]) => Promise<string | undefined>>> = {
  response: answered,
  assertion: async ({ file, idp }, pardons) => {
    const document = parseDocument(bytesOf(file), messageLimits);
    const trust = { provider: 'idp', keys: keysFrom('trust', certificatesOf(idp)), pardons: new Set(pardons) };
    return nameIdIn(verifyElement(document, document.root, signatureIn(document.root), trust, []).value);
  },
  metadata: async ({ file, idp, id, clock }, pardons) => {
    const trust = certificatesOf(idp);
    const entityId = exceptions[id]?.entityId ?? decisions[id]?.entityId;
    const options = { pardons, ...(trust.length === 0 ? {} : { trust }), ...(entityId === undefined ? {} : { entityId }) };
    identityProvider(bytesOf(file), options, at(clock ?? indexMade));
    return undefined;
  },
  'signature-profile': async ({ file }) => {
    const document = parseDocument(bytesOf(file), messageLimits);
    profileOf(document, document.root, signatureIn(document.root));
    return undefined;
  },
  'logout-request': async () => undefined,
};

async function answered(one: Case, pardons: readonly Pardon[]): Promise<string | undefined> {
  const { sp: { entityId, acsUrl } = { entityId: '', acsUrl: '' }, clock = indexMade, requestId, decryptionKeys = [] } = one;
  const idp = providerOf(one, { pardons, allowUnsolicited: true });
  // The addresses and keys of those samples are not all ones that we could be configured with (http, no address at all, RSA 1024).
  const options = {
    entityId,
    assertionConsumerServices: [{ url: 'https://sp.example/acs' }],
    clockSkewSeconds: 300,
    maxUnsolicitedAgeSeconds: 3_600,
  };
  const sp = {
    ...serviceProvider(options),
    assertionConsumerServices: [{ url: acsUrl, binding: 'post', index: 0, isDefault: true }],
    decryption: decryptionKeys.map(openingKey),
  } as const;
  const incoming: Incoming = { binding: 'post', parameter: 'SAMLResponse', document: messageOf(one), receivedAt: acsUrl };
  const { identity } =
    requestId === null
      ? await finishUnsolicited(sp, idp, incoming, memoryReplayStore(), at(clock))
      : await finish(sp, idp, incoming, pendingOf(idp.id, requestId, { acsUrl, issuedAt: clock }), memoryReplayStore(), at(clock));
  return identity.subject?.value;
}

function providerOf({ idp = {}, clock = indexMade }: Case, options: PeerOptions): IdentityProvider {
  if (idp.metadata !== undefined) return identityProvider(bytesOf(idp.metadata), options, at(clock));
  return identityProviderFrom(
    { entityId: idp.entityId ?? '', ssoUrl: 'https://idp.example/sso', certificates: certificatesOf(idp) },
    options,
  );
}

function openingKey(file: string): OpeningKey {
  // Sound as far as a test goes: all keys of that folder are such.
  const keyObject = createPrivateKey({ key: peers?.json(file) as JsonWebKey, format: 'jwk' });
  return { keyId: file, state: 'current', bits: keyObject.asymmetricKeyDetails?.modulusLength ?? 0, keyObject };
}

/** The octets of a message. One is deflated, as its project reads from a form too; what is within is what counts here. */
function messageOf({ file, encoding, opened }: Case): Uint8Array {
  if (opened !== undefined) return opened;
  const octets = encoding === 'xml' ? bytesOf(file) : Buffer.from(Buffer.from(bytesOf(file)).toString(), 'base64');
  return octets[0] === '<'.charCodeAt(0) ? octets : inflateRawSync(octets);
}

function bytesOf(file: string): Uint8Array {
  return peers?.octets(file) ?? new Uint8Array();
}

function certificatesOf({ certs = [], publicKeys = [] }: Case['idp'] = {}): readonly string[] {
  return [...certs, ...publicKeys].map((file) => peers?.text(file) ?? '');
}

function signatureIn(element: Element): Element {
  const signature = signatureOf(element);
  if (signature === undefined) throw new Error('the sample is not signed');
  return signature;
}

function nameIdIn(element: Element): string | undefined {
  if (element.name === 'NameID') return onlyText(element);
  return childElements(element)
    .map(nameIdIn)
    .find((value) => value !== undefined);
}

function reasons(error: AnySsoError): readonly string[] {
  if (error.code !== 'assertion.rejected') return [error.code];
  return error.details.findings.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule);
}

const indexMade = '2026-01-01T00:00:00Z';
