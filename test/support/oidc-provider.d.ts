/** As much of oidc-provider as the tests use; it comes without types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  /** Where a login stops for a person: what is asked of them, and by whom. */
  export interface Interaction {
    readonly uid: string;
    readonly prompt: { readonly name: 'login' | 'consent' };
    readonly params: Readonly<Record<string, unknown>>;
    readonly session?: { readonly accountId: string };
  }

  /** What a person has allowed a client. */
  export interface Grant {
    addOIDCScope(scope: string): void;
    addOIDCClaims(claims: readonly string[]): void;
    save(): Promise<string>;
  }

  /** A request at the provider, as far as hooks look at it. */
  export interface Context {
    readonly req: IncomingMessage;
    readonly oidc: {
      readonly provider: Provider;
      readonly client: { readonly clientId: string; grantTypeAllowed(type: string): boolean };
      readonly account?: { readonly accountId: string };
      readonly requestParamOIDCScopes: Iterable<string>;
      readonly requestParamClaims: ReadonlySet<string>;
    };
    body: unknown;
  }

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly Grant: new (of: {
      readonly accountId: string;
      readonly clientId: string;
    }) => Grant;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: Readonly<Record<string, unknown>>): Promise<void>;
    on(event: 'server_error', listener: (context: unknown, error: Error) => void): this;
  }
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  /** Makes what keeps sessions, grants and tokens of one provider, for as long as this process lives. */
  export function createMemoryAdapter(): (model: string) => object;
}
