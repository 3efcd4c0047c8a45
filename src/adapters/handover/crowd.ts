import { systemEnv } from '#env';
import { toBase64, utf8 } from '../../core/bytes.ts';
import type { Env } from '../../core/env.ts';
import { SsoError } from '../../core/errors.ts';
import { type Answer, type Exchange, errorOf, exchange, objectOf } from '../../core/http.ts';
import { type JsonObject, member, textIn } from '../../core/json.ts';
import { invalid, knownFields, oneOf, text } from '../../core/options.ts';
import { baseAddress } from '../destination.ts';

/** Crowd, and who we are to it: an application whose addresses it knows. */
export interface CrowdOptions {
  /** Where Crowd is, with its context path: `https://crowd.example/crowd`. */
  readonly baseUrl: string;
  readonly application: string;
  readonly password: string;
  /**
   * How the address of the person's machine is sent; documents of Crowd differ. Default: `nested`, a list within an object, as its own
   * examples have it.
   */
  readonly validationFactors?: 'nested' | 'list';
}

/** A session of Crowd, which Jira, Confluence and Bitbucket take for theirs where they use Crowd for single sign-on. */
export interface CrowdSession {
  /** Whoever has it is that person: it is for the cookie alone. */
  readonly token: string;
  /** What to set in the browser (`Set-Cookie`), as Crowd is configured: one for all products of its domain. */
  readonly setCookie: string;
}

/** Hands sessions over by Crowd. */
export interface CrowdHandover {
  /**
   * Begins a session for somebody who has signed in here. No password is asked for: the application may speak for everybody.
   *
   * @param remoteAddress - of the person's machine as the products see it, behind the same proxies
   * @throws SsoError `product.user-not-found`, `product.user-inactive`, `product.credentials`, `product.permission`, `product.answer`,
   *   `transport.*`
   */
  begin(userName: string, remoteAddress: string): Promise<CrowdSession>;
  /**
   * Ends a session at all products. One that is over already is no error.
   *
   * @returns what takes the cookie out of the browser
   */
  end(token: string): Promise<{ readonly setCookie: string }>;
}

/**
 * Hands sessions over by Crowd's own single sign-on.
 *
 * @throws SsoError `config.invalid`
 */
export function crowdHandover(options: CrowdOptions, env: Pick<Env, 'fetch' | 'wait'> = systemEnv): CrowdHandover {
  knownFields(options, ['baseUrl', 'application', 'password', 'validationFactors'] satisfies (keyof CrowdOptions)[]);
  const root = `${baseAddress('baseUrl', options.baseUrl)}/rest/usermanagement/1`;
  if (text('application', options.application).includes(':')) throw invalid('application', 'must have no colon (RFC 7617 2)');
  const authorization = `Basic ${toBase64(utf8(`${options.application}:${text('password', options.password)}`))}`;
  const headers = { authorization, 'x-atlassian-token': 'no-check' };
  const factors = oneOf('validationFactors', options.validationFactors, ['nested', 'list'], 'nested');
  const ask = async (path: string, question: Omit<Exchange, 'url' | 'accept'> = {}): Promise<Answer> =>
    await exchange({ shown: root, ...question, url: `${root}${path}`, accept: 'application/json', headers }, env);
  const cookie = async (): Promise<CookieSettings> => cookieSettings(objectOf(accepted(await ask('/config/cookie'))));
  return Object.freeze({
    begin: async (userName: string, remoteAddress: string) => {
      const json = { username: text('userName', userName), 'validation-factors': factorsOf(text('remoteAddress', remoteAddress), factors) };
      const answer = objectOf(accepted(await ask('/session?validate-password=false', { json })));
      const token = textIn(answer, 'token');
      if (token === undefined || !/^[\w.~+/=-]+$/.test(token)) throw unlike('there is no token that a cookie can hold');
      return { token, setCookie: setCookie(await cookie(), token) };
    },
    end: async (token: string) => {
      // A browser sends what it likes for a token. Dots alone would be another address than that of a session, and are nobody's.
      if (!/^\.+$/.test(text('token', token))) {
        const answer = await ask(`/session/${encodeURIComponent(token)}`, { method: 'DELETE' });
        if (answer.status !== 404) accepted(answer);
      }
      return { setCookie: `${setCookie(await cookie(), '')}; Max-Age=0` };
    },
  });
}

interface CookieSettings {
  readonly name: string;
  readonly domain?: string;
  readonly secure: boolean;
}

function cookieSettings(config: JsonObject): CookieSettings {
  const [name = 'crowd.token_key', domain] = ['name', 'domain'].map((field) => textIn(config, field));
  if (!/^[\w.-]+$/.test(name) || !/^[\w.-]*$/.test(domain ?? '')) throw unlike('the settings of the cookie cannot be');
  return { name, secure: member(config, 'secure') === true, ...(domain === undefined ? {} : { domain }) };
}

/** Readable by no script. Lax, since a link from elsewhere must find the session, and a form from elsewhere must not. */
function setCookie({ name, domain, secure }: CookieSettings, value: string): string {
  return [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
  ].join('; ');
}

function factorsOf(address: string, form: 'nested' | 'list'): JsonObject | readonly JsonObject[] {
  const factors = [{ name: 'remote_address', value: address }];
  return form === 'list' ? factors : { validationFactors: factors };
}

/** Crowd says in a word what it means, in the same form for all its errors. */
function accepted(answer: Answer): Answer {
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  const reason = errorOf(answer)?.['reason'];
  if (reason === 'USER_NOT_FOUND' || reason === 'INVALID_USER_AUTHENTICATION') throw new SsoError('product.user-not-found', about);
  if (reason === 'INACTIVE_ACCOUNT') throw new SsoError('product.user-inactive', about);
  if (status === 401) throw new SsoError('product.credentials', about);
  if (status === 403) throw new SsoError('product.permission', { ...about, operation: 'session' });
  throw new SsoError('product.answer', { ...about, operation: 'session', status });
}

function unlike(problem: string): SsoError<'product.answer'> {
  return new SsoError('product.answer', { ...about, operation: 'session', status: 200, problem });
}

const about = { product: 'crowd' };
