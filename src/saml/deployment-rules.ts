import { addressProblem } from '../core/options.ts';
import { notApplicable, type Verdict } from '../core/rules.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childElements, childrenNamed, collapse, onlyText } from '../xml/element.ts';
import type { Inspected, InspectedRole } from './inspected.ts';
import { type InspectionRule, named, only } from './inspection-rules.ts';
import { bindings, namespaces } from './names.ts';

/**
 * What the deployment profile SAML2int wants metadata to say. Of our own it is to be met; of others it is only noted, since few providers
 * have heard of it and none has to. In the order of the profile.
 */
export const deploymentRules: readonly InspectionRule[] = [
  {
    id: 'text.length',
    spec: 'SAML2int SDP-G02',
    check: ({ entity }) => only(`texts of ${longestText} characters or fewer`, longTexts(entity)),
  },
  {
    id: 'entity.id',
    spec: 'SAML2int SDP-G04',
    check: ({ entityId }) => {
      const fits = /^[a-z][a-z0-9+.-]*:\S+$/i.test(entityId) && entityId.length <= longestText;
      return fits ? undefined : { expected: `an absolute URI of ${longestText} characters or fewer`, actual: entityId };
    },
  },
  {
    id: 'metadata.signature',
    spec: 'SAML2int SDP-MD02',
    advisory: true,
    check: ({ signed }) => (signed === undefined ? { expected: 'a signature', actual: 'none' } : undefined),
  },
  {
    // Whoever could change the metadata could change that key as well.
    id: 'metadata.own-key',
    spec: 'SAML2int SDP-MD02',
    advisory: true,
    check: ({ signed, keys }) => {
      if (signed?.by === undefined) return notApplicable;
      const own = keys.some(({ fingerprint }) => fingerprint === signed.by);
      return own ? { expected: 'a signature by a key that is not in this metadata', actual: signed.by } : undefined;
    },
  },
  {
    id: 'metadata.valid-until',
    spec: 'SAML2int SDP-MD03',
    advisory: true,
    check: ({ validUntil }) => (validUntil === undefined ? { expected: 'an end', actual: 'none' } : undefined),
  },
  {
    id: 'key.certificate',
    spec: 'SAML2int SDP-MD05',
    check: ({ keys }) =>
      only(
        'keys in certificates',
        keys.filter(({ problem, certificate }) => problem === undefined && certificate === undefined).map(named),
      ),
  },
  {
    id: 'key.encryption',
    spec: 'SAML2int SDP-MD08',
    check: ofServices(({ keys }) => {
      const able = keys.some(({ use, problem }) => use !== 'signing' && problem === undefined);
      return able ? undefined : { expected: 'a key for encryption', actual: 'none' };
    }),
  },
  {
    id: 'key.separate',
    spec: 'SP 800-57 5.2',
    advisory: true,
    check: ({ keys }) => {
      const signing = new Set(keys.filter(({ use }) => use === 'signing').map(({ fingerprint }) => fingerprint));
      const shared = keys.filter(({ use, fingerprint }) => use === 'both' || (use === 'encryption' && signing.has(fingerprint)));
      return only('keys for one use each', shared.map(named));
    },
  },
  {
    id: 'ui.display-name',
    spec: 'SAML2int SDP-MD09',
    check: ({ ui }) => present('DisplayName', ui),
  },
  {
    id: 'ui.logo',
    spec: 'SAML2int SDP-MD09',
    check: ({ ui }) => present('Logo', ui),
  },
  {
    id: 'ui.privacy-statement',
    spec: 'SAML2int SDP-MD09',
    check: ofServices(({ ui }) => present('PrivacyStatementURL', ui)),
  },
  {
    id: 'ui.logo-address',
    spec: 'SAML2int SDP-MD10',
    check: ({ ui }) =>
      only(
        'pictures behind https or within',
        ui
          .filter(isNamed('Logo'))
          .map(textOf)
          .filter((one) => !/^(?:https:|data:image\/)/i.test(one)),
      ),
  },
  {
    id: 'contact.technical',
    spec: 'SAML2int SDP-MD11',
    check: ({ contacts }) => {
      const technical = contacts.filter((contact) => attribute(contact, 'contactType') === 'technical');
      const reachable = technical.some((contact) =>
        childrenNamed(contact, namespaces.metadata, 'EmailAddress').some((one) => textOf(one) !== ''),
      );
      return reachable ? undefined : { expected: 'a technical contact with an email address', actual: 'none' };
    },
  },
  {
    id: 'provider.error-url',
    spec: 'SAML2int SDP-MD12',
    advisory: true,
    check: ofProviders(({ descriptor }) => {
      const errorUrl = collapse(attribute(descriptor, 'errorURL') ?? '');
      return addressProblem(errorUrl) === undefined ? undefined : { expected: 'an https address as errorURL', actual: errorUrl || 'none' };
    }),
  },
  {
    id: 'endpoint.login',
    spec: 'SAML2int SDP-SP02',
    advisory: true,
    check: ofProviders((subject) => byBinding(subject, 'SingleSignOnService', bindings.redirect)),
  },
  {
    id: 'endpoint.consumer',
    spec: 'SAML2int SDP-SP08',
    check: ofServices((subject) => byBinding(subject, 'AssertionConsumerService', bindings.post)),
  },
  {
    id: 'subject.requirement',
    spec: 'SAML2int SDP-SP15',
    check: ofServices(({ entityAttributes }) =>
      entityAttributes.has(subjectRequirement) ? undefined : { expected: subjectRequirement, actual: 'none' },
    ),
  },
  {
    id: 'endpoint.logout',
    spec: 'SAML2int SDP-SP26',
    check: (subject) => {
      const offered = subject.endpoints.some(({ service }) => service === 'SingleLogoutService');
      return offered ? byBinding(subject, 'SingleLogoutService', bindings.redirect) : notApplicable;
    },
  },
];

/** The deployment profile as it counts for a role. */
export function deploymentRulesFor(role: InspectedRole | undefined): readonly InspectionRule[] {
  return role === 'service-provider' ? deploymentRules : deploymentRules.map((rule) => ({ ...rule, advisory: true }));
}

function ofServices(check: (subject: Inspected) => Verdict): InspectionRule['check'] {
  return (subject) => (subject.role === 'service-provider' ? check(subject) : notApplicable);
}

function ofProviders(check: (subject: Inspected) => Verdict): InspectionRule['check'] {
  return (subject) => (subject.role === 'identity-provider' ? check(subject) : notApplicable);
}

function present(name: string, ui: readonly Element[]): Verdict {
  return ui.filter(isNamed(name)).some((element) => textOf(element) !== '') ? undefined : { expected: `mdui:${name}`, actual: 'none' };
}

function byBinding({ endpoints }: Inspected, service: string, binding: string): Verdict {
  const offered = endpoints.filter((endpoint) => endpoint.service === service).map((endpoint) => endpoint.binding);
  return offered.includes(binding) ? undefined : { expected: `${service} by ${binding}`, actual: offered.slice(0, 5).join(', ') || 'none' };
}

/** Texts that are longer, by the name of what holds them; keys, signatures and pictures have no such bound. */
function longTexts(element: Element): readonly string[] {
  if (element.namespace === namespaces.dsig || isNamed('Logo')(element)) return [];
  const own = element.attributes
    .filter(({ value }) => value.length > longestText)
    .map(({ qualifiedName }) => `${element.name}/@${qualifiedName}`);
  const text = collapse(element.children.filter((child) => typeof child === 'string').join(''));
  return [...own, ...(text.length > longestText ? [element.name] : []), ...childElements(element).flatMap(longTexts)];
}

function isNamed(wanted: string): (element: Element) => boolean {
  return ({ namespace, name }) => namespace === namespaces.mdui && name === wanted;
}

function textOf(element: Element): string {
  return collapse(onlyText(element) ?? '');
}

const longestText = 256;
const subjectRequirement = 'urn:oasis:names:tc:SAML:profiles:subject-id:req';
