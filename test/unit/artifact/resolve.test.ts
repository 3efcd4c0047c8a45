import { describe, expect, it } from 'vitest';
import { resolve } from '../../../src/artifact/index.ts';
import type { Source } from '../../../src/core/source.ts';
import { finish } from '../../../src/saml/finish.ts';
import type { IdentityProvider } from '../../../src/saml/identity-provider.ts';
import type { ServiceProvider } from '../../../src/saml/service-provider.ts';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { signatureOf } from '../../../src/xmldsig/profile.ts';
import { verifyElement } from '../../../src/xmldsig/verify.ts';
import {
  type ArtifactResponseParts,
  artifactResponseXml,
  artifactText,
  brought,
  collector,
  enveloped,
  keeper,
  ResolutionService,
  resolutionUrl,
  signedAround,
  soapResponse,
} from '../../support/artifact.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair, trusted } from '../../support/keys.ts';
import { clean, issuerXml, later, responseXml, statusXml } from '../../support/messages.ts';
import { failedRules, laterRefusal, refusalOf } from '../../support/refusal.ts';
import { plain } from '../../support/requests.ts';
import { answer, asked, fresh, signed } from '../../support/saml-login.ts';

const ours = keyPair('rsa-2048', 'sp');
const signing = { current: { privateKey: ours.privateKey, certificate: selfSigned(ours.privateKey).pem } };

describe('an artifact that is resolved', () => {
  it('leads to the answer, and that to a login', async () => {
    const { incoming, service } = await resolved({ message: answer() });
    expect(incoming).toMatchObject({ binding: 'artifact', parameter: 'SAMLResponse', relayState: 'handle', receivedAt: clean.acsUrl });
    const { identity } = await finish(collector(), keeper(), incoming, asked(), fresh(), service.world);
    expect(identity.subject?.value).toBe(clean.subject);
  });

  it('is asked for where the metadata says, with what SOAP over HTTP demands, and nobody is followed elsewhere', async () => {
    const { service } = await resolved({});
    const [{ url, init, headers } = expect.fail()] = service.asked;
    expect([url, init.method, init.redirect]).toEqual([resolutionUrl, 'POST', 'manual']);
    expect(headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(headers.get('soapaction')).toBe('"http://www.oasis-open.org/committees/security"');
    expect(headers.get('accept')).toBe('text/xml');
  });

  it('is asked for by a request of the schema, signed by us', async () => {
    const { service } = await resolved({}, { sp: collector({ signing }) });
    const [{ message, requestId } = expect.fail()] = service.asked;
    const document = parseDocument(message, messageLimits);
    const signature = signatureOf(document.root) ?? expect.fail('it is not signed');
    const trust = { provider: 'sp', keys: [trusted(ours)], pardons: new Set<string>() };
    const { value } = verifyElement(document, document.root, signature, trust, []);
    expect(plain(value)).toEqual({
      name: '{urn:oasis:names:tc:SAML:2.0:protocol}ArtifactResolve',
      attributes: { ID: requestId, Version: '2.0', IssueInstant: '2026-01-15T12:00:00.000Z', Destination: resolutionUrl },
      children: [
        { name: '{urn:oasis:names:tc:SAML:2.0:assertion}Issuer', attributes: {}, children: [clean.sp] },
        { name: '{urn:oasis:names:tc:SAML:2.0:protocol}Artifact', attributes: {}, children: [artifactText()] },
      ],
    });
    expect(requestId).toMatch(/^_[0-9a-f]{40}$/);
  });

  it('is asked for unsigned where we have no key: then the provider has to know us by our certificate', async () => {
    const { service } = await resolved({});
    expect(service.asked[0]?.message).not.toContain('Signature');
  });

  it('is never asked for inside our network, unless the metadata was found there', async () => {
    const [anybody, typed] = [await resolved({}), await resolved({}, { idp: keeper({ learntFrom: 'https://10.0.0.1/metadata' }) })];
    expect(anybody.service.asked[0]?.init.learntFrom).toBe('');
    expect(typed.service.asked[0]?.init.learntFrom).toBe('https://10.0.0.1/metadata');
  });

  it('is asked for at the service with its index, and at no other', async () => {
    const idp = keeper();
    const [first = expect.fail()] = idp.artifactResolutionServices;
    const second = { ...first, index: 300, isDefault: false, location: 'https://idp.example/second' };
    const both = { ...idp, artifactResolutionServices: [first, second] };
    const { service } = await resolved({}, { idp: both, artifact: artifactText({ index: 300 }) });
    expect(service.asked[0]?.url).toBe('https://idp.example/second');
    const error = await refusalOf(() => resolved({}, { idp: both, artifact: artifactText({ index: 1 }) }));
    expect(error).toMatchObject({ code: 'provider.endpoint', details: { service: 'ArtifactResolutionService 1', binding: 'soap' } });
  });

  it('leads to its answer once, whatever the provider remembers, and for each provider apart', async () => {
    const [service, replay] = [new ResolutionService((id) => artifactResponseXml(id)), fresh()];
    const ask = (idp = keeper()) => resolve(collector(), idp, brought(), replay, service.world);
    const both = await Promise.allSettled([ask(), ask()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await laterRefusal(ask)).toBe('artifact.replayed');
    expect((await ask(keeper({ id: 'tenant' }))).binding).toBe('artifact');
  });

  it('takes no room where somebody has made it up, and may be tried again where the provider could not be asked', async () => {
    const [unknown, replay] = [new ResolutionService((id) => artifactResponseXml(id, { message: null })), fresh()];
    const ask = (service: ResolutionService) => resolve(collector(), keeper(), brought(), replay, service.world);
    expect(await laterRefusal(() => ask(unknown))).toBe('artifact.empty');
    unknown.answer = () => Promise.reject(new TypeError('no route'));
    expect(await laterRefusal(() => ask(unknown))).toBe('transport.unreachable');
    expect(replay.used.size).toBe(0);
    expect((await ask(new ResolutionService((id) => artifactResponseXml(id)))).binding).toBe('artifact');
  });

  it('leads to nothing where the replay store cannot say whether it was used', async () => {
    const service = new ResolutionService((id) => artifactResponseXml(id));
    const broken = { firstUse: () => Promise.reject(new Error('down')) };
    expect(await laterRefusal(() => resolve(collector(), keeper(), brought(), broken, service.world))).toBe('store.unavailable');
  });

  it.each([
    ['of another provider', {}, artifactText({ entityId: 'https://other.example' }), 'artifact.source'],
    ['at an address that is none of ours', { receivedAt: 'https://sp.example/other' }, artifactText(), 'config.invalid'],
  ])('is not even asked for %s', async (_, elsewhere, artifact, code) => {
    const service = new ResolutionService((id) => artifactResponseXml(id));
    const given = { ...brought(artifact), ...elsewhere };
    expect(await laterRefusal(() => resolve(collector(), keeper(), given, fresh(), service.world))).toBe(code);
    expect(service.asked).toEqual([]);
  });

  it('is not taken at an address for forms, nor a form at an address for artifacts', async () => {
    const forms = collector({ assertionConsumerServices: [{ url: clean.acsUrl }] });
    expect(await laterRefusal(() => resolved({}, { sp: forms }))).toBe('message.binding');
    const { incoming } = await resolved({ message: answer() });
    expect(await laterRefusal(() => finish(forms, keeper(), incoming, asked(), fresh()))).toBe('message.binding');
    const posted = { ...incoming, binding: 'post' } as const;
    expect(await laterRefusal(() => finish(collector(), keeper(), posted, asked(), fresh()))).toBe('message.binding');
  });

  it('is taken beside forms at one address that is announced for both', async () => {
    const services = (['post', 'artifact'] as const).map((binding) => ({ url: clean.acsUrl, binding }));
    const sp = collector({ assertionConsumerServices: services });
    const { incoming, service } = await resolved({ message: answer() }, { sp });
    for (const binding of ['artifact', 'post'] as const)
      expect((await finish(sp, keeper(), { ...incoming, binding }, asked(), fresh(), service.world)).protocol).toBe('saml');
  });

  it('is asked for over TLS, whatever is pardoned', async () => {
    const idp = keeper({ pardons: ['location.http'] }, undefined, 'http://idp.example/artifact');
    expect(await laterRefusal(() => resolved({}, { idp }))).toBe('metadata.location');
  });

  it('is not asked for of a provider whose metadata has expired', async () => {
    const idp = { ...keeper(), validUntil: new Date(later(-3_600)) };
    expect(await laterRefusal(() => resolved({}, { idp }))).toBe('metadata.expired');
  });
});

describe('what comes for an artifact', () => {
  it.each<[string, ArtifactResponseParts, string]>([
    ['of another version', { version: '1.1' }, 'artifact-response.version'],
    ['made in the future', { issueInstant: later(200) }, 'artifact-response.issue-instant'],
    ['to another request', { inResponseTo: '_other' }, 'artifact-response.in-response-to'],
    ['to no request', { inResponseTo: null }, 'artifact-response.in-response-to'],
    ['for another address', { destination: 'https://other.example/acs' }, 'artifact-response.destination'],
    ['of somebody else', { issuer: issuerXml('https://other.example') }, 'artifact-response.issuer'],
    ['of a name that is no entity', { issuer: issuerXml(clean.idp, ' Format="urn:x"') }, 'artifact-response.issuer'],
    ['of nobody', { issuer: null }, 'artifact-response.issuer'],
  ])('is refused %s', async (_, parts, rule) => {
    expect(await failedRules(() => resolved(parts))).toEqual([rule]);
  });

  it('may name the address for which the answer is', async () => {
    expect((await resolved({ destination: clean.acsUrl })).incoming.binding).toBe('artifact');
  });

  it('may say no, with or without a signature', async () => {
    const no = { status: statusXml(['Responder', 'RequestDenied'], '<samlp:StatusMessage>no</samlp:StatusMessage>'), message: null };
    const error = await refusalOf(() => resolved(no));
    expect(error).toMatchObject({
      code: 'provider.status',
      details: { outcome: 'request-denied', message: 'no', authenticated: false },
    });
    const signedNo = await refusalOf(() => resolvedTo((id) => signedAround(artifactResponseXml(id, no))));
    expect(signedNo.details).toMatchObject({ authenticated: true });
  });

  it('may be empty: then nobody knows the artifact any more', async () => {
    expect(await refusalOf(() => resolved({ message: null }))).toMatchObject({ code: 'artifact.empty', details: { provider: 'idp' } });
  });

  it('is refused with two messages, text, or no status', async () => {
    for (const parts of [{ message: responseXml() + responseXml() }, { message: 'text' }, { status: '' }, { issuer: '', status: '' }])
      expect(await laterRefusal(() => resolved(parts))).toBe('saml.structure');
  });

  it.each([
    ['a page', () => soapResponse('<html/>', 200, 'text/html'), 'transport.content-type'],
    ['a status', () => soapResponse('', 404), 'transport.status'],
    ['a fault', () => soapResponse(enveloped('<S:Fault><faultcode>S:Client</faultcode></S:Fault>'), 500), 'message.kind'],
    ['a failure without a word', () => soapResponse('', 500, 'text/plain'), 'transport.status'],
    ['a way elsewhere', () => new Response('', { status: 302, headers: { location: 'https://other.example' } }), 'transport.redirect'],
    ['another message', () => soapResponse(enveloped(responseXml())), 'message.kind'],
    ['no envelope', () => soapResponse(responseXml()), 'message.kind'],
    ['an empty envelope', () => soapResponse(enveloped('')), 'saml.structure'],
    ['two messages', () => soapResponse(enveloped('<a/><b/>')), 'saml.structure'],
    ['a document type', () => soapResponse(`<!DOCTYPE x>${enveloped('<a/>')}`), 'xml.doctype'],
    ['too much', () => soapResponse('x'.repeat(1_048_577)), 'transport.too-large'],
    ['a message with a status of failure', () => soapResponse(enveloped('<a/>'), 500), 'transport.status'],
  ])('is refused where it is %s', async (_, given, code) => {
    const service = new ResolutionService(() => '');
    service.answer = given;
    expect(await laterRefusal(() => resolve(collector(), keeper(), brought(), fresh(), service.world))).toBe(code);
  });

  it('is waited for no longer than five seconds', async () => {
    const service = new ResolutionService(() => '');
    service.answer = () => new Promise(() => {});
    const waiting = laterRefusal(() => resolve(collector(), keeper(), brought(), fresh(), service.world));
    while (service.world.waits.length === 0) await new Promise((turn) => setImmediate(turn));
    service.world.pass(5);
    expect(await waiting).toBe('transport.timeout');
  });
});

describe('a signature around an answer', () => {
  it('must verify where it is there, wherever it stands', async () => {
    for (const position of ['behind-issuer', 'last'] as const)
      expect((await resolvedTo((id) => signedAround(artifactResponseXml(id, { message: answer() }), { position }))).incoming.binding).toBe(
        'artifact',
      );
    const foreign = { key: keyPair('rsa-2048', 'somebody else').privateKey };
    expect(await laterRefusal(() => resolvedTo((id) => signedAround(artifactResponseXml(id), foreign)))).toBe('signature.value');
    const changed = (id: string) => signedAround(artifactResponseXml(id, { message: answer() })).replace(clean.subject, 'mallory');
    expect(await laterRefusal(() => resolvedTo(changed))).toBe('signature.digest');
  });

  it('is no signature of the answer: who signs in must be in what was signed by itself', async () => {
    const { incoming, service } = await resolvedTo((id) => signedAround(artifactResponseXml(id, { message: responseXml() })));
    expect(await laterRefusal(() => finish(collector(), keeper(), incoming, asked(), fresh(), service.world))).toBe('signature.missing');
  });

  it('by a new key leads to one look, and to no other question', async () => {
    const next = keyPair('rsa-2048', 'next');
    const [old, fresher] = [keeper(), keeper({}, [keyPair('rsa-2048'), next])];
    const looks: unknown[] = [];
    const source: Source<IdentityProvider> = {
      current: async () => old,
      refreshed: async (...why) => {
        looks.push(why);
        return fresher;
      },
    };
    const service = new ResolutionService((id) => signedAround(artifactResponseXml(id), { key: next.privateKey }));
    expect((await resolve(collector(), source, brought(), fresh(), service.world)).binding).toBe('artifact');
    expect([looks, service.asked.length]).toEqual([[['unknown-key', 'login']], 1]);
  });
});

describe('the answer within', () => {
  const declared = ' xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';
  const more = ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:default" xmlns:unused="urn:unused"';

  it.each(['assertion', 'response', 'both'] as const)('verifies as it did alone, signed as %s', async (what) => {
    for (const form of ['exclusive', 'exclusive+comments'] as const) {
      const message = signed(responseXml().replace('alice', 'al<!-- a -->ice'), what, { key: keyPair('rsa-2048').privateKey, form });
      const given = await resolvedTo((id) => artifactResponseXml(id, { message }), more);
      const { identity } = await finish(collector(), keeper(), given.incoming, asked(), fresh(), given.service.world);
      expect(identity.subject?.value).toBe(clean.subject);
    }
  });

  it('verifies with the namespaces that only the envelope declares, by whichever canonical form', async () => {
    const bare = responseXml().replaceAll(declared, '').replaceAll(' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"', '');
    for (const form of ['exclusive', 'inclusive-1.0', 'inclusive-1.1'] as const) {
      const sign = (id: string) => {
        const envelope = enveloped(artifactResponseXml(id, { message: bare }).replace(declared, ''), declared + more);
        return signedIn(envelope, { form, ...(form === 'exclusive' ? { prefixes: ['xs', '#default', 'unused'] } : {}) });
      };
      const service = new ResolutionService(() => '');
      service.answer = ({ requestId }) => soapResponse(sign(requestId));
      const incoming = await resolve(collector(), keeper(), brought(), fresh(), service.world);
      expect((await finish(collector(), keeper(), incoming, asked(), fresh(), service.world)).protocol).toBe('saml');
    }
  });

  it('is judged as one that came by form', async () => {
    const { incoming, service } = await resolved({ message: answer({}, { destination: 'https://other.example' }) });
    const login = () => finish(collector(), keeper(), incoming, asked(), fresh(), service.world);
    expect(await failedRules(login)).toEqual(['response.destination']);
  });

  it('must be a response', async () => {
    const { incoming, service } = await resolved({ message: responseXml().replaceAll('samlp:Response', 'samlp:LogoutResponse') });
    expect(await laterRefusal(() => finish(collector(), keeper(), incoming, asked(), fresh(), service.world))).toBe('message.kind');
  });
});

/** What comes of a resolution of one artifact at one service. */
interface Given {
  readonly sp?: ServiceProvider;
  readonly idp?: IdentityProvider;
  readonly artifact?: string;
}

function resolved(parts: ArtifactResponseParts, given: Given = {}) {
  return resolvedTo((id) => artifactResponseXml(id, parts), '', given);
}

async function resolvedTo(message: (requestId: string) => string, declarations = '', { sp, idp, artifact }: Given = {}) {
  const service = new ResolutionService(() => '');
  service.answer = ({ requestId }) => soapResponse(enveloped(message(requestId), declarations));
  const incoming = await resolve(sp ?? collector(), idp ?? keeper(), brought(artifact, 'handle'), fresh(), service.world);
  return { incoming, service };
}

/** Signs the assertion where it stands. */
function signedIn(envelope: string, options: Omit<Parameters<typeof signed>[2] & object, 'key'>): string {
  return signed(envelope, 'assertion', { key: keyPair('rsa-2048').privateKey, ...options });
}
