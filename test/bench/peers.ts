import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { names } from './messages.ts';
import { inTurn, type Tasks } from './tasks.ts';
import type { Workload } from './workloads.ts';

/** Of each peer's interface just what is used; what they are configured with is in its favour wherever there is a choice. */
export const nodeSaml: Tasks = {
  response: (workload) => {
    const saml = nodeSamlFor(workload, 'HTTP-Redirect');
    const bodies = bodiesOf(workload);
    return async (turn) => {
      const { profile } = await saml.validatePostResponseAsync(inTurn(bodies, turn));
      return `${profile?.nameID} ${countOf(profile?.attributes['memberOf'])}`;
    };
  },
  redirect: (workload) => {
    const saml = nodeSamlFor(workload, 'HTTP-Redirect');
    return async () =>
      (await saml.getAuthorizeUrlAsync('handle', undefined, {})).includes('&Signature=') ? workload.answer : 'not signed';
  },
  post: (workload) => {
    const saml = nodeSamlFor(workload, 'HTTP-POST');
    return async () => longEnough((await saml.getAuthorizeMessageAsync('handle', undefined, {})).SAMLRequest, workload);
  },
};

export const samlify: Tasks = {
  response: (workload) => {
    const { sp, idp } = samlifyParties(workload);
    const bodies = bodiesOf(workload);
    return async (turn) => {
      const { extract } = await sp.parseLoginResponse(idp, 'post', { body: inTurn(bodies, turn) });
      return `${extract.nameID} ${countOf(extract.attributes['memberOf'])}`;
    };
  },
  redirect: (workload) => {
    const { sp, idp } = samlifyParties(workload);
    return () => (sp.createLoginRequest(idp, 'redirect').context.includes('&Signature=') ? workload.answer : 'not signed');
  },
  post: (workload) => {
    const { sp, idp } = samlifyParties(workload);
    return () => longEnough(sp.createLoginRequest(idp, 'post').context, workload);
  },
  metadata: ({ metadata }) => {
    const { IdentityProvider } = load('samlify') as Samlify;
    // It does not take the byte order mark.
    const xml = metadata.slice(1);
    return () => {
      const { entityMeta } = IdentityProvider({ metadata: xml });
      return `${entityMeta.getEntityID()} ${countOf(entityMeta.getX509Certificate('signing'))}`;
    };
  },
};

export const saml2: Tasks = {
  response: (workload) => {
    const { sp, idp } = saml2Parties(workload);
    const bodies = bodiesOf(workload);
    return (turn) =>
      new Promise((done, fail) => {
        sp.post_assert(idp, { request_body: inTurn(bodies, turn), audience: names.sp }, (error, answer) => {
          if (answer === undefined) fail(error);
          else done(`${answer.user.name_id} ${countOf(answer.user.attributes['memberOf'])}`);
        });
      });
  },
  redirect: (workload) => {
    const { sp, idp } = saml2Parties(workload);
    return () =>
      new Promise((done, fail) => {
        sp.create_login_request_url(idp, { relay_state: 'handle' }, (error, url) => {
          if (url === undefined) fail(error);
          else done(url.includes('&Signature=') ? workload.answer : 'not signed');
        });
      });
  },
  post: (workload) => {
    const { sp, idp } = saml2Parties(workload);
    return () => longEnough(Buffer.from(sp.create_authn_request_xml(idp, {})).toString('base64'), workload);
  },
};

function nodeSamlFor({ parties, signed }: Workload, authnRequestBinding: string) {
  const { SAML } = load('@node-saml/node-saml') as NodeSaml;
  return new SAML({
    issuer: names.sp,
    callbackUrl: names.acsUrl,
    entryPoint: names.ssoUrl,
    idpCert: parties.idpCertificate,
    idpIssuer: names.idp,
    audience: names.sp,
    privateKey: parties.spPrivateKey,
    decryptionPvk: parties.spPrivateKey,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    wantAssertionsSigned: signed !== 'response',
    wantAuthnResponseSigned: signed !== 'assertion',
    disableRequestedAuthnContext: true,
    skipRequestCompression: authnRequestBinding === 'HTTP-POST',
    authnRequestBinding,
  });
}

function samlifyParties({ parties, metadata, encrypted }: Workload) {
  const { IdentityProvider, ServiceProvider, setSchemaValidator } = load('samlify') as Samlify;
  setSchemaValidator({ validate: async () => 'not validated' });
  return {
    idp: IdentityProvider({
      metadata: metadata.replace('<IDPSSODescriptor ', '<IDPSSODescriptor WantAuthnRequestsSigned="true" '),
      isAssertionEncrypted: encrypted,
    }),
    sp: ServiceProvider({
      entityID: names.sp,
      authnRequestsSigned: true,
      wantAssertionsSigned: true,
      privateKey: parties.spPrivateKey,
      encPrivateKey: parties.spPrivateKey,
      signingCert: parties.spCertificate,
      requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      assertionConsumerService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', Location: names.acsUrl }],
    }),
  };
}

function saml2Parties({ parties }: Workload) {
  const { IdentityProvider, ServiceProvider } = load('saml2-js') as Saml2;
  return {
    idp: new IdentityProvider({
      sso_login_url: names.ssoUrl,
      sso_logout_url: names.ssoUrl,
      certificates: [parties.idpCertificate],
      allow_unencrypted_assertion: true,
      sign_get_request: true,
    }),
    sp: new ServiceProvider({
      entity_id: names.sp,
      assert_endpoint: names.acsUrl,
      private_key: parties.spPrivateKey,
      certificate: parties.spCertificate,
    }),
  };
}

function bodiesOf({ messages }: Workload): readonly Body[] {
  return messages.map(({ base64 }) => ({ SAMLResponse: base64 }));
}

/** A posted request holds its signature, so it is longer than one without. */
function longEnough(base64: string, { answer }: Workload): string {
  return base64.length > 1_500 ? answer : 'not signed';
}

function countOf(values: unknown): number {
  return Array.isArray(values) ? values.length : values === undefined ? 0 : 1;
}

/** From the packages of the benchmark, which the project itself does not have. */
export function load(name: string): unknown {
  return createRequire(resolve('test/bench/package.json'))(name);
}

interface Body {
  readonly SAMLResponse: string;
}

type Attributes = Readonly<Record<string, unknown>>;

interface NodeSaml {
  readonly SAML: new (
    options: object,
  ) => {
    validatePostResponseAsync(body: Body): Promise<{ profile: { nameID: string; attributes: Attributes } | null }>;
    getAuthorizeUrlAsync(relayState: string, host: undefined, options: object): Promise<string>;
    getAuthorizeMessageAsync(relayState: string, host: undefined, options: object): Promise<{ SAMLRequest: string }>;
  };
}

interface SamlifyProvider {
  readonly entityMeta: { getEntityID(): string; getX509Certificate(use: string): unknown };
}

interface Samlify {
  setSchemaValidator(validator: object): void;
  IdentityProvider(options: object): SamlifyProvider;
  ServiceProvider(options: object): {
    parseLoginResponse(
      idp: SamlifyProvider,
      binding: string,
      request: { body: Body },
    ): Promise<{ extract: { nameID: string; attributes: Attributes } }>;
    createLoginRequest(idp: SamlifyProvider, binding: string): { context: string };
  };
}

interface Saml2 {
  readonly IdentityProvider: new (options: object) => object;
  readonly ServiceProvider: new (
    options: object,
  ) => {
    post_assert(
      idp: object,
      options: object,
      done: (error: unknown, answer?: { user: { name_id: string; attributes: Attributes } }) => void,
    ): void;
    create_login_request_url(idp: object, options: object, done: (error: unknown, url?: string) => void): void;
    create_authn_request_xml(idp: object, options: object): string;
  };
}
