import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/core/source.ts';
import type { IdentityProvider } from '../../../src/saml/identity-provider.ts';
import type { WantSigned } from '../../../src/saml/service-provider.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type EncryptOptions, encryptedXml } from '../../support/encrypt.ts';
import { keyPair } from '../../support/keys.ts';
import { assertionXml, responseXml } from '../../support/messages.ts';
import { answer, asked, fresh, refusals, type Signed, signed, them, unasked, us } from '../../support/saml-login.ts';
import { signXml } from '../../support/sign.ts';

const [old, rolled] = [keyPair('rsa-2048'), keyPair('rsa-2048', 'rolled')];
const ours = keyPair('rsa-2048', 'sp');

describe('which signatures must be there', () => {
  const enough: Readonly<Record<WantSigned, readonly Signed[]>> = {
    either: ['assertion', 'response', 'both'],
    assertion: ['assertion', 'both'],
    response: ['response', 'both'],
    both: ['both'],
  };
  const combinations = (Object.keys(enough) as WantSigned[]).flatMap((wanted) =>
    (['none', 'assertion', 'response', 'both'] as const).map((found) => [wanted, found, enough[wanted].includes(found)] as const),
  );

  it.each(combinations)('is our setting: wanted %s, found %s, accepted %s', async (wantSigned, found, accepted) => {
    const expected = accepted ? [] : ['signature.missing'];
    expect(await refusals(answer({}, {}, found), { sp: us({ wantSigned }) })).toEqual(expected);
    // What is said of one provider goes before what is said of all.
    const opposite = accepted ? 'both' : 'either';
    expect(await refusals(answer({}, {}, found), { sp: us({ wantSigned: opposite }), idp: them({ wantSigned }) })).toEqual(expected);
  });
});

describe('a signature that is there', () => {
  const mallory = { key: keyPair('rsa-2048', 'mallory').privateKey };

  it('must verify, though the inner one alone would be enough', async () => {
    for (const sp of [us(), us({ wantSigned: 'assertion' })]) {
      expect(await refusals(signXml(answer(), mallory), { sp })).toEqual(['signature.value']);
      const changed = answer({}, {}, 'both').replace('Destination=', 'Consent="urn:x" Destination=');
      expect(await refusals(changed, { sp })).toEqual(['signature.digest']);
    }
  });

  it('must verify, though the outer one alone would be enough', async () => {
    const inner = signed(responseXml(), 'assertion', mallory);
    for (const sp of [us(), us({ wantSigned: 'response' })])
      expect(await refusals(signXml(inner, { key: old.privateKey }), { sp })).toEqual(['signature.value']);
  });

  it('is refused for its profile where another would verify', async () => {
    const broken = signXml(answer(), {
      key: old.privateKey,
      breaking: { signature: (xml) => xml.replace('</ds:Signature>', '<ds:Object/></ds:Signature>') },
    });
    expect(await refusals(broken)).toEqual(['signature.profile']);
  });

  it('is refused twice in one element', async () => {
    const twice = signXml(answer({}, {}, 'response'), { key: old.privateKey, position: 'last' });
    expect(await refusals(twice)).toEqual(['signature.profile']);
  });
});

describe('a key that nobody knows', () => {
  const fresher = signed(undefined, 'assertion', { key: rolled.privateKey });

  it('leads to one look at a source, and the login goes on with what it found', async () => {
    const source = watched(them(), them({}, [old, rolled]));
    expect(await refusals(fresher, { idp: source })).toEqual([]);
    expect(source.looks).toEqual(['unknown-key']);
  });

  it('is refused as before where the source knows nothing new', async () => {
    const same = them();
    for (const found of [same, them()]) {
      const source = watched(same, found);
      expect(await refusals(fresher, { idp: source })).toEqual(['signature.value']);
      expect(source.looks).toEqual(['unknown-key']);
    }
  });

  it('leads to one look where the kind of key is what nobody knows', async () => {
    const pair = keyPair('p-256');
    const source = watched(them(), them({}, [pair]));
    expect(await refusals(signed(undefined, 'assertion', { key: pair.privateKey }), { idp: source })).toEqual([]);
    expect(source.looks).toEqual(['unknown-key']);
  });

  it('leads to one look where nobody may be told that it is the key, since the assertion is encrypted', async () => {
    const sp = us({ decryption: [{ privateKey: ours.privateKey }] });
    const encrypted = (options: Partial<EncryptOptions> = {}) => {
      const plain = signXml(assertionXml(), { key: rolled.privateKey });
      const recipients = [{ key: ours.publicKey }];
      return responseXml({ assertions: [encryptedXml(plain, 'EncryptedAssertion', { recipients, ...options })] });
    };
    const source = watched(them(), them({}, [old, rolled]));
    expect(await refusals(encrypted(), { sp, idp: source })).toEqual([]);
    expect(source.looks).toEqual(['unknown-key']);
    // Whatever else it is, somebody looks: else the look would tell what the error does not.
    const broken = [{ content: truncated }, { wrapped: truncated }, { plaintext: truncated }];
    for (const breaking of broken) expect(await refusals(encrypted({ breaking }), { sp, idp: source })).toEqual(['encryption.failed']);
    expect(source.looks).toEqual(Array(1 + broken.length).fill('unknown-key'));
  });

  it('is not looked for where the message is refused for another reason, or accepted', async () => {
    const source = watched(them(), them({}, [old, rolled]));
    for (const message of [answer(), answer({ conditions: null }), answer({}, {}, 'none'), 'no XML', answer().replace('alice', 'admin')])
      await refusals(message, { idp: source });
    expect(source.looks).toEqual([]);
  });

  it('is not looked for behind more signatures than any answer has, since each key that one names takes time to read', async () => {
    const named = { certificate: selfSigned(old.privateKey).base64 };
    const [signature = ''] =
      /<ds:Signature .*<\/ds:Signature>/s.exec(signXml(responseXml(), { key: old.privateKey, keyInfo: named })) ?? [];
    const among = (signatures: number) =>
      fresher.replace('<samlp:Status>', `<samlp:Extensions>${signature.repeat(signatures)}</samlp:Extensions>$&`);
    const source = watched(them(), them({}, [old, rolled]));
    expect(await refusals(among(3), { idp: source })).toEqual([]);
    expect(source.looks).toEqual(['unknown-key']);
    expect(await refusals(among(4), { idp: source })).toEqual(['signature.value']);
    expect(source.looks).toHaveLength(1);
  });

  it('never makes another provider of the one that was asked', async () => {
    const renamed = { ...them({}, [rolled]), entityId: 'urn:another' };
    for (const stranger of [them({ id: 'another' }, [rolled]), renamed])
      expect(await refusals(fresher, { idp: watched(them(), stranger) })).toEqual(['signature.value']);
  });

  it('is refused at once where there is no source', async () => {
    expect(await refusals(fresher)).toEqual(['signature.value']);
  });

  it('uses up no assertion but the one that is accepted', async () => {
    const replay = fresh();
    await refusals(fresher, { idp: watched(them(), them({}, [rolled])), replay });
    expect(replay.used.size).toBe(1);
  });

  it('leads to one look at a source for an answer that nobody asked for, too', async () => {
    const options = { allowUnsolicited: true };
    const source = watched(them(options), them(options, [old, rolled]));
    const message = signXml(unasked({}, {}, 'none'), { key: rolled.privateKey, id: '_assertion' });
    expect(await refusals(message, { idp: source, pending: null })).toEqual([]);
    expect(source.looks).toEqual(['unknown-key']);
  });
});

describe('two providers', () => {
  it('cannot answer for each other, whatever they call themselves', async () => {
    const [a, b] = [keyPair('rsa-2048', 'a'), keyPair('rsa-2048', 'b')];
    const byB = signed(undefined, 'assertion', { key: b.privateKey });
    const [idpA, idpB] = [them({ id: 'a' }, [a]), them({ id: 'b' }, [b])];
    expect(await refusals(byB, { idp: idpA, pending: asked({ provider: 'a' }) })).toEqual(['signature.value']);
    expect(await refusals(byB, { idp: idpB, pending: asked({ provider: 'a' }) })).toEqual(['provider.asked']);
    expect(await refusals(byB, { idp: idpB, pending: asked({ provider: 'b' }) })).toEqual([]);
  });
});

function truncated(octets: Uint8Array): Uint8Array {
  return octets.subarray(0, -1);
}

/** A source that knows one record and finds another, and counts how often it is made to look. */
function watched(known: IdentityProvider, found: IdentityProvider): Source<IdentityProvider> & { readonly looks: string[] } {
  const looks: string[] = [];
  return {
    looks,
    current: async () => known,
    refreshed: async (why) => {
      looks.push(why);
      return found;
    },
  };
}
