import { describe, expect, it } from 'vitest';
import { artifactFromForm, artifactFromQuery, parseArtifact, sourceIdOf } from '../../../src/artifact/index.ts';
import { artifactText } from '../../support/artifact.ts';
import { clean } from '../../support/messages.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

const good = artifactText({ index: 258 });

describe('an artifact', () => {
  it('says which service of whom knows it', () => {
    expect(parseArtifact(good)).toEqual({ endpointIndex: 258, sourceId: sourceIdOf(clean.idp) });
    expect(sourceIdOf('abc')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  });

  it.each([
    ['of another type', artifactText({ type: 3 }), 'type'],
    ['of the type of SAML 1.1', artifactText({ type: 1 }), 'type'],
    ['with the octets of its type the other way round', artifactText({ type: 0x0400 }), 'type'],
    ['too short', artifactText({ octets: 19 }), 'length'],
    ['too long', artifactText({ octets: 21 }), 'length'],
    ['with nothing in it', '', 'type'],
    ['of half a type', 'AA==', 'type'],
    ['of a type alone', 'AAQ=', 'length'],
  ])('is refused %s', (_, text, reason) => {
    expect(refusal(() => parseArtifact(text))).toBe('message.artifact');
    expect(refusalDetails(() => parseArtifact(text))).toEqual({ reason });
  });

  it.each([
    ['base64url', good.replaceAll('+', '-').replaceAll('/', '_').replace('AA', '-_')],
    ['without its padding', good.replace('=', '')],
    ['with a line break in it', `${good.slice(0, 20)}\n${good.slice(20)}`],
    ['with a blank behind it', `${good} `],
    ['with bits that say nothing', `${good.slice(0, -2)}B=`],
    ['twice', good + good],
  ])('is refused written %s: there is one way to write it', (_, text) => {
    expect(refusal(() => parseArtifact(text))).toBe('message.base64');
  });
});

describe('an artifact in a query', () => {
  it('comes with what was sent along', () => {
    const query = `?SAMLart=${encodeURIComponent(good)}&RelayState=a%20b&other=1`;
    const expected = { endpointIndex: 258, sourceId: sourceIdOf(clean.idp), artifact: good, relayState: 'a b', receivedAt: clean.acsUrl };
    expect(artifactFromQuery(query, clean.acsUrl)).toEqual(expected);
    expect(artifactFromQuery(query.slice(1), clean.acsUrl)).toEqual(expected);
  });

  it.each([
    ['is not there', 'RelayState=x', 'message.parameter'],
    ['is there twice', `SAMLart=${good}&SAMLart=${good}`, 'message.parameter'],
    ['stands beside a response', `SAMLart=${good}&SAMLResponse=x`, 'message.parameter'],
    ['stands beside a request', `SAMLRequest=x&SAMLart=${good}`, 'message.parameter'],
    ['is there in disguise as well', `SAMLart=${good}&%53AMLart=${good}`, 'message.parameter'],
    ['comes with two RelayStates', `SAMLart=${good}&RelayState=a&RelayState=b`, 'message.parameter'],
    ['comes with a RelayState that is too long', `SAMLart=${good}&RelayState=${'x'.repeat(2049)}`, 'message.parameter'],
    ['is not in percent encoding', 'SAMLart=%zz', 'message.parameter'],
    ['is a response in its place', 'SAMLResponse=PHg+', 'message.parameter'],
    ['has lost its plus signs', `SAMLart=${artifactText({ message: '\u00fb\u00ef\u00be~~~' }).replace('=', '%3D')}`, 'message.base64'],
  ])('is refused where it %s', (_, query, code) => {
    expect(refusal(() => artifactFromQuery(query, clean.acsUrl))).toBe(code);
  });
});

describe('an artifact in a form', () => {
  it('comes with what was sent along', () => {
    const found = artifactFromForm(new URLSearchParams({ SAMLart: good, RelayState: 'here' }), clean.acsUrl);
    expect(found).toMatchObject({ artifact: good, relayState: 'here', endpointIndex: 258 });
  });

  it.each([
    ['is not there', ''],
    ['is there twice', `SAMLart=${good}&SAMLart=${good}`],
    ['stands beside a response', `SAMLart=${good}&SAMLResponse=x`],
  ])('is refused where it %s', (_, fields) => {
    expect(refusal(() => artifactFromForm(new URLSearchParams(fields), clean.acsUrl))).toBe('message.parameter');
  });

  it('must have come in somewhere', () => {
    expect(refusal(() => artifactFromForm(new URLSearchParams({ SAMLart: good }), ' '))).toBe('config.invalid');
  });
});
