import { type KeyPair, keyPair } from './keys.ts';
import { type EntityParts, entityXml, groupXml, roleXml } from './metadata.ts';
import { signXml } from './sign.ts';

/** A member of a federation, as its aggregate has it. */
export interface MemberParts extends EntityParts {
  readonly registeredBy?: string;
  readonly displayName?: string;
  /** The entity categories that it supports. */
  readonly supports?: readonly string[];
}

/** The metadata of a member. */
export function memberXml({ registeredBy, displayName, supports = [], ...parts }: MemberParts = {}): string {
  const registration = registeredBy === undefined ? '' : `<rpi:RegistrationInfo ${rpi} registrationAuthority="${registeredBy}"/>`;
  const values = supports.map((category) => `<saml:AttributeValue>${category}</saml:AttributeValue>`);
  const attributes = `<mdattr:EntityAttributes ${mdattr}><saml:Attribute Name="http://macedir.org/entity-category-support">${values.join('')}</saml:Attribute></mdattr:EntityAttributes>`;
  const extensions = `<md:Extensions>${registration}${values.length === 0 ? '' : attributes}</md:Extensions>`;
  const ui = `<md:Extensions><mdui:UIInfo ${mdui}><mdui:DisplayName xml:lang="en">${displayName}</mdui:DisplayName></mdui:UIInfo></md:Extensions>`;
  return entityXml({ before: extensions, roles: roleXml({ extensions: displayName === undefined ? '' : ui }), ...parts });
}

/** A signed aggregate. */
export function aggregateXml(content: string, attributes = '', signedBy: Pick<KeyPair, 'privateKey'> = registrar): string {
  return signXml(groupXml(content, ` ID="all"${attributes}`), { key: signedBy.privateKey, position: 'first' });
}

/** Whoever signs aggregates. */
export const registrar = keyPair('p-256', 'registrar');
const rpi = 'xmlns:rpi="urn:oasis:names:tc:SAML:metadata:rpi"';
const mdui = 'xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui"';
const mdattr = 'xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';
