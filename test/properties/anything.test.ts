import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { isSsoError } from '../../src/core/errors.ts';
import { explain } from '../../src/saml/explain.ts';
import { fromForm, fromQuery } from '../../src/saml/incoming.ts';
import { inspect } from '../../src/saml/inspection.ts';
import { identityProvider } from '../../src/saml/metadata.ts';
import { damaged } from '../support/arbitrary-xml.ts';
import { clean, statusXml } from '../support/messages.ts';
import { entityXml, groupXml } from '../support/metadata.ts';
import { refusal } from '../support/refusal.ts';
import { answer, asked, at, failed, posted, refusals, them, unasked, us } from '../support/saml-login.ts';

const idp = them();
const lenient = them({ allowUnsolicited: true });

describe('anything at all', () => {
  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  );
  const messages = [answer(), unasked(), answer({}, {}, 'both'), answer({}, { status: statusXml(['Responder']), assertions: [] })] as const;

  test.prop(
    [
      fc.oneof(
        octets,
        damaged(fc.constantFrom(...messages)).map((text) => Buffer.from(text)),
      ),
    ],
    { numRuns: 1_000 },
  )('as a response signs in, or is refused with an SsoError, and can be explained', async (document) => {
    const incoming = { binding: 'post', parameter: 'SAMLResponse', document, receivedAt: clean.acsUrl } as const;
    const refused = await refusals(incoming, { idp: lenient });
    const explanation = await explain(us(), lenient, incoming, asked(), at());
    expect(failed(explanation).length > 0).toBe(refused.length > 0);
  });

  test.prop([fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webQueryParameters(), query())], { numRuns: 1_000 })(
    'as a query or a form gives a message or an SsoError',
    (text) => {
      expect(refusal(() => fromQuery(text, clean.acsUrl))).toMatch(/^(accepted|message\..*|xml\.limit)$/);
      expect(refusal(() => fromForm(new URLSearchParams(text), clean.acsUrl))).toMatch(/^(accepted|message\..*|xml\.limit)$/);
    },
  );

  const documents = fc.constantFrom(
    entityXml(),
    groupXml(entityXml() + entityXml({ entityId: 'urn:b' })),
    entityXml({ attributes: ' cacheDuration="P1D" validUntil="2027-01-01T00:00:00Z"' }),
  );
  test.prop(
    [
      fc.oneof(
        octets,
        fc.string(),
        damaged(documents),
        damaged(documents).map((text) => Buffer.from(text)),
      ),
    ],
    { numRuns: 1_000 },
  )('as metadata gives a provider or an SsoError', (metadata) => {
    expect(refusal(() => identityProvider(metadata, {}, at()))).toMatch(/^(accepted|xml\..*|saml\..*|metadata\..*)$/);
  });

  test.prop([fc.oneof(octets, damaged(documents))], { numRuns: 1_000 })(
    'as metadata can be inspected where an entity is there',
    (metadata) => {
      const refused = refusal(() => identityProvider(metadata, {}, at()));
      const inspected = refusal(() => inspect(metadata, {}, at()));
      if (inspected !== 'accepted') {
        expect(inspected).toBe(refused);
        expect(inspected).toMatch(unreadable);
        return;
      }
      const usable = inspect(metadata, {}, at()).findings.find(({ rule }) => rule === 'metadata.usable');
      // Of an entity without a role there is nothing to be used.
      if (usable?.outcome !== 'not-applicable') expect(usable?.outcome).toBe(refused === 'accepted' ? 'passed' : 'failed');
    },
  );

  test.prop([
    fc.oneof(
      fc.anything(),
      fc.object(),
      fc.record(Object.fromEntries(Object.keys(asked()).map((name) => [name, fc.oneof(fc.anything(), fc.constant('saml'))]))),
    ),
  ])('as what was remembered is refused, never a defect', async (pending) => {
    const given = pending as ReturnType<typeof asked>;
    const found = await explain(us(), idp, posted(answer()), given ?? null, at()).then(failed, codeOf);
    expect(found).not.toEqual([]);
  });
});

/** Where nobody can know what is meant. */
const unreadable = /^(?:xml\..*|metadata\.(?:document|entity)|saml\.structure)$/;

/** Queries that are nearly right. */
function query(): fc.Arbitrary<string> {
  const name = fc.constantFrom(
    'SAMLRequest',
    'SAMLResponse',
    'SAMLart',
    'RelayState',
    'SigAlg',
    'Signature',
    'SAMLEncoding',
    'S%41MLRequest',
    'x',
    '',
  );
  const value = fc.oneof(
    fc.constantFrom('80jNyclXyCxWAAA%3D', 'AAAA', '%', '%FF', '+', 'urn%3Ax', ''),
    fc.base64String(),
    fc.webFragments(),
  );
  return fc.array(fc.tuple(name, value), { maxLength: 6 }).map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
}

function codeOf(error: unknown): readonly string[] {
  if (isSsoError(error)) return [error.code];
  throw error;
}
