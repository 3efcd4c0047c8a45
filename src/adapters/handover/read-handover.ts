import { systemEnv } from '#env';
import { type Env, instantOf } from '../../core/env.ts';
import { SsoError } from '../../core/errors.ts';
import { type JsonObject, member, textIn } from '../../core/json.ts';
import { invalid, list, text } from '../../core/options.ts';
import { type Finding, failures, judge, type Rule } from '../../core/rules.ts';
import { firstUse } from '../../identity/first-use.ts';
import type { ReplayStore } from '../../identity/login.ts';
import { jwsAlgorithms } from '../../jose/algorithms.ts';
import { parseJws } from '../../jose/compact.ts';
import { readKeySet } from '../../jose/key-set.ts';
import { type SignedClaims, verifyJws } from '../../jose/verify.ts';
import type { Target } from '../change.ts';
import { baseAddress } from '../destination.ts';
import { handoverType } from './signed-header.ts';

/** What the product's part of a hand-over has to know. */
export interface HandoverExpectation {
  /** Who may say so. */
  readonly issuer: string;
  /** The product's own base URL. */
  readonly baseUrl: string;
  /** The public keys of whoever signs (RFC 7517), several while one takes the place of another. */
  readonly keys: readonly JsonObject[];
}

/**
 * The product's part of a hand-over, for reference and for tests: what stands behind a reverse proxy must check all of this before it
 * believes a header, each time, and begin a session of its own then.
 *
 * @param header - the one value of the header; several are none
 * @returns whose session is to begin, by the product's own key
 * @throws SsoError `token.form`, `signature.*`, `token.rejected`, `store.*`
 */
export async function readHandover(
  expected: HandoverExpectation,
  header: string,
  replay: ReplayStore,
  env: Pick<Env, 'now'> = systemEnv,
): Promise<Target> {
  const audience = baseAddress('baseUrl', expected.baseUrl);
  const keys = readKeySet({ keys: list('keys', expected.keys) });
  if ('problem' in keys) throw invalid('keys', keys.problem);
  const { value } = verifyJws(parseJws(header, name), keys, jwsAlgorithms, 'handover');
  const now = Math.floor(instantOf(env).getTime() / 1000);
  const findings: Finding[] = judge(handoverRules, value, { issuer: text('issuer', expected.issuer), audience, now }, new Set());
  const [sub = '', user = '', jti = ''] = ['sub', 'name', 'jti'].map((claim) => textIn(value.claims, claim));
  if (failures(findings).length > 0) throw new SsoError('token.rejected', { token: name, findings });
  const until = new Date((now + longestSeconds + 2 * skewSeconds + 1) * 1000);
  if (!(await firstUse(replay, `handover ${JSON.stringify([expected.issuer, jti])}`, until)))
    throw new SsoError('token.rejected', { token: name, findings: [...findings, usedBefore] });
  return { key: sub, name: user };
}

/** What a hand-over must satisfy; one row a demand. */
export const handoverRules: readonly Rule<SignedClaims, { readonly issuer: string; readonly audience: string; readonly now: number }>[] = [
  { id: 'handover.type', spec: 'RFC 8725 3.11', check: ({ header }) => mustBe(header, 'typ', handoverType) },
  { id: 'handover.issuer', spec: 'RFC 7519 4.1.1', check: ({ claims }, { issuer }) => mustBe(claims, 'iss', issuer) },
  { id: 'handover.audience', spec: 'RFC 7519 4.1.3', check: ({ claims }, { audience }) => mustBe(claims, 'aud', audience) },
  {
    // Half a minute is enough for one request, and too short for a log to be read.
    id: 'handover.window',
    spec: 'RFC 7519 4.1.4',
    check: ({ claims }, { now }) => {
      const [issued, end, begin = issued] = ['iat', 'exp', 'nbf'].map((claim) => member(claims, claim));
      const isNow =
        typeof issued === 'number' &&
        typeof end === 'number' &&
        typeof begin === 'number' &&
        begin <= now + skewSeconds &&
        end > issued &&
        end - issued <= longestSeconds &&
        issued <= now + skewSeconds &&
        now < end + skewSeconds;
      return isNow ? undefined : { expected: `30 seconds at most, around ${now}`, actual: `from ${issued} to ${end}` };
    },
  },
  {
    id: 'handover.subject',
    spec: 'RFC 7519 4.1.2',
    check: ({ claims }) => {
      const missing = ['sub', 'name', 'jti'].filter((claim) => textIn(claims, claim) === undefined);
      return missing.length === 0 ? undefined : { expected: 'sub, name and jti as texts', actual: `no ${missing.join(', no ')}` };
    },
  },
];

function mustBe(object: JsonObject, claim: string, expected: string): { expected: string; actual: string } | undefined {
  const actual = textIn(object, claim);
  return actual === expected ? undefined : { expected, actual: actual ?? 'none' };
}

const name = 'hand-over';
const longestSeconds = 30;
const skewSeconds = 5;
const usedBefore: Finding = {
  rule: 'handover.replay',
  spec: 'RFC 7519 4.1.7',
  outcome: 'failed',
  expected: 'a hand-over that was not used before',
  actual: 'one that was',
};
