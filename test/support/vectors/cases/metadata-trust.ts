import { assertionXml, clean } from '../../messages.ts';
import { entityXml, groupXml, keyXml, type MetadataOptions, metadataCases, roleXml } from '../metadata-case.ts';
import type { KeyName } from '../parties.ts';
import type { Case, Workshop } from '../workshop.ts';

const { accepts, refuses } = metadataCases({ spec: 'SAMLMeta 3.1', flags: 'metadata trust' });
const sso = 'https://idp.example/saml/sso';

/** Who vouches for metadata. */
export const metadataTrustCases: readonly Case[] = trust();

/** Metadata that a federation signs: only what was signed may come out. */
function trust(): readonly Case[] {
  const identified = ' ID="_metadata"';
  const trusting = (made: (workshop: Workshop) => string, options: object = {}): MetadataOptions => ({
    spec: 'SAMLMeta 3.1',
    flags: 'metadata trust',
    after: (_, workshop) => made(workshop),
    options: { trust: ['federation'], ...options },
  });
  const sign = (workshop: Workshop, xml: string, key: KeyName = 'federation', id = '_metadata') =>
    workshop.sign(xml, { key, id, position: 'first' });
  const evil = entityXml({ role: { keys: keyXml('stranger') }, attributes: ' ID="_evil"' });
  const other = entityXml({ entityId: 'https://other-idp.example/saml', role: { keys: keyXml('stranger') }, attributes: ' ID="_other"' });
  const entity = entityXml({ attributes: identified });
  const signatureIn = (xml: string) => /<ds:Signature [\s\S]*?<\/ds:Signature>/.exec(xml)?.[0] ?? '';
  return [
    accepts(
      'signed',
      'signed by the key that is trusted',
      {},
      trusting((workshop) => sign(workshop, entity)),
    ),
    accepts(
      'signed-by-one-of-two',
      'signed by one of the keys that are trusted',
      {},
      { ...trusting((workshop) => sign(workshop, entity)), options: { trust: ['stranger', 'federation'] } },
    ),
    accepts(
      'signed-group',
      'a group that is signed',
      {},
      trusting((workshop) => sign(workshop, groupXml([entityXml()], identified))),
    ),
    accepts(
      'signed-entity',
      'the one entity in a group is signed',
      {},
      trusting((workshop) => sign(workshop, groupXml([entity]))),
    ),
    accepts(
      'signed-entity-beside-other',
      'one entity in a group is signed, another is not',
      {},
      trusting((workshop) => sign(workshop, groupXml([other, entity])), { entityId: clean.idp }),
    ),
    refuses(
      'signed-entity-beside-forged',
      'a forged entity beside the signed one of the same name',
      'metadata.entity {"reason":"duplicate"}',
      trusting((workshop) => sign(workshop, groupXml([evil, entity])), { entityId: clean.idp }),
    ),
    accepts(
      'signed-not-asked',
      'without trust a signature is not looked at',
      {},
      { after: (_, workshop) => sign(workshop, entity, 'stranger'), flags: 'metadata trust' },
    ),
    refuses(
      'signed-not',
      'not signed at all',
      'signature.missing',
      trusting(() => entity),
    ),
    refuses(
      'signed-role-only',
      'only the role is signed',
      'signature.missing',
      trusting((workshop) => sign(workshop, entityXml({ roles: roleXml({ attributes: identified }) }))),
    ),
    refuses(
      'signed-stranger',
      'signed by somebody else',
      'signature.value',
      trusting((workshop) => sign(workshop, entity, 'stranger')),
    ),
    refuses(
      'signed-by-itself',
      'signed by the provider that it describes',
      'signature.value',
      trusting((workshop) => sign(workshop, entity, 'idp')),
    ),
    refuses(
      'signed-changed',
      'changed once it was signed',
      'signature.digest',
      trusting((workshop) => sign(workshop, entity).replace(sso, 'https://evil.example/sso')),
    ),
    refuses(
      'signed-forged-root',
      'a forged entity with the signature, the signed one within its extensions',
      'signature.profile',
      trusting((workshop) => {
        const signed = sign(workshop, entity);
        return evil.replace(
          /<md:IDPSSODescriptor/,
          `${signatureIn(signed)}<md:Extensions>${signed.replace(signatureIn(signed), '')}</md:Extensions><md:IDPSSODescriptor`,
        );
      }),
    ),
    refuses(
      'signed-sibling',
      'a forged entity of the name that is meant beside a signed one of another',
      'signature.missing',
      trusting(
        (workshop) => sign(workshop, groupXml([evil, entityXml({ entityId: 'https://other-idp.example/saml', attributes: identified })])),
        { entityId: clean.idp },
      ),
    ),
    refuses(
      'signed-duplicate-id',
      'another entity with the ID of the signed one',
      'signature.profile',
      trusting(
        (workshop) =>
          sign(workshop, groupXml([entity])).replace('<md:EntityDescriptor', `${other.replace('_other', '_metadata')}<md:EntityDescriptor`),
        { entityId: clean.idp },
      ),
    ),
    refuses(
      'signed-sha1',
      'signed with SHA-1',
      'signature.algorithm',
      trusting((workshop) => workshop.sign(entity, { key: 'federation', algorithm: 'rsa-sha1', position: 'first' })),
    ),
    refuses(
      'signed-assertion',
      'an assertion in place of metadata',
      'metadata.document',
      trusting((workshop) => workshop.sign(assertionXml(), { key: 'federation' })),
    ),
  ];
}
