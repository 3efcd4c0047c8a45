import type { RequestListener } from 'node:http';
import { names } from './messages.ts';
import { load } from './peers.ts';
import type { Workload } from './workloads.ts';

/**
 * An Express service as the documentation of passport-saml has it, with sessions in memory. It demands what ours always demands: a signed
 * assertion, and an answer to a request that was made here. Of a person it keeps no more than ours shows.
 */
export function service({ parties }: Workload): RequestListener {
  const express = load('express') as Express;
  const session = load('express-session') as (options: object) => Middleware;
  const passport = load('passport') as Passport;
  const { Strategy } = load('@node-saml/passport-saml') as PassportSaml;

  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user, done) => done(null, user));
  const found: Verify = ({ nameID, attributes }, done) => done(null, { as: nameID, groups: countOf(attributes?.['memberOf']) });
  passport.use('saml', new Strategy(optionsOf(parties), found, found));

  const app = express();
  app.use(session({ secret: 'a secret of the benchmark', resave: false, saveUninitialized: false }));
  app.use(passport.session());
  app.get('/saml/login', passport.authenticate('saml'));
  app.post('/saml/acs', express.urlencoded({ extended: false, limit: '2mb' }), passport.authenticate('saml'), ({ user }, response) =>
    response.redirect(303, `/?${new URLSearchParams({ as: user.as, groups: String(user.groups) })}`),
  );
  return app;
}

function optionsOf({ idpCertificate }: Workload['parties']): object {
  return {
    issuer: names.sp,
    callbackUrl: names.acsUrl,
    entryPoint: names.ssoUrl,
    idpCert: idpCertificate,
    idpIssuer: names.idp,
    audience: names.sp,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    validateInResponseTo: 'always',
    disableRequestedAuthnContext: true,
  };
}

function countOf(values: unknown): number {
  return Array.isArray(values) ? values.length : values === undefined ? 0 : 1;
}

/** Of each peer's interface just what is used. */
type Middleware = (request: { readonly user: User }, response: { redirect(status: number, to: string): void }, next: () => void) => void;

interface User {
  readonly as: string;
  readonly groups: number;
}

interface Express {
  (): RequestListener & {
    use(middleware: Middleware): void;
    get(path: string, ...middlewares: readonly Middleware[]): void;
    post(path: string, ...middlewares: readonly Middleware[]): void;
  };
  urlencoded(options: object): Middleware;
}

interface Passport {
  serializeUser(serialize: (user: User, done: (error: null, kept: User) => void) => void): void;
  deserializeUser(deserialize: (kept: User, done: (error: null, user: User) => void) => void): void;
  use(name: string, strategy: object): void;
  session(): Middleware;
  authenticate(name: string): Middleware;
}

type Verify = (
  profile: { readonly nameID: string; readonly attributes?: Readonly<Record<string, unknown>> },
  done: (error: null, user: User) => void,
) => void;

interface PassportSaml {
  readonly Strategy: new (options: object, signOn: Verify, logout: Verify) => object;
}
