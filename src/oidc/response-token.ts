import { SsoError } from '../core/errors.ts';
import { described, textIn } from '../core/json.ts';
import { type Finding, failures, judge, type Rule } from '../core/rules.ts';
import type { SignedClaims } from '../jose/verify.ts';
import { type CallbackParameters, parameterNames } from './callback.ts';
import type { Expectation } from './callback-rules.ts';
import { audiencesOf, mustBe, mustNotBePast } from './claims.ts';
import { namesIssuer } from './issuer.ts';
import { opened, verifiedToken } from './token.ts';

/**
 * The parameters of an answer that came as a signed token.
 *
 * @param findings - are added to
 * @throws SsoError `callback.rejected`, `token.form`, `signature.*`, `encryption.*`, `provider.keys`, `transport.*`
 * @see JARM 2.4
 */
export async function parametersIn(response: string, expected: Expectation, findings: Finding[]): Promise<CallbackParameters> {
  const { client, provider } = expected;
  const { text } = await opened(response, client, name);
  const { value } = await verifiedToken(text, provider, { name, algorithms: client.otherAlgorithms, purpose: 'response' });
  findings.push(...judge(responseTokenRules, value, expected, new Set()));
  if (failures(findings).length > 0) throw new SsoError('callback.rejected', { findings });
  const found = parameterNames.map((parameter) => [parameter, textIn(value.claims, parameter)] as const);
  return Object.fromEntries(found.filter(([, parameter]) => parameter !== undefined));
}

/** What an answer in the form of a token must satisfy, one row a demand. */
export const responseTokenRules: readonly Rule<SignedClaims, Expectation>[] = [
  {
    id: 'response-token.issuer',
    spec: 'JARM 2.4 (3)',
    check: ({ claims }, { provider }) => {
      const issuer = textIn(claims, 'iss');
      if (issuer !== undefined && namesIssuer(provider, issuer)) return undefined;
      return { expected: provider.issuer, actual: issuer ?? described(claims, 'iss') };
    },
  },
  {
    id: 'response-token.audience',
    spec: 'JARM 2.4 (4)',
    check: ({ claims }, { client }) => {
      const [audience, ...more] = audiencesOf(claims) ?? [];
      return more.length === 0
        ? mustBe({ aud: audience ?? null }, 'aud', client.clientId)
        : { expected: client.clientId, actual: 'several' };
    },
  },
  {
    id: 'response-token.expiry',
    spec: 'JARM 2.4 (5)',
    check: ({ claims }, { client, now }) => mustNotBePast(claims, 'exp', now, client.clockSkewSeconds),
  },
];

const name = 'response token';
