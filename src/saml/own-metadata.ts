import { toHex } from '../core/bytes.ts';
import { type Env, instantOf, systemEnv } from '../core/env.ts';
import { invalid } from '../core/options.ts';
import { plusSeconds } from '../core/time.ts';
import { digestAlgorithms, signatureAlgorithms } from '../crypto/algorithms.ts';
import { contentAlgorithms } from '../crypto/decryption.ts';
import { leastRsaBits, mostRsaBits } from '../crypto/keys.ts';
import type { SigningKey } from '../crypto/signer.ts';
import { type Draft, writeDocument } from '../xml/writer.ts';
import { keyTransports } from '../xmldsig/encrypted.ts';
import { signDocument } from '../xmldsig/sign.ts';
import type { DiscoveryResponse } from './discovery-responses.ts';
import { uri } from './localised.ts';
import { bindings, namespaces } from './names.ts';
import { attributeService, contactPerson, entityAttributes, organization, userInterface } from './own-description.ts';
import type { AssertionConsumerServiceOptions, ServiceProvider, SingleLogoutServiceOptions } from './service-provider.ts';

/**
 * Our metadata, for those who are to sign people in for us: an EntityDescriptor as text, in UTF-8 and without an XML declaration.
 * Serve it as `application/samlmetadata+xml`, best at the address that is our entityID (SAMLMeta 4.1).
 *
 * It lists the certificates of the current and the next key, so that providers know a key before it is used, and those of the keys that
 * others encrypt for; and it is signed when there is a key (see {@link PublicationOptions}). Each call writes it anew, with the time until which it is valid counted from now.
 *
 * @throws SsoError `config.invalid` for a signing key without certificate, or an entityID or address of ours that is no URI to the letter
 * @see SAMLMeta 2.4.4
 */
export async function metadata(sp: ServiceProvider, env: Pick<Env, 'now' | 'random'> = systemEnv): Promise<string> {
  const { signer = sp.signing?.current, validForSeconds, cacheForSeconds } = sp.publication;
  const entity = md('EntityDescriptor', {
    attributes: {
      // A signature refers to the element that it covers by ID (SAMLMeta 3.1).
      ID: signer ? `_${toHex(env.random(20))}` : undefined,
      entityID: uri('entityId', sp.entityId),
      validUntil: validForSeconds === undefined ? undefined : plusSeconds(instantOf(env), validForSeconds).toISOString(),
      cacheDuration: `PT${cacheForSeconds}S`,
    },
    children: [
      md('Extensions', { children: [entityAttributes(sp), ...algorithms()] }),
      role(sp),
      sp.organization && organization(sp.organization),
      ...sp.contacts.map(contactPerson),
    ],
  });
  const xml = await writeDocument(entity);
  return signer ? await signDocument(xml, signer, 'first') : xml;
}

function role(sp: ServiceProvider): Draft {
  const { signing, ui, wantSigned, discoveryResponses, singleLogoutServices, nameIdFormats } = sp;
  return md('SPSSODescriptor', {
    attributes: {
      protocolSupportEnumeration: namespaces.protocol,
      AuthnRequestsSigned: signing === undefined ? 'false' : 'true',
      WantAssertionsSigned: wantSigned === 'assertion' || wantSigned === 'both' ? 'true' : undefined,
    },
    children: [
      ...extensions([ui && userInterface(ui), ...discoveryResponses.map(discoveryResponse)]),
      ...signingKeys(signing),
      ...encryptionKeys(sp),
      ...singleLogoutServices.map(logoutService),
      ...nameIdFormats.map((format) => md('NameIDFormat', { children: [format] })),
      ...sp.assertionConsumerServices.map(consumerService),
      ...sp.attributeConsumingServices.map(attributeService),
    ],
  });
}

/** The schema wants at least one element within. */
function extensions(children: readonly (Draft | undefined)[]): readonly Draft[] {
  return children.some((child) => child !== undefined) ? [md('Extensions', { children })] : [];
}

/** The algorithms that we verify by ourselves, the preferred ones first; what must be pardoned is not announced (Algorithm Support 2.4). */
function algorithms(): readonly Draft[] {
  const digests = [...digestAlgorithms.values()].filter(({ pardon }) => pardon === undefined);
  const signatures = [...signatureAlgorithms.values()].filter(({ pardon }) => pardon === undefined);
  return [
    ...digests.map((row) => alg('DigestMethod', { Algorithm: row.uri })),
    ...signatures.map(({ uri: Algorithm, keyKind }) =>
      alg('SigningMethod', keyKind === 'rsa' ? { Algorithm, MinKeySize: `${leastRsaBits}`, MaxKeySize: `${mostRsaBits}` } : { Algorithm }),
    ),
  ];
}

function signingKeys(signing: ServiceProvider['signing']): readonly Draft[] {
  if (signing === undefined) return [];
  const { current, next } = signing;
  return [signingKey('signing.current', current), ...(next === undefined ? [] : [signingKey('signing.next', next)])];
}

/**
 * SAML2int SDP-MD08. A key without a certificate opens what is still encrypted for it, and is told to nobody. AES-GCM comes first, and
 * AES-CBC only where it is taken by itself.
 */
function encryptionKeys({ decryption, requireAuthenticatedEncryption }: ServiceProvider): readonly Draft[] {
  const taken = [...contentAlgorithms.values()].filter(({ authenticated }) => authenticated || !requireAuthenticatedEncryption);
  const preferred = taken.toSorted((a, b) => Number(b.authenticated) - Number(a.authenticated));
  const algorithms = [...preferred.map(({ uri }) => uri), ...keyTransports];
  const methods = algorithms.map((Algorithm) => md('EncryptionMethod', { attributes: { Algorithm } }));
  return decryption.flatMap(({ certificate }) => (certificate === undefined ? [] : [keyDescriptor('encryption', certificate, methods)]));
}

function signingKey(field: string, { certificate }: SigningKey): Draft {
  if (certificate === undefined) throw invalid(`${field}.certificate`, 'must be given: metadata publishes keys as certificates');
  return keyDescriptor('signing', certificate);
}

/** SAML2int SDP-MD05: keys are published as certificates, which count for nothing but the key within. */
function keyDescriptor(use: 'signing' | 'encryption', certificate: string, methods: readonly Draft[] = []): Draft {
  return md('KeyDescriptor', {
    attributes: { use },
    children: [ds('KeyInfo', [ds('X509Data', [ds('X509Certificate', [certificate])])]), ...methods],
  });
}

function discoveryResponse({ url, index, isDefault }: DiscoveryResponse, place: number): Draft {
  return {
    name: 'idpdisc:DiscoveryResponse',
    namespace: namespaces.idpdisc,
    attributes: {
      Binding: namespaces.idpdisc,
      Location: uri(`discoveryResponses[${place}].url`, url),
      index: `${index}`,
      isDefault: isDefault ? 'true' : undefined,
    },
  };
}

function logoutService({ url, responseUrl, binding }: SingleLogoutServiceOptions, place: number): Draft {
  const at = `singleLogoutServices[${place}]`;
  return md('SingleLogoutService', {
    attributes: {
      Binding: bindings[binding],
      Location: uri(`${at}.url`, url),
      ResponseLocation: responseUrl === undefined ? undefined : uri(`${at}.responseUrl`, responseUrl),
    },
  });
}

function consumerService({ url, binding, index, isDefault }: Required<AssertionConsumerServiceOptions>, place: number): Draft {
  return md('AssertionConsumerService', {
    attributes: {
      Binding: bindings[binding],
      Location: uri(`assertionConsumerServices[${place}].url`, url),
      index: `${index}`,
      // Said of none, the first is meant (SAMLMeta 2.2.3).
      isDefault: isDefault ? 'true' : undefined,
    },
  });
}

function md(name: string, content: Omit<Draft, 'name' | 'namespace'>): Draft {
  return { name: `md:${name}`, namespace: namespaces.metadata, ...content };
}

function alg(name: string, attributes: NonNullable<Draft['attributes']>): Draft {
  return { name: `alg:${name}`, namespace: namespaces.alg, attributes };
}

function ds(name: string, children: NonNullable<Draft['children']>): Draft {
  return { name: `ds:${name}`, namespace: namespaces.dsig, children };
}
