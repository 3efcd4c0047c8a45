import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { artifactFromForm, artifactFromQuery, parseArtifact, resolve } from '../../src/artifact/index.ts';
import { partOf } from '../../src/artifact/part.ts';
import { isSsoError } from '../../src/core/errors.ts';
import { finish } from '../../src/saml/finish.ts';
import { canonicalize } from '../../src/xml/canonical.ts';
import { canonicalForms } from '../../src/xml/canonical-form.ts';
import { parseDocument } from '../../src/xml/document.ts';
import { messageLimits } from '../../src/xml/limits.ts';
import { damaged, xmlDocument } from '../support/arbitrary-xml.ts';
import {
  artifactResponseXml,
  brought,
  collector,
  enveloped,
  keeper,
  ResolutionService,
  signedAround,
  soapResponse,
} from '../support/artifact.ts';
import { edited, edits } from '../support/edits.ts';
import { keyPair } from '../support/keys.ts';
import { clean, responseXml } from '../support/messages.ts';
import { laterRefusal, refusal } from '../support/refusal.ts';
import { answer, asked, fresh } from '../support/saml-login.ts';
import { withId } from '../support/sign.ts';
import { type SignedMessage, signedMessages } from '../support/signed-messages.ts';

const requestId = `_${'0a'.repeat(20)}`;
const around = artifactResponseXml(requestId, { message: answer() });
const answers = [enveloped(around), enveloped(signedAround(around)), enveloped(artifactResponseXml(requestId, { message: null }))] as const;

describe('an artifact', () => {
  test.prop([fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String(), fc.webQueryParameters())], { numRuns: 1_000 })(
    'is one, or is refused as a message',
    (text) => {
      const taken = /^(accepted|message\..*)$/;
      expect(refusal(() => parseArtifact(text))).toMatch(taken);
      for (const query of [text, `SAMLart=${text}`]) {
        expect(refusal(() => artifactFromQuery(query, clean.acsUrl))).toMatch(taken);
        expect(refusal(() => artifactFromForm(new URLSearchParams(query), clean.acsUrl))).toMatch(taken);
      }
    },
  );

  test.prop([fc.nat(65_535), fc.uint8Array({ minLength: 40, maxLength: 40 }), fc.nat(), fc.string({ unit: 'binary-ascii', maxLength: 1 })])(
    'says what its maker wrote, and is written in one way',
    (index, rest, place, character) => {
      const text = Buffer.concat([Buffer.of(0, 4, index >> 8, index & 255), rest]).toString('base64');
      const found = parseArtifact(text);
      expect(found).toEqual({ endpointIndex: index, sourceId: Buffer.from(rest.subarray(0, 20)).toString('hex') });
      const at = place % text.length;
      const changed = text.slice(0, at) + character + text.slice(at + 1);
      if (changed === text || refusal(() => parseArtifact(changed)) !== 'accepted') return;
      expect(Buffer.from(changed, 'base64')).not.toEqual(Buffer.from(text, 'base64'));
    },
  );
});

describe('what comes for an artifact', () => {
  test.prop([fc.oneof(fc.string({ unit: 'binary' }), xmlDocument(), damaged(fc.constantFrom(...answers)))], { numRuns: 1_000 })(
    'leads to a message, or is refused with an SsoError',
    async (body) => {
      expect(await laterRefusal(() => messageIn(body))).toMatch(/^[a-z]+(\.[a-z0-9-]+)?$/);
    },
  );

  test.prop([fc.constantFrom(answers[0], answers[1]), edits(forged)], { numRuns: 2_000 })(
    'and was changed in any way signs in the same person or nobody',
    async (whole, changes) => {
      expect(['refused', clean.subject]).toContain(await signedInBy(edited(whole, changes)));
    },
  );

  test.prop([signedMessages().filter(isIndependent)])(
    'is signed within as it was before it was put there, whatever stands around it',
    async ({ xml, keyName }) => {
      const declared = ' xmlns:around="urn:around" xmlns:samlp="urn:samlp" xml:lang="de"';
      const idp = keeper({}, [keyPair(keyName)]);
      const message = await messageIn(enveloped(artifactResponseXml(requestId, { message: xml }), declared), idp);
      const { identity } = await finish(collector(), idp, message, asked(), fresh(), answering('').world);
      expect(identity.issuer).toBe(clean.idp);
    },
  );
});

describe('a part of a document', () => {
  const prefixes = fc.subarray(['', 'a', 'b', 'p', 'x', 'xs', 'xsi', 'xml', 'none']);

  test.prop([xmlDocument({ target: true }), prefixes, fc.boolean()], { numRuns: 1_000 })(
    'that stands alone has the exclusive canonical forms that it had there',
    (text, listed, comments) => {
      const whole = parseDocument(text, messageLimits);
      const element = withId(whole.root, 'target') ?? expect.fail('the document has no target');
      const form = canonicalForms.get(`http://www.w3.org/2001/10/xml-exc-c14n#${comments ? 'WithComments' : ''}`) ?? expect.fail();
      const alone = parseDocument(partOf(whole, element), messageLimits);
      const there = canonicalize(whole, { element, prefixes: listed }, form);
      expect(canonicalize(alone, { element: alone.root, prefixes: listed }, form)).toBe(there);
    },
  );
});

/** Is it signed without regard to what is declared around it? */
function isIndependent({ form, signedInfoForm, prefixes = [] }: SignedMessage): boolean {
  return [form, signedInfoForm].every((one) => one.startsWith('exclusive')) && prefixes.every((prefix) => prefix === 'none');
}

/** Somebody who would like to be another. */
function forged(xml: string): string {
  return xml.replaceAll(clean.subject, 'mallory@example.com').replaceAll('staff', 'owners');
}

async function signedInBy(body: string): Promise<string | undefined> {
  try {
    const { identity } = await finish(collector(), keeper(), await messageIn(body), asked(), fresh(), answering('').world);
    return identity.subject?.value;
  } catch (error) {
    if (isSsoError(error)) return 'refused';
    throw error;
  }
}

/** The message for an artifact, where this is answered. */
async function messageIn(body: string, idp = keeper()) {
  return await resolve(collector(), idp, brought(), fresh(), { ...answering(body).world, random: () => Buffer.alloc(20, 0x0a) });
}

function answering(body: string): ResolutionService {
  const service = new ResolutionService(() => responseXml());
  service.answer = () => soapResponse(body);
  return service;
}
