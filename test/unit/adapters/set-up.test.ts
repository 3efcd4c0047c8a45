import { describe, expect, it } from 'vitest';
import { type SetUpOptions, type SetUpStep, setUp } from '../../../src/adapters/set-up.ts';
import { sheet } from '../../../src/adapters/sheet.ts';
import { addresses } from '../../../src/adapters/urls.ts';
import { inspectMetadata } from '../../../src/saml/index.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { entityXml, keyInfoXml, roleXml, x509Xml } from '../../support/metadata.ts';
import { refusal } from '../../support/refusal.ts';
import { bases, each, made, products, registration } from '../../support/registrations.ts';

describe.each(each)('the steps for %s', (_, preset) => {
  it('are the same for every product, in their order', () => {
    const kinds = (protocol: 'saml' | 'oidc') =>
      products.map((product) =>
        setUp(registration(preset, protocol, product))
          .map(({ kind }) => kind)
          .join(' '),
      );
    expect(new Set(kinds('saml'))).toEqual(new Set(['prepare addresses metadata certificate accounts known-domains test']));
    expect(new Set(kinds('oidc'))).toEqual(new Set(['prepare addresses discovery credentials accounts known-domains test']));
  });

  it('have the sheet of the registration, and the mapping of the preset', () => {
    const steps = setUp(registration(preset, 'saml'));
    expect(step(steps, 'addresses').sheet).toEqual(sheet(registration(preset, 'saml')));
    expect(step(steps, 'accounts')).toMatchObject({ mapping: preset.saml?.mapping, linkAttribute: preset.saml?.linkAttribute });
  });

  it('are plain data', () => {
    for (const protocol of ['saml', 'oidc'] as const) {
      const steps = setUp(registration(preset, protocol));
      expect(JSON.parse(JSON.stringify(steps))).toEqual(withoutUndefined(steps));
    }
  });
});

describe('before anything else', () => {
  it('an administrator can still sign in, and nobody is asked for a password that they have not', () => {
    const demands = (product: (typeof products)[number]) =>
      step(setUp(registration(made.okta, 'saml', product)), 'prepare').checks.map(({ topic }) => topic);
    expect(demands('jira')).toEqual(['administrator', 'https', 'base-url', 'clock', 'password-prompt']);
    expect(demands('bitbucket')).toEqual(['administrator', 'https', 'base-url', 'clock']);
  });

  it('there is a key to sign with where the provider takes nothing else', () => {
    const topics = (protocol: 'saml' | 'oidc') =>
      step(setUp(registration(made.keycloak, protocol)), 'prepare').checks.map(({ topic }) => topic);
    expect(topics('saml')).toContain('signing-key');
    expect(topics('oidc')).not.toContain('signing-key');
  });
});

describe('the certificates', () => {
  it('are all of those that may sign, as the metadata has them, and no others', async () => {
    const certificates = ['one', 'two'].map((name) => selfSigned(keyPair('rsa-2048', name).privateKey));
    const [signing, next] = certificates.map(({ base64 }) => keyInfoXml(x509Xml(base64), 'signing'));
    const encryption = keyInfoXml(x509Xml(selfSigned(keyPair('rsa-2048', 'three').privateKey).base64), 'encryption');
    const { keys } = await inspectMetadata(entityXml({ roles: roleXml({ keys: `${signing}${next}${encryption}` }) }));
    expect(keys).toHaveLength(3);
    const shown = step(setUp({ ...registration(made['entra-id'], 'saml'), keys }), 'certificate');
    expect(shown.keys).toEqual(keys.slice(0, 2));
    expect(shown.compareWith).toEqual([{ screen: 'SAML Certificates', field: 'Certificate (Base64)', is: 'certificates' }]);
  });

  it('are not there before there is metadata', () => {
    expect(step(setUp(registration(made.okta, 'saml')), 'certificate').keys).toEqual([]);
  });
});

describe('the last step', () => {
  it('tries a login from either side, as far as there are two', () => {
    const runs = (options: SetUpOptions) => step(setUp(options), 'test').runs;
    const own = registration(made.okta, 'saml');
    expect(runs(own)).toEqual([{ begins: 'at-the-service', at: own.addresses.saml.signOnUrl }, { begins: 'at-the-provider' }]);
    const theirs = addresses({ scheme: 'kantega', baseUrl: bases.jira, id: 'a', initiatedBy: 'provider' });
    expect(runs(registration(made.okta, 'saml', 'jira', theirs))).toEqual([{ begins: 'at-the-provider' }]);
    expect(runs(registration(made.okta, 'oidc'))).toEqual([{ begins: 'at-the-service', at: own.addresses.oidc?.initiateLoginUri }]);
  });

  it('says what people see where something was typed wrong', () => {
    const { troubles } = step(setUp(registration(made['entra-id'], 'saml')), 'test');
    expect(troubles.map(({ seen }) => seen)).toContain('AADSTS700016');
  });
});

describe('what is known of a registration', () => {
  it('has its domains in lower case', () => {
    const steps = setUp({ ...registration(made.okta, 'saml'), domains: ['Example.ORG'] });
    expect(step(steps, 'known-domains').domains).toEqual(['example.org']);
  });

  it.each([
    { domains: [''] },
    { domains: 'example.org' },
    { product: 'trello' },
    { product: 'toString' },
    { protocol: 'ws-fed' },
    { scheme: 'own' },
  ])('is never %j', (wrong) => {
    // Sound: that is what is tried.
    expect(refusal(() => setUp({ ...registration(made.okta, 'saml'), ...wrong } as unknown as SetUpOptions))).toBe('config.invalid');
  });
});

function step<Kind extends SetUpStep['kind']>(steps: readonly SetUpStep[], kind: Kind): Extract<SetUpStep, { kind: Kind }> {
  // Sound: what is found has that kind.
  const found = steps.find((each) => each.kind === kind) as Extract<SetUpStep, { kind: Kind }> | undefined;
  if (found === undefined) throw new Error(`there is no step ${kind}`);
  return found;
}

function withoutUndefined(steps: readonly SetUpStep[]): unknown {
  return steps.map((each) => Object.fromEntries(Object.entries(each).filter(([, value]) => value !== undefined)));
}
