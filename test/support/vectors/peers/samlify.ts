import { type Answer, load, type Peer, textValues, versionOf } from './peer.ts';
import { endsLogin, worldOf } from './world.ts';

/** `samlify`, with the tolerance of clocks that the vectors have and without a validator of schemas, which it leaves to others. */
export const samlify: Peer = {
  name: 'samlify',
  version: versionOf('samlify'),
  takes: endsLogin,
  ask: async (vector) => {
    const { IdentityProvider, ServiceProvider, setSchemaValidator } = load('samlify') as Samlify;
    const { sp, acsUrl, wantSigned, clockSkewSeconds, idp, ssoUrl, certificates, decryptionKey, body } = worldOf(vector);
    setSchemaValidator({ validate: async () => 'not validated' });
    const provider = IdentityProvider({
      entityID: idp,
      signingCert: certificates,
      isAssertionEncrypted: decryptionKey !== undefined && Buffer.from(vector.message).includes('EncryptedAssertion'),
      singleSignOnService: [{ Binding: `${saml2}bindings:HTTP-Redirect`, Location: ssoUrl }],
    });
    const ourselves = ServiceProvider({
      entityID: sp,
      assertionConsumerService: [{ Binding: `${saml2}bindings:HTTP-POST`, Location: acsUrl }],
      ...(decryptionKey === undefined ? {} : { encPrivateKey: decryptionKey }),
      wantAssertionsSigned: wantSigned !== 'response',
      wantMessageSigned: wantSigned === 'response' || wantSigned === 'both',
      clockDrifts: [-clockSkewSeconds * 1000, clockSkewSeconds * 1000],
    });
    const { extract } = await ourselves.parseLoginResponse(provider, 'post', { body });
    return answerOf(extract);
  },
};

function answerOf({ nameID, attributes }: Extract): Answer {
  return { ...(nameID === undefined || nameID === null ? {} : { subject: String(nameID) }), attributes: textValues(attributes ?? {}) };
}

interface Extract {
  readonly nameID?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>> | null;
}

interface Samlify {
  setSchemaValidator(validator: object): void;
  IdentityProvider(options: object): object;
  ServiceProvider(options: object): {
    parseLoginResponse(
      idp: object,
      binding: string,
      request: { readonly body: Readonly<Record<string, string>> },
    ): Promise<{ readonly extract: Extract }>;
  };
}

const saml2 = 'urn:oasis:names:tc:SAML:2.0:';
