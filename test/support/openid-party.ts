import { createHash } from 'node:crypto';
import type { GuardedInit } from '../../src/core/http.ts';
import type { Outgoing } from '../../src/identity/login.ts';
import { type Callback, fromCallback } from '../../src/oidc/callback.ts';
import { compactJws, type JwsSigner, jwsSigner, partOf, publicJwkOf } from './jws.ts';
import { type World, world } from './world.ts';

/** One request that reached the provider. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  /** Without host and query. */
  readonly path: string;
  readonly headers: Headers;
  readonly form: URLSearchParams;
  readonly init: GuardedInit;
}

/** How a provider answers at one of its addresses. */
export type Answerer = (asked: Asked) => Response | Promise<Response>;

/** What something says beside or in place of what it should; a member that is undefined is left out. */
export type Changes = Readonly<Record<string, unknown>>;

/**
 * An OpenID provider within this process: it keeps the requests that it is sent, hands out a code for each, and signs for it what a
 * provider signs. Whatever it says a test may change.
 */
export class OpenIdParty {
  readonly issuer: string;
  /** Its network, and a time that stands still. */
  readonly world: World;
  /** All that was asked of it, in order. */
  readonly requests: Asked[] = [];
  /** How it answers, by path; a test may put its own in the place of one. */
  readonly answers = new Map<string, Answerer>();
  /** What it signs with, the first of them, and publishes. */
  keys: readonly JwsSigner[] = [jwsSigner('RS256')];
  /** What it publishes where that is something else. */
  published?: readonly JwsSigner[];
  /** Changes to its document, its ID tokens and their headers, the answer that brings them, and UserInfo. */
  document: Changes = {};
  claims: Changes = {};
  header: Changes = {};
  tokens: Changes = {};
  person: Changes = {};

  readonly #codes = new Map<string, URLSearchParams>();
  readonly #pushed = new Map<string, URLSearchParams>();

  constructor(issuer = 'https://op.example') {
    this.issuer = issuer;
    const { pathname } = new URL(issuer);
    const base = pathname.replace(/\/$/, '');
    this.world = world(async (url, init) => await this.#answer(String(url), init as GuardedInit));
    this.answers.set(`${base}/.well-known/openid-configuration`, () => Response.json({ ...this.#described(), ...this.document }));
    this.answers.set('/jwks', () => Response.json({ keys: (this.published ?? this.keys).map((key) => publicJwkOf(key)) }));
    this.answers.set('/par', ({ form }) => this.#push(form));
    this.answers.set('/token', ({ form }) => this.#redeem(form));
    this.answers.set('/userinfo', () => Response.json({ sub: 'alice', name: 'Alice', ...this.person }));
  }

  /** How often it was asked at a path. */
  count(path: string): number {
    return this.requests.filter((asked) => asked.path === path).length;
  }

  /** Lets the person in whom a request is about: the answer that the browser brings back, with these changes. */
  authorize(outgoing: Outgoing, changes: Readonly<Record<string, string | undefined>> = {}): Callback {
    const request = this.asked(outgoing);
    const code = `code-${this.#codes.size}`;
    this.#codes.set(code, request);
    const answer = { code, state: request.get('state') ?? undefined, iss: this.issuer, ...changes };
    const [mode = 'query', signed] = (request.get('response_mode') ?? 'query').split('.');
    const parameters = signed === undefined ? answer : { response: this.response(answer, request.get('client_id') ?? '') };
    const present = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return fromCallback(new URLSearchParams(present), mode === 'form_post' ? mode : 'query');
  }

  /** The parameters of a request, wherever they are: in the address, in a token there, or pushed before. */
  asked(outgoing: Outgoing): URLSearchParams {
    if (outgoing.kind !== 'redirect') throw new Error('a request goes out by redirect');
    const { searchParams } = new URL(outgoing.url);
    const whole = this.#pushed.get(searchParams.get('request_uri') ?? '') ?? searchParams;
    const signed = whole.get('request');
    if (signed === null) return whole;
    return new URLSearchParams(Object.entries(partOf(signed, 1)).map(([name, value]): [string, string] => [name, String(value)]));
  }

  /** An answer in the form of a token (JARM). */
  response(parameters: Changes, audience: string, header: Changes = {}): string {
    const claims = { iss: this.issuer, aud: audience, exp: this.seconds + 600, ...parameters };
    return this.sign(claims, header);
  }

  /** An ID token as this provider makes it for a nonce, with the changes that are set and these. */
  idToken(audience: string, nonce: string | undefined, changes: Changes = {}): string {
    const claims = { iss: this.issuer, sub: 'alice', aud: audience, exp: this.seconds + 600, iat: this.seconds, nonce };
    return this.sign({ ...claims, ...this.claims, ...changes }, this.header);
  }

  /** Signs with the first of the keys. */
  sign(claims: object | string, header: Changes = {}): string {
    const [key = jwsSigner('RS256')] = this.keys;
    return compactJws(claims, key, header);
  }

  /** The time as tokens have it. */
  get seconds(): number {
    return Math.floor(this.world.now().getTime() / 1000);
  }

  async #answer(url: string, init: GuardedInit): Promise<Response> {
    const path = new URL(url).pathname;
    const form = new URLSearchParams(String(init.body ?? ''));
    const asked: Asked = { method: init.method ?? 'GET', url, path, headers: new Headers(init.headers), form, init };
    this.requests.push(asked);
    return (await this.answers.get(path)?.(asked)) ?? new Response('nothing here', { status: 404 });
  }

  #described(): Changes {
    const { origin } = new URL(this.issuer);
    return {
      issuer: this.issuer,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      userinfo_endpoint: `${origin}/userinfo`,
      jwks_uri: `${origin}/jwks`,
      pushed_authorization_request_endpoint: `${origin}/par`,
      revocation_endpoint: `${origin}/revoke`,
      introspection_endpoint: `${origin}/introspect`,
      end_session_endpoint: `${origin}/logout`,
      authorization_response_iss_parameter_supported: true,
    };
  }

  #push(form: URLSearchParams): Response {
    const reference = `urn:ietf:params:oauth:request_uri:${this.#pushed.size}`;
    this.#pushed.set(reference, form);
    return Response.json({ request_uri: reference, expires_in: 60 }, { status: 201 });
  }

  /** A code is good once, for whoever knows the verifier and the address that it was sent to (RFC 7636 4.6, RFC 6749 4.1.3). */
  #redeem(form: URLSearchParams): Response {
    if (form.get('grant_type') === 'refresh_token') return this.#handOut(form.get('client_id') ?? 'client', undefined);
    const request = this.#codes.get(form.get('code') ?? '');
    this.#codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (request?.get('code_challenge') !== challenge || request.get('redirect_uri') !== form.get('redirect_uri'))
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    return this.#handOut(request.get('client_id') ?? '', request.get('nonce') ?? undefined);
  }

  #handOut(audience: string, nonce: string | undefined): Response {
    const tokens = { access_token: 'access', token_type: 'Bearer', expires_in: 600, refresh_token: 'refresh' };
    return Response.json({ ...tokens, id_token: this.idToken(audience, nonce), ...this.tokens });
  }
}
