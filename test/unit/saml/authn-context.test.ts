import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { contextMismatch, refedsMfa } from '../../../src/saml/authn-context.ts';
import { authnContexts } from '../../../src/saml/names.ts';
import type { RequestedAuthnContext } from '../../../src/saml/pending.ts';
import { attributeStatementXml, authnStatementXml, contextUri, contextXml } from '../../support/messages.ts';
import { answer, asked, loggedIn, refusals } from '../../support/saml-login.ts';

const order = ['urn:weak', 'urn:middle', 'urn:strong'];

describe('an authentication', () => {
  it.each<readonly [RequestedAuthnContext['comparison'], readonly string[], readonly string[]]>([
    [undefined, ['urn:middle'], ['urn:middle']],
    ['exact', ['urn:middle', 'urn:other'], ['urn:middle', 'urn:other']],
    ['minimum', ['urn:middle'], ['urn:middle', 'urn:strong']],
    ['minimum', ['urn:strong', 'urn:middle'], ['urn:middle', 'urn:strong']],
    ['maximum', ['urn:middle'], ['urn:weak', 'urn:middle']],
    ['maximum', ['urn:weak', 'urn:middle'], ['urn:weak', 'urn:middle']],
    ['better', ['urn:weak'], ['urn:middle', 'urn:strong']],
    // "Stronger than any one of those specified" (SAMLCore 3.3.2.2.1): than all of them.
    ['better', ['urn:weak', 'urn:middle'], ['urn:strong']],
    ['better', ['urn:strong'], []],
  ])('meets %s %j by %j alone', (comparison, classes, enough) => {
    const requested = { classes, order, ...(comparison === undefined ? {} : { comparison }) };
    for (const contextClass of [...order, 'urn:other', 'urn:Middle', '', undefined])
      expect([contextClass, contextMismatch({ contextClass, contextDeclaration: undefined }, requested) === undefined]).toEqual([
        contextClass,
        contextClass !== undefined && enough.includes(contextClass),
      ]);
  });

  it('by several factors meets REFEDS by its one class alone', () => {
    const enough = Object.values(authnContexts).filter(
      (contextClass) => contextMismatch({ contextClass, contextDeclaration: undefined }, refedsMfa) === undefined,
    );
    expect(enough).toEqual(['https://refeds.org/profile/mfa']);
  });

  it('meets a declaration by the declaration alone, and a class by the class', () => {
    const found = { contextClass: 'urn:c', contextDeclaration: 'urn:d' };
    expect(contextMismatch(found, { declarations: ['urn:d'] })).toBeUndefined();
    expect(contextMismatch(found, { declarations: ['urn:c'] })).toBeDefined();
    expect(contextMismatch(found, { classes: ['urn:d'] })).toBeDefined();
  });

  test.prop([fc.constantFrom('minimum', 'maximum', 'better' as const), fc.subarray(order), fc.string()])(
    'of a kind that is not in the order meets nothing, and nothing is met where nothing was asked',
    (comparison, classes, unknown) => {
      fc.pre(!order.includes(unknown));
      const requested = { classes, comparison, order } as const;
      expect(contextMismatch({ contextClass: unknown, contextDeclaration: undefined }, requested)).toBeDefined();
      for (const contextClass of order)
        if (classes.length === 0) expect(contextMismatch({ contextClass, contextDeclaration: undefined }, requested)).toBeDefined();
    },
  );

  it('is held to what the request asked for, and to nothing where it asked for nothing', async () => {
    const message = answer({ statements: [authnStatementXml({}, contextXml('Password')), attributeStatementXml()] });
    expect(await refusals(message)).toEqual([]);
    expect(await refusals(message, { pending: asked({ authnContext: { classes: [contextUri('Password')] } }) })).toEqual([]);
    expect(await refusals(message, { pending: asked({ authnContext: { classes: [contextUri('X509')] } }) })).toEqual([
      'authentication.context',
    ]);
  });

  it('is told with its declaration and with whom the provider itself relied on', async () => {
    const context = contextXml(
      null,
      '<saml:AuthnContextDeclRef> urn:declaration\n</saml:AuthnContextDeclRef>',
      '<saml:AuthenticatingAuthority>urn:a</saml:AuthenticatingAuthority><saml:AuthenticatingAuthority>urn:b</saml:AuthenticatingAuthority>',
    );
    const message = answer({ statements: [authnStatementXml({ SessionIndex: null }, context)] });
    const pending = asked({ authnContext: { declarations: ['urn:declaration'] } });
    const { authentication, session } = await loggedIn(message, { pending });
    expect(authentication).toMatchObject({ contextDeclaration: 'urn:declaration', authorities: ['urn:a', 'urn:b'] });
    expect(Object.keys(authentication)).not.toContain('contextClass');
    expect(Object.keys(session)).not.toContain('index');
  });

  it.each([
    ['without a context', ''],
    ['with two classes', contextXml('Password', '<saml:AuthnContextClassRef>urn:x</saml:AuthnContextClassRef>')],
    ['with an empty class', contextXml(null, '<saml:AuthnContextClassRef/>')],
    ['with something else in it', contextXml('Password', '<saml:Strength/>')],
  ])('is refused %s', async (_, context) => {
    expect(await refusals(answer({ statements: [authnStatementXml({}, context)] }))).toEqual(['saml.structure']);
  });
});
