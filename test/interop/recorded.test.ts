import type { JsonWebKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AnySsoError, isSsoError } from '../../src/core/errors.ts';
import type { Login } from '../../src/identity/login.ts';
import { finish, finishUnsolicited } from '../../src/saml/finish.ts';
import type { IdentityProvider, PeerOptions } from '../../src/saml/identity-provider.ts';
import { fromForm, fromQuery } from '../../src/saml/incoming.ts';
import { identityProvider } from '../../src/saml/metadata.ts';
import { nameIdFormats } from '../../src/saml/names.ts';
import type { SamlPending } from '../../src/saml/pending.ts';
import { serviceProvider } from '../../src/saml/service-provider.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { at, pendingOf, sharedFixtures, shown } from '../support/shared.ts';

/** One session with an identity provider, as the index beside its messages tells of it. */
interface Recording {
  readonly idp: string;
  readonly entityID: string;
  readonly metadata: string;
  readonly spEntityID: string;
  readonly acs: string;
  readonly spDecryptionKey: string | undefined;
  readonly expected: string;
  readonly items: readonly Item[];
}

interface Item {
  readonly file: string;
  readonly kind: string;
  readonly receivedAt: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly inResponseTo?: string;
  /** What another service provider read of the same answer. */
  readonly peerSaw?: {
    readonly issuer: string;
    readonly sessionIndex?: string;
    readonly nameID?: string;
    readonly nameIDFormat?: string;
    readonly attributes: Readonly<Record<string, string | readonly (string | null)[]>>;
  };
}

const recorded = sharedFixtures('recorded');
const plainNames = ['ssp-std', 'saml-idp', 'samlp-std', 'samlp-both', 'samlp-response', 'samlp-sha1'];
const encryptedNames = ['ssp-enc', 'saml-idp-enc', 'samlp-gcm', 'samlp-cbc'];
const names = [...plainNames, ...encryptedNames];
// saml-idp and its encrypting variant have no way to say no.
const errorNames = [
  'ssp-std',
  'ssp-enc',
  ...['std', 'both', 'response', 'sha1', 'gcm', 'cbc', 'unsigned', 'wrongaud'].map((name) => `samlp-${name}`),
];

describe.skipIf(recorded === undefined)('messages recorded from real identity providers', () => {
  describe.for(names)('%s', (name) => {
    const options: PeerOptions = name === 'samlp-sha1' ? { pardons: ['signature.sha1'] } : {};

    it('signs in whoever asked, with what another service provider read', async () => {
      const { recording, item } = found(name, 'sp-initiated-response');
      const { peerSaw } = item;
      const { identity, session, returnTo, relayState } = await accepted(recording, item, options);
      expect(identity).toMatchObject({ provider: recording.entityID, issuer: peerSaw?.issuer });
      // The peer does not open a name that is encrypted by itself.
      const { nameID: value = expect.any(String), nameIDFormat: format = nameIdFormats.persistent } = peerSaw ?? {};
      expect(identity.subject).toMatchObject({ value, format });
      expect(session).toMatchObject({ index: peerSaw?.sessionIndex, subject: identity.subject });
      expect(returnTo).toBe('/wanted');
      // The handle of a request of ours has done its work when it has found the pending login.
      expect(relayState).toBeUndefined();
      const values = identity.attributes.map((attribute) => [attribute.name, shown(attribute.content)] as const);
      // The peer leaves out an attribute that has an empty value only; we keep it.
      expect(Object.fromEntries(values.filter(([, all]) => all.join('') !== ''))).toEqual(seen(peerSaw?.attributes ?? {}));
    });

    it('signs in whom the provider sends, and hands on the RelayState that came along', async () => {
      const { recording, item } = found(name, 'idp-initiated-response');
      const { identity, returnTo, relayState } = await accepted(recording, item, options);
      expect(identity.issuer).toBe(recording.entityID);
      expect(identity.subject?.value).toBeTypeOf('string');
      expect({ returnTo, relayState }).toEqual({ returnTo: undefined, relayState: item.form?.['RelayState'] });
    });

    it('lets an answer in once, whatever name it comes under', async () => {
      const { recording, item } = found(name, 'sp-initiated-response');
      const replay = memoryReplayStore({}, at(item.receivedAt));
      await outcome(recording, item, options, replay);
      expect((await refused(recording, item, options, replay)).code).toBe('assertion.replayed');
    });

    // An encrypted assertion is not even opened where its envelope is refused.
    const [wrongRequest, tooEarly] = encryptedNames.includes(name)
      ? ['response.in-response-to', 'response.issue-instant']
      : ['confirmation.in-response-to', 'conditions.not-before'];

    it('refuses an answer to a request that was not ours, and one that was asked for where none was', async () => {
      const { recording, item } = found(name, 'sp-initiated-response');
      const another = { ...item, inResponseTo: '_another' };
      expect(failedRules(await refused(recording, another, options))).toContain(wrongRequest);
      const { inResponseTo: _, ...nobodys } = item;
      expect(failedRules(await refused(recording, nobodys, options))).toContain(wrongRequest);
    });

    it('refuses an answer when its time is over, and before it has come', async () => {
      const { recording, item } = found(name, 'sp-initiated-response');
      expect(failedRules(await refused(recording, at25Hours(item, 1), options))).toContain('confirmation.not-on-or-after');
      expect(failedRules(await refused(recording, at25Hours(item, -1), options))).toContain(tooEarly);
    });
  });

  it.for(errorNames)('%s: says no with a status that is signed', async (name) => {
    const { recording, item } = found(name, name.startsWith('ssp-') ? 'passive-error-response' : 'error-response');
    const error = await refused(recording, item, {});
    if (error.code !== 'provider.status') throw error;
    expect(error.details).toMatchObject({ authenticated: true, outcome: name.startsWith('ssp-') ? 'no-passive' : 'responder' });
  });

  it.for(names)('%s: takes a logout message for no answer to a login', async (name) => {
    const recording = recordingOf(name);
    for (const item of recording.items.filter(({ kind }) => kind.includes('logout'))) {
      expect((await refused(recording, item, { pardons: ['signature.sha1'] })).code).toMatch(/^message\.(?:kind|binding)$/);
    }
  });

  describe.for(encryptedNames)('%s', (name) => {
    const kinds = ['sp-initiated-response', 'idp-initiated-response'];

    it('needs our key, and no other', async () => {
      for (const { recording, item } of kinds.map((kind) => found(name, kind))) {
        expect((await refused({ ...recording, spDecryptionKey: undefined }, item, {})).code).toBe('assertion.encrypted');
        expect((await refused({ ...recording, spDecryptionKey: '../keys/sp.jwk.json' }, item, {})).code).toBe('encryption.failed');
      }
    });

    it('is opened where nothing is taken but what notices changes, and those are noticed before or in opening', async () => {
      for (const { recording, item } of kinds.map((kind) => found(name, kind))) {
        const { findings } = await accepted(recording, item, {});
        const outcomes = new Map(findings.map(({ rule, outcome }) => [rule, outcome]));
        expect(['response.encrypted', 'encryption.authenticated'].map((rule) => outcomes.get(rule))).toEqual(['passed', 'passed']);
        const covered = outcomes.get('response.signature') === 'passed';
        expect((await refused(recording, tampered(item), {})).code).toBe(covered ? 'signature.digest' : 'encryption.failed');
      }
    });
  });

  it('refuses what nobody signed', async () => {
    for (const kind of ['sp-initiated-response', 'idp-initiated-response']) {
      const { recording, item } = found('samlp-unsigned', kind);
      expect((await refused(recording, item, {})).code).toBe('signature.missing');
    }
  });

  it('refuses what was made for another party', async () => {
    for (const kind of ['sp-initiated-response', 'idp-initiated-response']) {
      const { recording, item } = found('samlp-wrongaud', kind);
      expect(failedRules(await refused(recording, item, {}))).toEqual(['conditions.audience']);
    }
  });

  it('refuses SHA-1 unless it is pardoned, which the findings then show', async () => {
    const { recording, item } = found('samlp-sha1', 'sp-initiated-response');
    expect((await refused(recording, item, {})).code).toBe('signature.algorithm');
    const { findings } = await accepted(recording, item, { pardons: ['signature.sha1'] });
    expect(findings.filter(({ outcome }) => outcome === 'pardoned').map(({ rule }) => rule)).toEqual(['signature.sha1']);
  });

  it('notes an attribute that no schema knows, and reads the rest of the status', async () => {
    const { recording, item } = found('samlp-std', 'error-response');
    const error = await refused(recording, item, {});
    if (error.code !== 'provider.status') throw error;
    expect(error.details.findings).toContainEqual(expect.objectContaining({ rule: 'status.attribute', outcome: 'noted' }));
    const pardoned = await refused(recording, item, { pardons: ['status.attribute'] });
    if (pardoned.code !== 'provider.status') throw pardoned;
    expect(pardoned.details.findings).toContainEqual(expect.objectContaining({ rule: 'status.attribute', outcome: 'pardoned' }));
  });
});

async function accepted(recording: Recording, item: Item, options: PeerOptions): Promise<Login> {
  const result = await outcome(recording, item, options);
  if (isSsoError(result)) throw result;
  return result;
}

async function refused(recording: Recording, item: Item, options: PeerOptions, replay = memoryReplayStore()): Promise<AnySsoError> {
  const result = await outcome(recording, item, options, replay);
  if (!isSsoError(result)) throw new Error('was accepted');
  return result;
}

async function outcome(recording: Recording, item: Item, options: PeerOptions, replay = memoryReplayStore()): Promise<Login | AnySsoError> {
  const asked = pending(recording, item);
  const idp = them(recording, item, options);
  try {
    return asked === undefined
      ? await finishUnsolicited(us(recording), idp, incomingOf(recording, item), replay, now(item))
      : await finish(us(recording), idp, incomingOf(recording, item), asked, replay, now(item));
  } catch (error) {
    if (isSsoError(error)) return error;
    throw error;
  }
}

function us({ idp, spEntityID, acs, spDecryptionKey }: Recording) {
  const least = { entityId: spEntityID, assertionConsumerServices: [{ url: acs }] };
  if (spDecryptionKey === undefined) return serviceProvider(least);
  // Sound as far as a test goes: the index says that it is a key.
  const privateKey = recorded?.json(`${idp}/${spDecryptionKey}`) as JsonWebKey;
  const isEncrypted = encryptedNames.includes(idp);
  return serviceProvider({
    ...least,
    decryption: [{ privateKey }],
    requireEncryption: isEncrypted,
    requireAuthenticatedEncryption: isEncrypted,
  });
}

function them({ idp, metadata }: Recording, item: Item, options: PeerOptions): IdentityProvider {
  return identityProvider(recorded?.text(`${idp}/${metadata}`) ?? '', { allowUnsolicited: true, ...options }, now(item));
}

/** The same with the first character of the last ciphertext changed. */
function tampered(item: Item): Item {
  const message = Buffer.from(item.form?.['SAMLResponse'] ?? '', 'base64').toString();
  const changed = message.replace(/(.*CipherValue>\s*)(\w)/s, (_, before, found) => before + (found === 'A' ? 'B' : 'A'));
  return { ...item, form: { ...item.form, SAMLResponse: Buffer.from(changed).toString('base64') } };
}

function incomingOf({ acs }: Recording, { form, query }: Item) {
  return query === undefined ? fromForm(new URLSearchParams(form), acs) : fromQuery(query, acs);
}

function pending({ entityID, acs }: Recording, item: Item): SamlPending | undefined {
  const requestId = item.kind === 'passive-error-response' ? answeredIn(item) : item.inResponseTo;
  return requestId === undefined
    ? undefined
    : pendingOf(entityID, requestId, { acsUrl: acs, issuedAt: item.receivedAt, returnTo: '/wanted' });
}

/** The index does not say to which request a passive answer belongs; the answer does. */
function answeredIn({ form }: Item): string | undefined {
  return /InResponseTo="([^"]+)"/.exec(Buffer.from(form?.['SAMLResponse'] ?? '', 'base64').toString())?.[1];
}

function now({ receivedAt }: Item) {
  return at(receivedAt);
}

function at25Hours(item: Item, direction: 1 | -1): Item {
  return { ...item, receivedAt: new Date(Date.parse(item.receivedAt) + direction * 25 * 3_600_000).toISOString() };
}

function found(name: string, kind: string): { readonly recording: Recording; readonly item: Item } {
  const recording = recordingOf(name);
  const item = recording.items.find((one) => one.kind === kind);
  if (item === undefined) throw new Error(`${name} has no ${kind}`);
  return { recording, item };
}

function recordingOf(name: string): Recording {
  // Sound as far as a test goes: the index is the description of these very fields.
  return recorded?.json(`${name}/index.json`) as Recording;
}

/** A list for every name, as we have it; what the peer calls null is an empty text. */
function seen(attributes: Readonly<Record<string, string | readonly (string | null)[]>>) {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, [value].flat().map((one) => one ?? '')]));
}

function failedRules(error: AnySsoError): readonly string[] {
  if (error.code !== 'assertion.rejected') throw error;
  return error.details.findings.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule);
}
