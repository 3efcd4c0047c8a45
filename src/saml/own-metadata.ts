import { toHex } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import { plusSeconds } from '../core/time.ts';
import { type Draft, writeDocument } from '../xml/writer.ts';
import { signDocument } from '../xmldsig/sign.ts';
import type { DiscoveryResponse } from './discovery-responses.ts';
import { uri } from './localised.ts';
import { bindings, namespaces } from './names.ts';
import { attributeService, contactPerson, entityAttributes, organization, userInterface } from './own-description.ts';
import { encryptionKeys, signingKeys, verifiableAlgorithms } from './own-keys.ts';
import type { AssertionConsumerServiceOptions, ServiceProvider, SingleLogoutServiceOptions } from './service-provider.ts';

/** Our metadata as `metadata` gives it. */
export async function writeMetadata(sp: ServiceProvider, env: Pick<Env, 'now' | 'random'>): Promise<string> {
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
      md('Extensions', { children: [entityAttributes(sp), ...verifiableAlgorithms(sp)] }),
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
