// signon

export type AddressReason = 'private' | 'link-local' | 'metadata' | 'unspecified' | 'multicast' | 'reserved';

export type AnySsoError = {
    readonly [Code in ErrorCode]: SsoError<Code>;
}[ErrorCode];

export interface Attribute {
    readonly name: string;
    readonly format?: string;
    readonly friendlyName?: string;
    readonly values: readonly string[];
    readonly content: readonly AttributeValue[];
    readonly truncated?: true;
}

export type AttributeValue = {
    readonly kind: 'text';
    readonly text: string;
} | {
    readonly kind: 'nil';
} | {
    readonly kind: 'name-id';
    readonly subject: Subject;
} | {
    readonly kind: 'element';
    readonly name: string;
    readonly namespace: string;
} | {
    readonly kind: 'json';
    readonly value: Json;
};

export interface Authentication {
    readonly instant: Date;
    readonly contextClass?: string;
    readonly methods?: readonly string[];
    readonly contextDeclaration?: string;
    readonly authorities: readonly string[];
}

export interface DocumentStore {
    read(name: string): Promise<string | undefined>;
    write(name: string, document: string): Promise<void>;
}

export interface Env {
    now(): Date;
    random(bytes: number): Uint8Array;
    wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
    readonly fetch: typeof fetch;
}

export type ErrorCode = keyof ErrorDetails;

export interface ErrorDetails {
    'config.invalid': {
        readonly field: string;
        readonly reason: string;
    };
    'xml.encoding': {
        readonly reason: string;
    };
    'xml.limit': Position & {
        readonly limit: string;
        readonly maximum: number;
    };
    'xml.syntax': Position & {
        readonly expected: string;
    };
    'xml.character': Position & {
        readonly character: string;
    };
    'xml.doctype': Position;
    'xml.instruction': Position;
    'xml.entity': Position & {
        readonly entity: string;
    };
    'xml.namespace': Position & {
        readonly reason: string;
    };
    'xml.attribute': Position & {
        readonly name: string;
    };
    'message.parameter': {
        readonly parameter: string;
        readonly reason: 'missing' | 'repeated' | 'conflicting' | 'unknown-value' | 'too-long';
    };
    'message.base64': {
        readonly parameter: string;
        readonly at: number;
    };
    'message.artifact': {
        readonly reason: 'type' | 'length';
    };
    'message.deflate': {
        readonly reason: 'malformed' | 'trailing' | 'too-large';
    };
    'message.binding': {
        readonly binding: string;
        readonly expected: string;
    };
    'message.kind': {
        readonly expected: string;
        readonly found: string;
    };
    'saml.structure': {
        readonly element: string;
        readonly problem: string;
    };
    'saml.value': {
        readonly element: string;
        readonly attribute: string;
        readonly expected: string;
    };
    'saml.time': {
        readonly at: string;
        readonly reason: 'format' | 'offset' | 'impossible';
    };
    'signature.missing': {
        readonly wanted: string;
        readonly found: string;
    };
    'signature.profile': {
        readonly element: string;
        readonly problem: string;
    };
    'signature.algorithm': {
        readonly algorithm: string;
        readonly use: 'signature' | 'digest' | 'canonicalization' | 'transform';
    };
    'signature.key': {
        readonly reason: 'none-fits' | 'rsa-1024';
        readonly algorithm: string;
    };
    'signature.value': {
        readonly element: string;
        readonly keysTried: number;
    };
    'signature.unconfirmed': {
        readonly element: string;
        readonly key: string;
    };
    'signature.digest': {
        readonly element: string;
        readonly key: string;
    };
    'assertion.encrypted': {
        readonly reason: 'no-decryption-key';
    };
    'encryption.profile': {
        readonly element: string;
        readonly problem: string;
    };
    'encryption.algorithm': {
        readonly algorithm: string;
        readonly use: 'content' | 'key-transport' | 'digest' | 'mask';
    };
    'encryption.failed': {
        readonly element: string;
    };
    'assertion.rejected': {
        readonly findings: readonly Finding[];
    };
    'artifact.source': {
        readonly provider: string;
        readonly sourceId: string;
    };
    'artifact.replayed': {
        readonly until: string;
    };
    'artifact.rejected': {
        readonly findings: readonly Finding[];
    };
    'artifact.empty': {
        readonly provider: string;
    };
    'assertion.replayed': {
        readonly until: string;
    };
    'logout.rejected': {
        readonly findings: readonly Finding[];
    };
    'logout.replayed': {
        readonly until: string;
    };
    'provider.status': {
        readonly outcome: string;
        readonly codes: readonly string[];
        readonly message?: string;
        readonly authenticated: boolean;
        readonly findings: readonly Finding[];
    };
    'provider.unsolicited': {
        readonly provider: string;
    };
    'provider.endpoint': {
        readonly provider: string;
        readonly service: string;
        readonly binding: string;
    };
    'provider.algorithm': {
        readonly provider: string;
        readonly use: 'signature' | 'digest';
        readonly announced: readonly string[];
        readonly possible: readonly string[];
    };
    'metadata.document': {
        readonly looksLike: string;
    };
    'metadata.entity': {
        readonly reason: 'several' | 'not-found' | 'duplicate';
        readonly candidates: readonly string[];
    };
    'metadata.role': {
        readonly reason: 'no-identity-provider' | 'service-provider' | 'no-saml-2' | 'several';
    };
    'metadata.key': {
        readonly reason: string;
    };
    'metadata.location': {
        readonly location: string;
        readonly reason: string;
    };
    'metadata.expired': {
        readonly validUntil: string;
    };
    'metadata.validity': {
        readonly reason: 'no-end' | 'too-long';
        readonly maximumSeconds: number;
    };
    'metadata.older': {
        readonly made: string;
        readonly known: string;
    };
    'metadata.backup': {
        readonly problem: string;
    };
    'provider.issuer': {
        readonly expected: string;
        readonly found: string;
        readonly remedy?: string;
    };
    'provider.document': {
        readonly provider: string;
        readonly field: string;
        readonly problem: string;
    };
    'provider.keys': {
        readonly provider: string;
        readonly problem: string;
    };
    'callback.rejected': {
        readonly findings: readonly Finding[];
    };
    'callback.replayed': {
        readonly until: string;
    };
    'token.refused': {
        readonly endpoint: string;
        readonly status: number;
        readonly error: string;
        readonly message?: string;
    };
    'token.form': {
        readonly token: string;
        readonly problem: string;
    };
    'token.rejected': {
        readonly token: string;
        readonly findings: readonly Finding[];
    };
    'transport.unreachable': {
        readonly url: string;
    };
    'transport.timeout': {
        readonly url: string;
        readonly seconds: number;
    };
    'transport.redirect': {
        readonly url: string;
        readonly status: number;
    };
    'transport.too-large': {
        readonly url: string;
        readonly maximum: number;
    };
    'transport.status': {
        readonly url: string;
        readonly status: number;
    };
    'transport.content-type': {
        readonly url: string;
        readonly expected: string;
        readonly found: string;
    };
    'transport.json': {
        readonly url: string;
        readonly reason: JsonFault;
    };
    'transport.address': {
        readonly host: string;
        readonly reason: AddressReason;
    };
    'mapping.failed': {
        readonly field: string;
        readonly problem: string;
    };
    'product.user-not-found': {
        readonly product: string;
    };
    'product.user-inactive': {
        readonly product: string;
    };
    'product.ambiguous-user': {
        readonly product: string;
        readonly by: 'name' | 'email' | 'key';
    };
    'product.account-taken': {
        readonly product: string;
        readonly reason: 'linked' | 'not-authoritative' | 'administrator';
    };
    'product.domain-not-allowed': {
        readonly product: string;
        readonly domain: string;
    };
    'product.name': {
        readonly product: string;
        readonly of: 'user' | 'group';
        readonly problem: string;
    };
    'product.missing-attribute': {
        readonly product: string;
        readonly field: string;
    };
    'product.group-overage': {
        readonly product: string;
    };
    'product.group-removal': {
        readonly product: string;
        readonly removed: number;
        readonly of: number;
    };
    'product.unsupported': {
        readonly product: string;
        readonly operation: string;
        readonly reason: 'no-such-call' | 'version';
        readonly since?: string;
    };
    'product.credentials': {
        readonly product: string;
    };
    'product.permission': {
        readonly product: string;
        readonly operation: string;
    };
    'product.websudo-required': {
        readonly product: string;
        readonly setting: string;
    };
    'product.captcha-required': {
        readonly product: string;
    };
    'product.directory-read-only': {
        readonly product: string;
    };
    'product.license-exceeded': {
        readonly product: string;
    };
    'product.conflict': {
        readonly product: string;
        readonly operation: string;
    };
    'product.busy': {
        readonly product: string;
        readonly retryAfterSeconds?: number;
    };
    'product.answer': {
        readonly product: string;
        readonly operation: string;
        readonly status: number;
        readonly problem?: string;
    };
    'login.cookie-missing': {
        readonly others: number;
    };
    'login.ended': {
        readonly provider: string;
    };
    'login.over': {
        readonly seconds: number;
    };
    'login.finished': {
        readonly provider: string;
    };
    'login.other-user': {
        readonly provider: string;
    };
    'login.repeated': {
        readonly begun: number;
    };
    'login.unknown-provider': {
        readonly receivedAt: string;
    };
    'login.required': Record<string, never>;
    'request.method': {
        readonly allowed: readonly string[];
    };
    'request.content-type': {
        readonly expected: string;
        readonly found: string;
    };
    'request.too-large': {
        readonly maximum: number;
    };
    'request.incomplete': {
        readonly seconds: number;
    };
    'request.not-kept': {
        readonly reason: 'method' | 'origin' | 'address' | 'content-type' | 'too-large' | 'not-configured' | 'choice';
    };
    'store.unavailable': {
        readonly store: string;
    };
    'store.full': {
        readonly store: string;
        readonly capacity?: number;
    };
    'store.too-large': {
        readonly store: string;
        readonly maximum: number;
    };
}

export interface Finding extends Partial<Mismatch> {
    readonly rule: string;
    readonly spec: string;
    readonly outcome: 'passed' | 'failed' | 'pardoned' | 'noted' | 'not-applicable';
}

export interface Identity {
    readonly provider: string;
    readonly issuer: string;
    readonly subject?: Subject;
    readonly attributes: readonly Attribute[];
}

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export type JsonFault = 'encoding' | 'syntax' | 'repeated-member' | 'not-an-object' | 'not-a-list';

export interface JsonObject {
    readonly [name: string]: Json;
}

export interface Login {
    readonly protocol: 'saml' | 'oidc';
    readonly identity: Identity;
    readonly session: Session;
    readonly authentication: Authentication;
    readonly returnTo?: string;
    readonly relayState?: string;
    readonly findings: readonly Finding[];
}

export interface Mismatch {
    readonly expected: string;
    readonly actual: string;
}

export type Outgoing = {
    readonly kind: 'redirect';
    readonly url: string;
} | {
    readonly kind: 'form';
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
};

export interface Position {
    readonly line: number;
    readonly column: number;
}

export interface Provenance {
    readonly provider: string;
    readonly key: string;
    readonly signed: string;
}

export type Purpose = 'login' | 'unsolicited' | 'response' | 'logout';

export interface ReplayStore {
    firstUse(key: string, until: Date): Promise<boolean>;
}

export interface Session {
    readonly protocol: 'saml' | 'oidc';
    readonly provider: string;
    readonly subject?: Subject;
    readonly index?: string;
    readonly notOnOrAfter?: Date;
}

export interface Source<T> {
    current(): Promise<T>;
    refreshed(why: 'unknown-key' | 'due', purpose?: Purpose): Promise<T>;
}

export declare class SsoError<Code extends ErrorCode = ErrorCode> extends Error {
    readonly name = "SsoError";
    readonly code: Code;
    readonly details: ErrorDetails[Code];
    constructor(code: Code, details: ErrorDetails[Code], cause?: unknown);
}

export interface Started<Pending> {
    readonly outgoing: Outgoing;
    readonly pending: Pending;
}

export interface Subject {
    readonly value: string;
    readonly format?: string;
    readonly nameQualifier?: string;
    readonly spNameQualifier?: string;
    readonly spProvidedId?: string;
}

export declare class Verified<T> implements Provenance {
    #private;
    readonly value: T;
    readonly provider: string;
    readonly key: string;
    readonly signed: string;
    private constructor();
    static is(candidate: object): boolean;
}

export declare function all({ attributes }: Pick<Identity, 'attributes'>, name: string): readonly string[];

export declare function isSsoError(error: unknown): error is AnySsoError;

export declare function one({ attributes }: Pick<Identity, 'attributes'>, name: string): string | undefined;

export declare function sessionNames({ provider, subject, index }: Session): readonly string[];

export declare const systemEnv: Env;

// signon/providers

export interface AdFsOptions {
    readonly host: string;
    readonly domainParameter?: string;
    readonly issuer?: string;
    readonly groupsClaim?: string;
}

export interface Auth0Options {
    readonly domain: string;
    readonly client?: string;
    readonly entityId?: string;
    readonly issuer?: string;
    readonly groupsClaim?: string;
}

export interface EntraIdOptions {
    readonly tenant: string;
    readonly application?: string;
    readonly tenants?: ProviderOptions['tenants'];
    readonly host?: string;
    readonly entityId?: string;
}

export type FormField<Ours extends string> = {
    readonly screen: string;
    readonly field: string;
} & ({
    readonly ours: Ours;
} | {
    readonly choose: string;
});

export interface GenericOptions {
    readonly title?: string;
    readonly metadataUrl?: string;
    readonly entityId?: string;
    readonly issuer?: string;
}

export interface GoogleWorkspaceOptions {
    readonly domains: readonly string[];
    readonly customer?: string;
}

export interface HintParameters {
    readonly domain: string | undefined;
    readonly user: string | undefined;
}

export interface KeycloakOptions {
    readonly baseUrl: string;
    readonly realm: string;
}

export interface LoginHints {
    readonly domain?: string;
    readonly user?: string;
}

export type MetadataPlace = {
    readonly kind: 'address';
    readonly url: string;
} | {
    readonly kind: 'download';
    readonly screen: string;
    readonly field: string;
};

export interface MiniOrangeOptions {
    readonly face?: 'provider' | 'broker';
    readonly metadataUrl?: string;
    readonly entityId?: string;
    readonly issuer?: string;
}

export interface Offered<Theirs extends string> {
    readonly screen: string;
    readonly field: string;
    readonly is: Theirs;
}

export type OidcOffer = 'issuer' | 'clientId' | 'secret';

export interface OidcPreset extends ProtocolPreset {
    readonly issuer: string;
    readonly provider: Pick<ProviderOptions, 'tenants' | 'subject' | 'requireClaims'>;
    readonly client: Pick<ClientOptions, 'scopes'>;
    readonly authentication: readonly AuthenticationMethod['kind'][];
    readonly assertionAudience: AssertionAudience;
    readonly login: LoginOptions;
    readonly form: readonly FormField<OidcValue>[];
    readonly offers: readonly Offered<OidcOffer>[];
}

export type OidcValue = 'product' | 'redirectUri' | 'initiateLoginUri' | 'postLogoutRedirectUri' | 'backChannelLogoutUri';

export interface OktaOptions {
    readonly host: string;
    readonly application?: string;
    readonly issuer?: string;
}

export interface OneLoginOptions {
    readonly subdomain: string;
    readonly application?: string;
    readonly nameClaim?: string;
    readonly groupsScope?: string;
}

export interface Overage {
    readonly above: number;
    readonly marks: readonly string[];
}

export interface PingOneOptions {
    readonly environment: string;
    readonly application?: string;
    readonly host?: string;
    readonly entityId?: string;
    readonly nameClaim?: string;
}

export interface Preset {
    readonly title: string;
    readonly saml: SamlPreset | undefined;
    readonly oidc: OidcPreset | undefined;
}

export type PresetName = keyof typeof presets;

export interface ProtocolPreset {
    readonly mapping: MappingOptions;
    readonly linkAttribute: string | undefined;
    readonly overage: Overage | undefined;
    readonly hints: HintParameters;
    readonly troubles: readonly Trouble[];
}

export interface RequestLimits {
    readonly mustNotHold: readonly ('subject' | 'scoping')[];
    readonly nameIdFormats: readonly NameIdFormat[] | undefined;
    readonly comparisons: readonly NonNullable<RequestedAuthnContext['comparison']>[] | undefined;
}

export type SamlOffer = 'metadata' | keyof Pick<IdentityProviderFields, 'entityId' | 'ssoUrl' | 'sloUrl' | 'certificates'>;

export interface SamlPreset extends ProtocolPreset {
    readonly entityId: string | undefined;
    readonly metadata: MetadataPlace;
    readonly peer: Pick<PeerOptions, 'entityId' | 'pardons' | 'subjectAttribute' | 'wantSigned'>;
    readonly wantsSignedRequests: boolean;
    readonly request: RequestLimits;
    readonly form: readonly FormField<SamlValue>[];
    readonly offers: readonly Offered<SamlOffer>[];
}

export interface SamlProduct {
    readonly title: string;
    readonly entityIds: RegExp | undefined;
    readonly peer: Pick<PeerOptions, 'pardons' | 'subjectAttribute' | 'wantSigned'>;
    readonly form: readonly FormField<SamlValue>[];
    readonly offers: readonly Offered<SamlOffer>[];
    readonly settings: SamlSettings;
}

export interface SamlSettings {
    readonly signing: readonly Setting[];
    readonly signatureAlgorithm: readonly Setting[];
    readonly encryption: readonly Setting[];
    readonly nameId: readonly Setting[];
    readonly binding: readonly Setting[];
    readonly destination: readonly Setting[];
    readonly statement: readonly Setting[];
    readonly tile: readonly Setting[];
    readonly people: readonly Setting[];
    readonly authentication: readonly Setting[];
    readonly lifetime: readonly Setting[];
    readonly clock: readonly Setting[];
    readonly log: readonly Setting[];
}

export type SamlValue = 'product' | 'entityId' | 'replyUrl' | 'signOnUrl' | 'logoutUrl' | 'metadataUrl' | 'relayState';

export interface Setting {
    readonly screen: string;
    readonly field: string;
    readonly choose?: string;
}

export interface Trouble {
    readonly seen: string;
    readonly cause: string;
}

export declare function adFs(options: AdFsOptions): Preset;

export declare function auth0(options: Auth0Options): Preset;

export declare function entraId(options: EntraIdOptions): Preset;

export declare function generic(options?: GenericOptions): Preset;

export declare function googleWorkspace(options: GoogleWorkspaceOptions): Preset;

export declare function keycloak(options: KeycloakOptions): Preset;

export declare function miniOrange(options: MiniOrangeOptions): Preset;

export declare function oidcLogin(preset: OidcPreset, options?: LoginOptions, hints?: LoginHints): LoginOptions;

export declare function okta(options: OktaOptions): Preset;

export declare function oneLogin(options: OneLoginOptions): Preset;

export declare function pingOne(options: PingOneOptions): Preset;

export declare const presets: {
    readonly 'entra-id': typeof entraId;
    readonly okta: typeof okta;
    readonly 'ad-fs': typeof adFs;
    readonly 'google-workspace': typeof googleWorkspace;
    readonly keycloak: typeof keycloak;
    readonly 'one-login': typeof oneLogin;
    readonly 'ping-one': typeof pingOne;
    readonly auth0: typeof auth0;
    readonly 'mini-orange': typeof miniOrange;
    readonly generic: typeof generic;
};

export declare function productOf(entityId: string): PresetName | undefined;

export declare function samlLogin(preset: SamlPreset, options?: LoginOptions$1, hints?: LoginHints): LoginOptions$1;

export declare const samlProducts: Readonly<Record<PresetName, SamlProduct>>;

// signon/adapters

export interface Account {
    readonly name: string;
    readonly displayName?: string;
    readonly email?: string;
    readonly emailVerified: boolean;
    readonly groups?: readonly string[];
    readonly groupsTruncated: boolean;
}

export interface AddressNames {
    readonly loginPath: string;
    readonly destinationParameter: string;
    readonly logoutPath: string;
    readonly destinationsWithin?: string;
}

export type AddressOptions = SchemeOptions & {
    readonly baseUrl: string;
    readonly publicUrl?: string;
    readonly initiatedBy?: 'service' | 'provider';
    readonly relayState?: string;
};

export interface Addresses {
    readonly scheme: SchemeOptions['scheme'];
    readonly baseUrl: string;
    readonly saml: SamlAddresses;
    readonly oidc: OidcAddresses | undefined;
}

export type Change = {
    readonly kind: 'create';
    readonly account: NewAccount;
} | {
    readonly kind: 'update';
    readonly user: Target;
    readonly displayName?: string;
    readonly email?: string;
} | {
    readonly kind: 'rename';
    readonly user: Target;
    readonly newName: string;
} | {
    readonly kind: 'activate';
    readonly user: Target;
} | {
    readonly kind: 'deactivate';
    readonly user: Target;
} | {
    readonly kind: 'create-group';
    readonly group: string;
} | {
    readonly kind: 'join';
    readonly user: Target;
    readonly group: string;
} | {
    readonly kind: 'leave';
    readonly user: Target;
    readonly group: string;
} | {
    readonly kind: 'end-sessions';
    readonly user: Target;
};

export interface Check {
    readonly topic: 'administrator' | 'https' | 'base-url' | 'clock' | 'password-prompt' | 'version' | 'signing-key';
    readonly demand: string;
}

export interface ConnectionOptions {
    readonly id?: string;
    readonly baseUrl: string;
    readonly authentication: ProductAuthentication;
    readonly version?: string;
    readonly since?: Readonly<Partial<Record<Operation, string>>>;
    readonly userNames?: Partial<UserNameRule>;
}

export interface CrowdHandover {
    begin(userName: string, remoteAddress: string): Promise<CrowdSession>;
    end(token: string): Promise<{
        readonly setCookie: string;
    }>;
}

export interface CrowdOptions {
    readonly baseUrl: string;
    readonly application: string;
    readonly password: string;
    readonly validationFactors?: 'nested' | 'list';
}

export interface CrowdSession {
    readonly token: string;
    readonly setCookie: string;
}

export interface Current extends CurrentGroups {
    readonly user: ProductUser;
}

export interface CurrentGroups {
    readonly groups: readonly string[];
    readonly existing: readonly string[];
}

export interface GroupPolicy {
    readonly mode: NonNullable<GroupPolicyOptions['mode']>;
    readonly defaults: readonly string[];
    readonly map: ReadonlyMap<string, readonly string[]>;
    readonly managed: ReadonlySet<string>;
    readonly create: boolean;
    readonly untouchable: ReadonlySet<string>;
    readonly administratorGroups: ReadonlySet<string>;
    readonly removal: {
        readonly from: number;
        readonly percent: number;
    };
}

export interface GroupPolicyOptions {
    readonly mode?: 'off' | 'add-only' | 'managed' | 'overwrite';
    readonly defaults?: readonly string[];
    readonly map?: Readonly<Record<string, string | readonly string[]>>;
    readonly managed?: readonly string[];
    readonly create?: boolean;
    readonly administrators?: readonly string[];
    readonly administratorGroups?: readonly string[];
    readonly removal?: {
        readonly from?: number;
        readonly percent?: number;
    };
}

export type GroupRule = {
    readonly kind: 'rename';
    readonly from: string;
    readonly to: string;
} | {
    readonly kind: 'allow' | 'deny';
    readonly names: readonly string[];
} | {
    readonly kind: 'prefix';
    readonly prefix: string;
} | {
    readonly kind: 'path';
    readonly as: 'last' | 'whole';
} | {
    readonly kind: 'lower-case';
} | {
    readonly kind: 'replace';
    readonly pattern: string;
    readonly replacement: string;
    readonly otherwise?: 'keep' | 'drop';
};

export interface GroupStep {
    readonly rule: GroupRule['kind'];
    readonly apply: (groups: readonly string[]) => readonly string[];
}

export interface HandoverExpectation {
    readonly issuer: string;
    readonly baseUrl: string;
    readonly keys: readonly JsonObject[];
}

export type Incapable = {
    readonly reason: 'no-such-call';
} | {
    readonly reason: 'version';
    readonly since: string;
};

export interface LeavingReport {
    readonly user: ProductUser;
    readonly changes: readonly Change[];
    readonly leftovers: readonly Leftover[];
    readonly lastLogin?: Date;
}

export type Leftover = 'permissions' | 'sessions' | 'access-tokens' | 'ssh-keys';

export interface Link {
    readonly product: string;
    readonly subject: string;
    readonly userKey?: string;
    readonly userName: string;
    readonly state: 'creating' | 'created' | 'linked';
    readonly since?: string;
    readonly setAside?: readonly string[];
}

export interface LinkStore {
    find(product: string, subject: string): Promise<Link | undefined>;
    owner(product: string, userKey: string): Promise<Link | undefined>;
    claim(link: Link): Promise<boolean>;
    replace(before: Link, next: Link | undefined): Promise<boolean>;
}

export type Lookup = {
    readonly key: string;
    readonly lastName: string;
} | {
    readonly name: string;
} | {
    readonly email: string;
};

export interface Mapping {
    readonly name: readonly ValueSource[];
    readonly nameSteps: readonly NameStep[];
    readonly displayName: readonly (readonly string[])[];
    readonly email: readonly string[];
    readonly emailIsVerified: boolean;
    readonly groups: readonly string[];
    readonly groupSteps: readonly GroupStep[];
}

export interface MappingOptions {
    readonly name?: readonly ValueSource[];
    readonly nameRules?: readonly NameRule[];
    readonly displayName?: readonly (string | readonly string[])[];
    readonly email?: readonly string[];
    readonly emailIsVerified?: boolean;
    readonly groups?: readonly string[];
    readonly groupRules?: readonly GroupRule[];
}

export interface MappingStep {
    readonly field: 'name' | 'displayName' | 'email' | 'groups';
    readonly step: string;
    readonly values: readonly string[];
    readonly problem?: string;
}

export type NameRule = {
    readonly kind: 'lower-case';
} | {
    readonly kind: 'strip-domain';
    readonly domain: string;
} | {
    readonly kind: 'replace';
    readonly pattern: string;
    readonly replacement: string;
    readonly otherwise?: 'keep' | 'refuse';
};

export interface NameStep {
    readonly rule: NameRule['kind'];
    readonly apply: (name: string) => string;
}

export interface NewAccount {
    readonly name: string;
    readonly displayName: string;
    readonly email: string;
}

export interface OidcAddresses {
    readonly redirectUri: string;
    readonly initiateLoginUri: string;
    readonly postLogoutRedirectUri: string;
    readonly backChannelLogoutUri?: string;
    readonly client: Pick<ClientOptions, 'redirectUri'>;
}

export type Operation = Change['kind'] | 'find-by-key' | 'find-by-name' | 'find-by-email' | 'groups-of' | 'group-exists';

export interface Policy {
    readonly accounts: PolicyOptions['accounts'];
    readonly rename: boolean;
    readonly reactivate: boolean;
    readonly match: readonly ('name' | 'email')[];
    readonly authoritativeNames: boolean;
    readonly authoritativeDomains: readonly string[];
    readonly allowedDomains?: readonly string[];
    readonly linkAttribute?: string;
    readonly linkableAdministrators: readonly string[];
    readonly groups: GroupPolicy;
}

export interface PolicyOptions {
    readonly accounts: 'off' | 'link' | 'create' | 'create-and-update';
    readonly rename?: boolean;
    readonly reactivate?: boolean;
    readonly match?: readonly ('name' | 'email')[];
    readonly authoritative?: {
        readonly names?: boolean;
        readonly domains?: readonly string[];
    };
    readonly allowedDomains?: readonly string[];
    readonly linkAttribute?: string | undefined;
    readonly linkableAdministrators?: readonly string[];
    readonly groups?: GroupPolicyOptions;
}

export interface Product {
    readonly id: string;
    readonly name: ProductName;
    readonly urls: ProductAddresses;
    readonly incapable: ReadonlyMap<Operation, Incapable>;
    find(by: Lookup): Promise<ProductUser | undefined>;
    groupsOf(user: ProductUser): Promise<readonly string[]>;
    existing(groups: readonly string[]): Promise<readonly string[]>;
    apply(change: Change): Promise<ProductUser | undefined>;
    complete?(user: Pick<ProductUser, 'name'>): Promise<void>;
}

export interface ProductAddresses {
    readonly baseUrl: string;
    login(destination?: string): string;
    readonly logout: string;
    destination(wanted: string): string | undefined;
}

export type ProductAuthentication = {
    readonly kind: 'token';
    readonly token: string;
} | {
    readonly kind: 'basic';
    readonly user: string;
    readonly password: string;
};

export type ProductLogout = {
    readonly kind: 'ended';
    readonly user: ProductUser;
} | {
    readonly kind: 'nobody';
} | {
    readonly kind: 'by-browser';
    readonly logout: string;
};

export type ProductName = 'jira' | 'service-management' | 'confluence' | 'bitbucket';

export interface ProductUser {
    readonly key: string;
    readonly name: string;
    readonly displayName?: string;
    readonly email?: string;
    readonly active: boolean;
    readonly writable?: boolean;
    readonly lastLogin?: Date;
}

export interface ProvisionOptions {
    readonly confirmRemoval?: boolean;
    readonly resolveGroups?: (identity: Identity) => Promise<readonly string[]>;
}

export interface ProvisioningReport {
    readonly user: ProductUser;
    readonly isNew: boolean;
    readonly changes: readonly Change[];
    readonly impossible: readonly Change[];
    readonly ignoredGroups: readonly string[];
    readonly missingGroups: readonly string[];
    readonly groupsKnown: boolean;
}

export interface Registration {
    readonly preset: Preset;
    readonly protocol: 'saml' | 'oidc';
    readonly product: ProductName;
    readonly addresses: Addresses;
}

export interface SamlAddresses {
    readonly entityId: string;
    readonly replyUrl: string;
    readonly signOnUrl?: string;
    readonly logoutUrl?: string;
    readonly metadataUrl?: string;
    readonly relayState?: string;
    readonly serviceProvider: Pick<ServiceProviderOptions, 'entityId' | 'assertionConsumerServices' | 'singleLogoutServices'>;
}

export type SchemeOptions = {
    readonly scheme: 'kantega' | 'own';
    readonly id: string;
} | {
    readonly scheme: 'microsoft' | 'built-in';
};

export interface SetUpOptions extends Registration {
    readonly keys?: readonly InspectedKey[];
    readonly domains?: readonly string[];
}

export type SetUpStep = {
    readonly kind: 'prepare';
    readonly title: string;
    readonly checks: readonly Check[];
} | {
    readonly kind: 'addresses';
    readonly title: string;
    readonly sheet: Sheet;
} | {
    readonly kind: 'metadata';
    readonly title: string;
    readonly place: MetadataPlace;
    readonly entityId: string | undefined;
    readonly byHand: readonly Offered<SamlOffer>[];
} | {
    readonly kind: 'certificate';
    readonly title: string;
    readonly keys: readonly InspectedKey[];
    readonly compareWith: readonly Offered<SamlOffer>[];
} | {
    readonly kind: 'discovery';
    readonly title: string;
    readonly issuer: string;
    readonly provider: ProviderOptions;
} | {
    readonly kind: 'credentials';
    readonly title: string;
    readonly authentication: readonly AuthenticationMethod['kind'][];
    readonly copy: readonly Offered<OidcOffer>[];
} | {
    readonly kind: 'accounts';
    readonly title: string;
    readonly mapping: MappingOptions;
    readonly linkAttribute: string | undefined;
} | {
    readonly kind: 'known-domains';
    readonly title: string;
    readonly domains: readonly string[];
} | {
    readonly kind: 'test';
    readonly title: string;
    readonly runs: readonly TestRun[];
    readonly troubles: readonly Trouble[];
};

export interface Sheet {
    readonly title: string;
    readonly fields: readonly SheetField[];
    readonly copy: readonly Offered<SamlOffer | OidcOffer>[];
    readonly pardons: readonly Pardon[];
}

export interface SheetField {
    readonly screen: string;
    readonly field: string;
    readonly value: string;
    readonly copied: boolean;
}

export interface SignedHeader {
    readonly name: string;
    readonly publicKey: JsonObject;
    value(user: Pick<ProductUser, 'key' | 'name'>): Promise<string>;
    stripped(headers: Iterable<readonly [
        string,
        string
    ]>): readonly (readonly [
        string,
        string
    ])[];
}

export interface SignedHeaderOptions {
    readonly issuer: string;
    readonly baseUrl: string;
    readonly signer: TokenSigner;
    readonly header?: string;
    readonly lifetimeSeconds?: number;
}

export interface Target {
    readonly key: string;
    readonly name: string;
}

export interface TestRun {
    readonly begins: 'at-the-service' | 'at-the-provider';
    readonly at?: string;
}

export interface UserNameRule {
    readonly forbidden: string;
    readonly capitals: boolean;
}

export type ValueSource = 'subject' | {
    readonly attribute: string;
};

export declare function accountOf(identity: Identity, how: Mapping): Account;

export declare function addresses(options: AddressOptions): Addresses;

export declare function crowdHandover(options: CrowdOptions, env?: Pick<Env, 'fetch' | 'wait'>): CrowdHandover;

export declare function deprovision(product: Product, links: LinkStore, subject: string, policy: Policy): Promise<LeavingReport | undefined>;

export declare function endSessions(product: Product, links: LinkStore, subject: string): Promise<ProductLogout>;

export declare function linkSubject({ provider, subject, attributes }: Identity, attribute?: string): string;

export declare function mapping(options?: MappingOptions): Mapping;

export declare function plan(wanted: Account, current: Current, policy: Policy, extra?: readonly string[]): readonly Change[];

export declare function policy(options: PolicyOptions): Policy;

export declare function productAddresses(baseUrl: string, names: AddressNames): ProductAddresses;

export declare function provision(product: Product, links: LinkStore, identity: Identity, wanted: Account, policy: Policy, options?: ProvisionOptions, env?: Pick<Env, 'now'>): Promise<ProvisioningReport>;

export declare function readHandover(expected: HandoverExpectation, header: string, replay: ReplayStore, env?: Pick<Env, 'now'>): Promise<Target>;

export declare function setUp(options: SetUpOptions): readonly SetUpStep[];

export declare function sheet(registration: Registration): Sheet;

export declare function sheetText({ title, fields, copy, pardons }: Sheet): string;

export declare function signedHeader(options: SignedHeaderOptions, env?: Pick<Env, 'now' | 'random'>): SignedHeader;

export declare function tryMapping(identity: Identity, how: Mapping): readonly MappingStep[];

// signon/jira

export type JiraOptions = ConnectionOptions;

export declare function jira(options: JiraOptions, env?: Env): Product;

export declare function jiraVersion(options: Pick<JiraOptions, 'baseUrl' | 'authentication'>, env?: Env): Promise<string>;

// signon/service-management

export interface ServiceManagement extends Product {
    readonly agents: ProductAddresses;
    readonly portal: ProductAddresses;
    portalOf(wanted: string): {
        readonly id?: string;
    } | undefined;
    logoutFrom(page: string): string;
}

export interface ServiceManagementOptions extends ConnectionOptions {
    readonly customers?: boolean;
    readonly customerGroups?: readonly string[];
    readonly portalLogoutPath?: string;
}

export declare function serviceManagement(options: ServiceManagementOptions, env?: Env): ServiceManagement;

// signon/confluence

export interface ConfluenceOptions extends ConnectionOptions {
    readonly firstPassword?: 'random' | 'mail';
}

export declare function confluence(options: ConfluenceOptions, env?: Env): Product;

export declare function confluenceVersion(options: Pick<ConfluenceOptions, 'baseUrl' | 'authentication'>, env?: Env): Promise<string>;

// signon/bitbucket

export interface BitbucketOptions extends ConnectionOptions {
    readonly firstPassword?: 'random' | 'mail';
}

export declare function bitbucket(options: BitbucketOptions, env?: Env): Product;

export declare function bitbucketVersion(options: Pick<BitbucketOptions, 'baseUrl' | 'authentication'>, env?: Env): Promise<string>;

// signon/diagnosis

export type Cause = MessageCause | LoginCause;

export interface Circumstances extends OurNames {
    readonly idp?: Pick<IdentityProvider, 'issuers' | 'keys'>;
    readonly incoming?: Pick<Incoming, 'document'>;
    readonly pending?: Pick<SamlPending, 'issuedAt'>;
    readonly product?: PresetName;
}

export interface Clues {
    readonly issuer?: string;
    readonly issuedAt?: Date;
    readonly inResponseTo?: string;
    readonly keys: readonly string[];
    readonly algorithms: readonly string[];
}

export interface Diagnosis {
    readonly cause: Cause;
    readonly what: string;
    readonly side: Side;
    readonly product: string;
    readonly remedies: readonly Remedy[];
    readonly finding: Finding;
}

export type LoginCause = 'audience' | 'no-audience' | 'reply-url' | 'destination' | 'no-destination' | 'another-endpoint' | 'unsolicited' | 'forgotten' | 'another-login' | 'another-asked' | 'replayed' | 'clock-behind' | 'clock-ahead' | 'expired' | 'session-over' | 'authn-context' | 'weaker-context' | 'not-fresh' | 'no-statement' | 'denied' | 'passive' | 'name-id-policy' | 'provider-error' | 'several-assertions' | 'no-assertion' | 'name-id-format' | 'passing-name' | 'no-name' | 'no-bearer' | 'other';

export type MessageCause = 'binding' | 'damaged' | 'no-message' | 'another-message' | 'no-answer' | 'odd-message' | 'another-provider' | 'certificate' | 'unconfirmed-key' | 'altered' | 'wrapped' | 'unsigned' | 'signed-elsewhere' | 'sha1' | 'signature-algorithm' | 'short-key' | 'no-decryption-key' | 'another-decryption-key' | 'encryption-algorithm' | 'unencrypted' | 'metadata-expired' | 'not-metadata' | 'unusable-metadata' | 'unreachable' | 'set-up';

export type OpenIdCause = 'openid-unreachable' | 'openid-issuer' | 'openid-credentials' | 'openid-code' | 'openid-denied' | 'openid-unseen' | 'openid-request' | 'openid-keys' | 'openid-client' | 'openid-browser' | 'openid-late' | 'openid-clock' | 'openid-authentication' | 'openid-other';

export interface OpenIdDiagnosis {
    readonly cause: OpenIdCause;
    readonly what: string;
    readonly side: Side;
    readonly remedies: readonly Remedy[];
    readonly finding: Finding;
}

export interface OurNames {
    readonly entityId?: string;
    readonly replyUrl?: string;
}

export interface Place {
    readonly screen: string;
    readonly field: string;
    readonly value?: string;
}

export interface Remedy {
    readonly side: Side;
    readonly where: string;
    readonly action: string;
    readonly places: readonly Place[];
}

export type Side = 'ours' | 'provider' | 'person' | 'between';

export declare function cluesIn({ document }: Pick<Incoming, 'document'>): Clues;

export declare function likelyCause(refused: readonly Finding[] | AnySsoError, circumstances?: Circumstances): Diagnosis | undefined;

export declare function likelyOpenIdCause(findings: readonly Finding[]): OpenIdDiagnosis | undefined;

// signon/saml

export interface Assertion {
    readonly id: string;
    readonly version: string;
    readonly issueInstant: Date;
    readonly issuer: Issuer;
    readonly nameId: Subject | undefined;
    readonly confirmations: readonly Confirmation[];
    readonly conditions: Conditions;
    readonly authentications: readonly AuthenticationStatement[];
    readonly attributes: readonly Attribute[];
}

export interface AssertionConsumerServiceOptions {
    readonly url: string;
    readonly binding?: 'post' | 'artifact';
    readonly index?: number;
    readonly isDefault?: boolean;
}

export type AttributeConsumingService = AttributeConsumingServiceOptions & Numbered;

export interface AttributeConsumingServiceOptions {
    readonly index?: number;
    readonly isDefault?: boolean;
    readonly name: Localised;
    readonly description?: Localised;
    readonly attributes: readonly RequestedAttribute[];
}

export interface AuthenticationStatement {
    readonly instant: Date;
    readonly sessionIndex: string | undefined;
    readonly sessionNotOnOrAfter: Date | undefined;
    readonly contextClass: string | undefined;
    readonly contextDeclaration: string | undefined;
    readonly authorities: readonly string[];
}

export type AuthnContextClass = (typeof authnContexts)[keyof typeof authnContexts] | OtherUri;

export interface AuthnRequestOptions {
    readonly forceAuthn?: boolean;
    readonly isPassive?: boolean;
    readonly authnContext?: RequestedAuthnContext;
    readonly nameIdPolicy?: NameIdPolicy | false;
    readonly scoping?: Scoping;
    readonly providerName?: string;
    readonly extensions?: readonly Draft[];
    readonly attributeConsumingServiceIndex?: number;
    readonly subject?: Subject;
}

export interface CertificateDescription {
    readonly subject: string;
    readonly issuer: string;
    readonly serial: string;
    readonly notBefore: Date;
    readonly notAfter: Date;
    readonly fingerprint: string;
}

export interface Conditions {
    readonly notBefore: Date | undefined;
    readonly notOnOrAfter: Date | undefined;
    readonly audienceRestrictions: readonly (readonly string[])[];
    readonly oneTimeUses: number;
    readonly proxyRestrictions: number;
    readonly unknown: readonly string[];
}

export interface Confirmation {
    readonly method: string;
    readonly recipient: string | undefined;
    readonly inResponseTo: string | undefined;
    readonly notBefore: Date | undefined;
    readonly notOnOrAfter: Date | undefined;
}

export interface Contact {
    readonly type: 'technical' | 'support' | 'administrative' | 'billing' | 'security' | 'other';
    readonly company?: string;
    readonly givenName?: string;
    readonly surname?: string;
    readonly emails?: readonly string[];
    readonly telephones?: readonly string[];
}

export interface DecryptionKey {
    readonly privateKey: PrivateKey;
    readonly certificate?: string;
    readonly state?: DecryptionKeyState;
}

export type DecryptionKeyState = 'current' | 'next' | 'previous';

export interface Description {
    readonly organization?: Required<Organization>;
    readonly contacts: readonly Contact[];
    readonly ui?: UserInterface;
    readonly attributeConsumingServices: readonly AttributeConsumingService[];
    readonly nameIdFormats: readonly string[];
    readonly entityAttributes: Readonly<Record<string, readonly string[]>>;
}

export interface DescriptionOptions {
    readonly organization?: Organization;
    readonly contacts?: readonly Contact[];
    readonly ui?: UserInterface;
    readonly attributeConsumingServices?: readonly AttributeConsumingServiceOptions[];
    readonly nameIdFormats?: readonly NameIdFormat[];
    readonly requiredSubjectIdentifier?: 'subject-id' | 'pairwise-id' | 'any' | 'none';
    readonly entityAttributes?: Readonly<Record<string, readonly string[]>>;
}

export interface DigestAlgorithm {
    readonly uri: string;
    readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512';
    readonly pardon?: 'signature.sha1';
}

export interface DiscoveryOptions {
    readonly response?: string;
    readonly parameters?: Readonly<Record<string, string>>;
    readonly isPassive?: boolean;
    readonly returnIdParameter?: string;
    readonly policy?: string;
}

export interface DiscoveryParty {
    readonly entityId: string;
    readonly discoveryResponses: readonly DiscoveryResponse[];
}

export interface DiscoveryRequest {
    readonly entityId: string;
    readonly returnUrl: string;
    readonly returnIdParameter: string;
    readonly isPassive: boolean;
    readonly policy: string;
}

export type DiscoveryResponse = Numbered & {
    readonly url: string;
};

export interface DiscoveryResponseOptions {
    readonly url: string;
    readonly index?: number;
    readonly isDefault?: boolean;
}

export interface Draft {
    readonly name: string;
    readonly namespace: string;
    readonly attributes?: Readonly<Record<string, string | undefined>>;
    readonly children?: readonly (Draft | string | undefined)[];
}

export interface Endpoint {
    readonly binding: string;
    readonly location: string;
    readonly responseLocation?: string;
}

export interface IdentityProvider {
    readonly id: string;
    readonly entityId: string;
    readonly issuers: readonly string[];
    readonly audiences: readonly string[];
    readonly keys: readonly VerificationKey[];
    readonly singleSignOnServices: readonly Endpoint[];
    readonly singleLogoutServices: readonly Endpoint[];
    readonly artifactResolutionServices: readonly IndexedEndpoint[];
    readonly wantAuthnRequestsSigned: boolean;
    readonly nameIdFormats: readonly string[];
    readonly displayNames: readonly LocalisedText[];
    readonly logos: readonly Logo[];
    readonly scopes: readonly Scope[];
    readonly signingMethods: readonly SigningMethod[];
    readonly digestMethods: readonly string[];
    readonly entityAttributes: ReadonlyMap<string, readonly string[]>;
    readonly errorUrl?: string;
    readonly validUntil?: Date;
    readonly refreshAt?: Date;
    readonly pardons: ReadonlySet<Pardon>;
    readonly allowUnsolicited: boolean;
    readonly subjectAttribute?: string;
    readonly subjectIdentifier?: SubjectIdentifier;
    readonly scopedAttributes: readonly string[];
    readonly demandNameIdFormat: boolean;
    readonly wantSigned?: WantSigned;
    readonly learntFrom?: string;
}

export interface IdentityProviderFields {
    readonly entityId: string;
    readonly ssoUrl: string;
    readonly ssoBinding?: 'redirect' | 'post';
    readonly sloUrl?: string;
    readonly certificates: readonly string[];
}

export interface Incoming {
    readonly binding: 'post' | 'redirect' | 'artifact' | 'soap';
    readonly parameter: 'SAMLRequest' | 'SAMLResponse';
    readonly document: Uint8Array;
    readonly relayState?: string;
    readonly receivedAt: string;
    readonly signature?: QuerySignature;
}

export interface IndexedEndpoint extends Endpoint {
    readonly index: number;
    readonly isDefault: boolean;
}

export interface InspectedEndpoint {
    readonly service: string;
    readonly binding: string;
    readonly location: string;
    readonly responseLocation?: string;
    readonly index?: string;
    readonly isDefault?: boolean;
}

export interface InspectedKey {
    readonly use: 'signing' | 'encryption' | 'both';
    readonly kind?: KeyKind;
    readonly bits?: number;
    readonly fingerprint?: string;
    readonly certificate?: CertificateDescription;
    readonly problem?: string;
}

export type InspectedRole = 'identity-provider' | 'service-provider';

export interface Inspection {
    readonly entityId: string;
    readonly role?: InspectedRole;
    readonly validUntil?: Date;
    readonly displayNames: Inspected['displayNames'];
    readonly keys: readonly InspectedKey[];
    readonly endpoints: readonly InspectedEndpoint[];
    readonly findings: readonly Finding[];
}

export interface InspectionOptions extends Pick<PeerOptions, 'entityId' | 'trust' | 'pardons'> {
    readonly role?: InspectedRole;
}

export type Issuer = Subject;

export type KeyKind = 'rsa' | 'ec' | 'ed25519';

export interface LocalSigner {
    readonly privateKey: PrivateKey;
    readonly certificate?: string;
    readonly algorithm?: SignatureAlgorithmName;
}

export type Localised<Value = string> = Readonly<Record<string, Value>>;

export interface LocalisedText {
    readonly language: string;
    readonly text: string;
}

export interface LoginOptions extends AuthnRequestOptions, SendingOptions {
    readonly returnTo?: string;
    readonly assertionConsumerService?: {
        readonly url: string;
    } | {
        readonly index: number;
    };
    readonly maxAuthenticationAgeSeconds?: number;
}

export interface Logo {
    readonly url: string;
    readonly width: number;
    readonly height: number;
    readonly language?: string;
}

export interface LogoutAnswered {
    readonly kind: 'answered';
    readonly provider: string;
    readonly confirmed: boolean;
    readonly partial: boolean;
    readonly returnTo?: string;
    readonly status: Status;
    readonly findings: readonly Finding[];
}

export interface LogoutAsked {
    readonly kind: 'asked';
    readonly provider: string;
    readonly subject: Subject;
    readonly sessionIndexes: readonly string[];
    readonly names: readonly string[];
    readonly issuedAt: Date;
    readonly until: Date;
    readonly findings: readonly Finding[];
    reply(outcome: LogoutOutcome): Promise<LogoutReply>;
}

export interface LogoutExpected {
    readonly pending?: SamlLogoutPending;
    readonly replay: ReplayStore;
}

export type LogoutMessage = LogoutAsked | LogoutAnswered;

export interface LogoutOptions extends SendingOptions {
    readonly returnTo?: string;
    readonly reason?: 'user' | 'admin' | (string & Record<never, never>);
    readonly allSessions?: boolean;
    readonly validForSeconds?: number;
}

export type LogoutOutcome = 'success' | 'partial' | 'failed';

export type LogoutReply = Outgoing | {
    readonly kind: 'soap';
    readonly body: string;
};

export type NameIdFormat = (typeof nameIdFormats)[keyof typeof nameIdFormats] | OtherUri;

export interface NameIdPolicy {
    readonly format?: NameIdFormat;
    readonly allowCreate?: boolean;
    readonly spNameQualifier?: string;
}

export interface Numbered {
    readonly index: number;
    readonly isDefault: boolean;
}

export interface OpeningKey {
    readonly keyId: string;
    readonly certificate?: string;
    readonly state: DecryptionKeyState;
    readonly bits: number;
    readonly keyObject: KeyObject;
}

export interface Organization {
    readonly name: Localised;
    readonly displayName?: Localised;
    readonly url: Localised;
}

export type Pardon = (typeof pardons)[number];

export interface PeerOptions {
    readonly id?: string;
    readonly entityId?: string;
    readonly trust?: readonly string[];
    readonly audiences?: readonly string[];
    readonly issuer?: string;
    readonly pardons?: readonly Pardon[];
    readonly allowUnsolicited?: boolean;
    readonly subjectAttribute?: string;
    readonly subjectIdentifier?: SubjectIdentifier;
    readonly scopes?: readonly string[];
    readonly scopedAttributes?: readonly string[];
    readonly demandNameIdFormat?: boolean;
    readonly wantSigned?: WantSigned;
    readonly learntFrom?: string;
}

export type PrivateKey = string | JsonWebKey | KeyObject;

export interface Publication {
    readonly validForSeconds?: number;
    readonly cacheForSeconds: number;
    readonly signer?: SigningKey | false;
}

export interface PublicationOptions {
    readonly validForSeconds?: number;
    readonly cacheForSeconds?: number;
    readonly signer?: Signer | false;
}

export interface QuerySignature {
    readonly octets: Uint8Array;
    readonly algorithm: string;
    readonly value: Uint8Array;
}

export interface RemoteSigner {
    readonly algorithm: SignatureAlgorithmName;
    readonly keyId: string;
    readonly certificate?: string;
    sign(octets: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

export interface RequestedAttribute {
    readonly name: string;
    readonly nameFormat?: string;
    readonly friendlyName?: string;
    readonly isRequired?: boolean;
    readonly values?: readonly string[];
}

export interface RequestedAuthnContext {
    readonly classes?: readonly AuthnContextClass[];
    readonly declarations?: readonly string[];
    readonly comparison?: 'exact' | 'minimum' | 'maximum' | 'better';
    readonly order?: readonly string[];
}

export interface SamlLogin extends Login {
    readonly protocol: 'saml';
}

export interface SamlLogoutPending {
    readonly protocol: 'saml';
    readonly purpose: 'logout';
    readonly provider: string;
    readonly requestId: string;
    readonly handle: string;
    readonly issuedAt: string;
    readonly returnTo?: string;
}

export interface SamlPending {
    readonly protocol: 'saml';
    readonly provider: string;
    readonly requestId: string;
    readonly handle: string;
    readonly acsUrl: string;
    readonly issuedAt: string;
    readonly forceAuthn?: boolean;
    readonly maxAuthenticationAgeSeconds?: number;
    readonly nameIdFormat?: NameIdFormat;
    readonly spNameQualifier?: string;
    readonly authnContext?: RequestedAuthnContext;
    readonly subject?: Subject;
    readonly returnTo?: string;
}

export interface Scope {
    readonly value: string;
    readonly regexp: boolean;
}

export interface Scoping {
    readonly proxyCount?: number;
    readonly providers?: readonly string[];
    readonly requesters?: readonly string[];
}

export interface SendingOptions {
    readonly binding?: 'redirect' | 'post';
    readonly parameters?: Readonly<Record<string, string>>;
    readonly handle?: string;
}

export interface ServiceProvider extends Description {
    readonly entityId: string;
    readonly assertionConsumerServices: readonly Required<AssertionConsumerServiceOptions>[];
    readonly singleLogoutServices: readonly SingleLogoutServiceOptions[];
    readonly discoveryResponses: readonly DiscoveryResponse[];
    readonly signing?: {
        readonly current: SigningKey;
        readonly next?: SigningKey;
    };
    readonly decryption: readonly OpeningKey[];
    readonly requireEncryption: boolean;
    readonly requireAuthenticatedEncryption: boolean;
    readonly blockedAlgorithms: ReadonlySet<string>;
    readonly wantSigned: WantSigned;
    readonly clockSkewSeconds: number;
    readonly maxUnsolicitedAgeSeconds: number;
    readonly maxAssertionAgeSeconds: number;
    readonly publication: Publication;
}

export interface ServiceProviderOptions extends DescriptionOptions {
    readonly entityId: string;
    readonly assertionConsumerServices: readonly AssertionConsumerServiceOptions[];
    readonly singleLogoutServices?: readonly SingleLogoutServiceOptions[];
    readonly discoveryResponses?: readonly DiscoveryResponseOptions[];
    readonly signing?: {
        readonly current: Signer;
        readonly next?: Signer;
    };
    readonly decryption?: readonly DecryptionKey[];
    readonly requireEncryption?: boolean;
    readonly requireAuthenticatedEncryption?: boolean;
    readonly blockedAlgorithms?: readonly string[];
    readonly wantSigned?: WantSigned;
    readonly clockSkewSeconds?: number;
    readonly maxUnsolicitedAgeSeconds?: number;
    readonly maxAssertionAgeSeconds?: number;
    readonly publication?: PublicationOptions;
}

export interface SignatureAlgorithm {
    readonly uri: string;
    readonly name: SignatureAlgorithmName;
    readonly keyKind: KeyKind;
    readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' | null;
    readonly mode: Readonly<Omit<VerifyKeyObjectInput & SignKeyObjectInput, 'key'>>;
    readonly pardon?: 'signature.sha1';
}

export type SignatureAlgorithmName = 'rsa-sha1' | 'rsa-sha256' | 'rsa-sha384' | 'rsa-sha512' | 'rsa-pss-sha256' | 'rsa-pss-sha384' | 'rsa-pss-sha512' | 'ecdsa-sha1' | 'ecdsa-sha256' | 'ecdsa-sha384' | 'ecdsa-sha512' | 'ed25519';

export type Signer = LocalSigner | RemoteSigner;

export interface SigningKey {
    readonly algorithm: SignatureAlgorithm;
    readonly digest: DigestAlgorithm;
    readonly alternatives: readonly SigningKey[];
    readonly bits?: number;
    readonly keyId: string;
    readonly certificate?: string;
    readonly publicKey?: KeyObject;
    readonly sign: (octets: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

export interface SigningMethod {
    readonly algorithm: string;
    readonly minKeySize?: number;
    readonly maxKeySize?: number;
}

export interface SingleLogoutServiceOptions {
    readonly url: string;
    readonly responseUrl?: string;
    readonly binding: 'redirect' | 'post' | 'soap';
}

export interface Status {
    readonly outcome: StatusOutcome;
    readonly codes: readonly string[];
    readonly message?: string;
}

export type StatusOutcome = (typeof outcomes)[number] | 'other';

export type SubjectIdentifier = keyof typeof subjectIdentifiers;

export interface UserInterface {
    readonly displayName?: Localised;
    readonly description?: Localised;
    readonly keywords?: Localised<readonly string[]>;
    readonly logos?: readonly Logo[];
    readonly informationUrl?: Localised;
    readonly privacyStatementUrl?: Localised;
}

export interface VerificationKey {
    readonly kind: KeyKind;
    readonly bits: number;
    readonly fingerprint: string;
    readonly keyObject: KeyObject;
    readonly certificate?: Uint8Array;
    readonly pardon?: 'key.rsa-1024';
    readonly unconfirmed?: true;
}

export type WantSigned = 'either' | 'assertion' | 'response' | 'both';

export declare function answerDiscovery({ returnUrl, returnIdParameter }: DiscoveryRequest, chosen: string | undefined): Outgoing;

export declare const authnContexts: {
    readonly internetProtocol: "urn:oasis:names:tc:SAML:2.0:ac:classes:InternetProtocol";
    readonly internetProtocolPassword: "urn:oasis:names:tc:SAML:2.0:ac:classes:InternetProtocolPassword";
    readonly kerberos: "urn:oasis:names:tc:SAML:2.0:ac:classes:Kerberos";
    readonly mobileOneFactorUnregistered: "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileOneFactorUnregistered";
    readonly mobileTwoFactorUnregistered: "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorUnregistered";
    readonly mobileOneFactorContract: "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileOneFactorContract";
    readonly mobileTwoFactorContract: "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract";
    readonly password: "urn:oasis:names:tc:SAML:2.0:ac:classes:Password";
    readonly passwordProtectedTransport: "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
    readonly previousSession: "urn:oasis:names:tc:SAML:2.0:ac:classes:PreviousSession";
    readonly x509: "urn:oasis:names:tc:SAML:2.0:ac:classes:X509";
    readonly pgp: "urn:oasis:names:tc:SAML:2.0:ac:classes:PGP";
    readonly spki: "urn:oasis:names:tc:SAML:2.0:ac:classes:SPKI";
    readonly xmlDsig: "urn:oasis:names:tc:SAML:2.0:ac:classes:XMLDSig";
    readonly smartcard: "urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard";
    readonly smartcardPki: "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI";
    readonly softwarePki: "urn:oasis:names:tc:SAML:2.0:ac:classes:SoftwarePKI";
    readonly telephony: "urn:oasis:names:tc:SAML:2.0:ac:classes:Telephony";
    readonly nomadTelephony: "urn:oasis:names:tc:SAML:2.0:ac:classes:NomadTelephony";
    readonly personalTelephony: "urn:oasis:names:tc:SAML:2.0:ac:classes:PersonalTelephony";
    readonly authenticatedTelephony: "urn:oasis:names:tc:SAML:2.0:ac:classes:AuthenticatedTelephony";
    readonly secureRemotePassword: "urn:oasis:names:tc:SAML:2.0:ac:classes:SecureRemotePassword";
    readonly tlsClient: "urn:oasis:names:tc:SAML:2.0:ac:classes:TLSClient";
    readonly timeSyncToken: "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken";
    readonly unspecified: "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";
    readonly refedsSfa: "https://refeds.org/profile/sfa";
    readonly refedsMfa: "https://refeds.org/profile/mfa";
    readonly microsoftMfa: "http://schemas.microsoft.com/claims/multipleauthn";
};

export declare const bindings: {
    readonly redirect: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    readonly post: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    readonly artifact: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact";
    readonly soap: "urn:oasis:names:tc:SAML:2.0:bindings:SOAP";
};

export declare function describeKey({ certificate }: VerificationKey): CertificateDescription | undefined;

export declare function discoveryRequest(sp: ServiceProvider, serviceUrl: string, options?: DiscoveryOptions): Outgoing;

export declare function explain(sp: ServiceProvider, idp: IdentityProvider | Source<IdentityProvider>, incoming: Incoming, pending: SamlPending | SamlLogoutPending | undefined, env?: Env): Promise<readonly Finding[]>;

export declare function finish(sp: ServiceProvider, idp: IdentityProvider | Source<IdentityProvider>, incoming: Incoming, pending: SamlPending, replay: ReplayStore, env?: Env): Promise<SamlLogin>;

export declare function finishUnsolicited(sp: ServiceProvider, idp: IdentityProvider | Source<IdentityProvider>, incoming: Incoming, replay: ReplayStore, env?: Env): Promise<SamlLogin>;

export declare function fromForm(fields: URLSearchParams, receivedAt: string): Incoming;

export declare function fromQuery(query: string, receivedAt: string): Incoming;

export declare function fromSoap(body: Uint8Array, receivedAt: string): Incoming;

export declare function identityProvider(metadata: string | Uint8Array, options?: PeerOptions, env?: Pick<Env, 'now'>): IdentityProvider;

export declare function identityProviderFrom(fields: IdentityProviderFields, options?: PeerOptions): IdentityProvider;

export declare function inspectMetadata(document: string | Uint8Array, options?: InspectionOptions, env?: Pick<Env, 'now'>): Promise<Inspection>;

export declare function login(sp: ServiceProvider, idp: IdentityProvider | Source<IdentityProvider>, options?: LoginOptions, env?: Env): Promise<Started<SamlPending>>;

export declare function logout(sp: ServiceProvider, idp: IdentityProvider | Source<IdentityProvider>, session: Session, options?: LogoutOptions, env?: Env): Promise<Started<SamlLogoutPending>>;

export declare function metadata(sp: ServiceProvider, env?: Pick<Env, 'now' | 'random'>): Promise<string>;

export declare const nameIdFormats: {
    readonly unspecified: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
    readonly emailAddress: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    readonly x509SubjectName: "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName";
    readonly windowsDomainQualifiedName: "urn:oasis:names:tc:SAML:1.1:nameid-format:WindowsDomainQualifiedName";
    readonly kerberos: "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos";
    readonly entity: "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
    readonly persistent: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    readonly transient: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
    readonly encrypted: "urn:oasis:names:tc:SAML:2.0:nameid-format:encrypted";
};

export declare function readDiscoveryRequest(parameters: URLSearchParams, parties: readonly DiscoveryParty[]): DiscoveryRequest;

export declare function readDiscoveryResponse<Provider extends {
    readonly entityId: string;
}>(parameters: URLSearchParams, providers: readonly Provider[], { returnIdParameter }?: Pick<DiscoveryOptions, 'returnIdParameter'>): Provider | undefined;

export declare function readLogout(sp: ServiceProvider, idp: IdentityProvider | Source<IdentityProvider>, incoming: Incoming, expected: LogoutExpected, env?: Env): Promise<LogoutMessage>;

export declare const refedsMfa: RequestedAuthnContext;

export declare function serviceProvider(options: ServiceProviderOptions): ServiceProvider;

export declare const subjectIdentifiers: {
    readonly 'subject-id': "urn:oasis:names:tc:SAML:attribute:subject-id";
    readonly 'pairwise-id': "urn:oasis:names:tc:SAML:attribute:pairwise-id";
};

// signon/artifact

export interface Artifact {
    readonly endpointIndex: number;
    readonly sourceId: string;
}

export interface IncomingArtifact extends Artifact {
    readonly artifact: string;
    readonly relayState?: string;
    readonly receivedAt: string;
}

export declare function artifactFromForm(fields: URLSearchParams, receivedAt: string): IncomingArtifact;

export declare function artifactFromQuery(query: string, receivedAt: string): IncomingArtifact;

export declare function parseArtifact(text: string): Artifact;

export declare function resolve(sp: ServiceProvider, idp: IdentityProvider | Source<IdentityProvider>, artifact: IncomingArtifact, replay: ReplayStore, env?: Env): Promise<Incoming>;

export declare function sourceIdOf(entityId: string): string;

// signon/metadata

export interface AggregateEntity {
    readonly entityId: string;
    readonly roles: readonly EntityRole[];
    readonly displayNames: readonly LocalisedText[];
    readonly logos: readonly Logo[];
    readonly registrationAuthority?: string;
    readonly entityAttributes: Readonly<Record<string, readonly string[]>>;
}

export type AggregateLocation = FetchedLocation | StoredLocation | PastedLocation;

export interface AggregateOptions {
    readonly trust: readonly string[];
    readonly only?: EntityFilter;
    readonly pardons?: readonly Pardon[];
    readonly refresh?: RefreshOptions;
    readonly backup?: BackupOptions;
    readonly maximumValiditySeconds?: number;
    readonly timeoutSeconds?: number;
    readonly maximumBytes?: number;
    readonly thread?: () => Thread;
    readonly onProgress?: (progress: AggregateProgress) => void;
    readonly onEvent?: (event: MetadataEvent) => unknown;
}

export interface AggregateProgress {
    readonly octets: number;
    readonly ofOctets: number;
}

export interface AggregateStatus {
    readonly location: string;
    readonly origin?: 'location' | 'backup';
    readonly entities?: number;
    readonly key?: string;
    readonly publishedAt?: Date;
    readonly lastSuccess?: Date;
    readonly nextTry?: Date;
    readonly validUntil?: Date;
    readonly lastError?: unknown;
    readonly backupError?: unknown;
}

export interface BackupOptions {
    readonly store: DocumentStore;
    readonly secret?: string | Uint8Array;
}

export interface CertificateExpiring {
    readonly kind: 'certificate.expiring';
    readonly provider: string;
    readonly fingerprint: string;
    readonly notAfter: Date;
    readonly daysLeft: number;
}

export interface Difference {
    readonly added: readonly string[];
    readonly removed: readonly string[];
}

export interface EntityFilter {
    readonly role?: EntityRole;
    readonly registrationAuthorities?: readonly string[];
    readonly categories?: readonly string[];
    readonly withoutCategories?: readonly string[];
}

export type EntityRole = 'identity-provider' | 'service-provider';

export interface FetchedLocation {
    readonly url: string;
}

export type MemberOptions = Omit<PeerOptions, 'entityId' | 'trust'>;

export interface MetadataAggregate {
    provider(entityId: string, options?: MemberOptions): Source<IdentityProvider>;
    entities(filter?: EntityFilter): Promise<readonly AggregateEntity[]>;
    watch(signal: AbortSignal): Promise<void>;
    status(): AggregateStatus;
}

export interface MetadataChanged {
    readonly kind: 'metadata.changed';
    readonly provider: string;
    readonly keys: Difference;
    readonly addresses: Difference;
}

export type MetadataEvent = MetadataChanged | CertificateExpiring;

export interface MetadataKeyStatus {
    readonly fingerprint: string;
    readonly confirmed: boolean;
    readonly certificate?: CertificateDescription;
    readonly daysLeft?: number;
}

export type MetadataLocation = FetchedLocation | QueriedLocation | StoredLocation | PastedLocation;

export interface MetadataSource extends Source<IdentityProvider> {
    confirm(fingerprint: string): Promise<void>;
    watch(signal: AbortSignal): Promise<void>;
    status(): MetadataStatus;
}

export interface MetadataSourceOptions extends PeerOptions {
    readonly refresh?: RefreshOptions;
    readonly backup?: BackupOptions;
    readonly confirmedKeys?: readonly string[];
    readonly maximumValiditySeconds?: number;
    readonly timeoutSeconds?: number;
    readonly maximumBytes?: number;
    readonly onEvent?: (event: MetadataEvent) => unknown;
}

export interface MetadataStatus {
    readonly provider?: string;
    readonly location: string;
    readonly origin?: 'location' | 'backup';
    readonly lastSuccess?: Date;
    readonly nextTry?: Date;
    readonly validUntil?: Date;
    readonly keys: readonly MetadataKeyStatus[];
    readonly lastError?: unknown;
    readonly backupError?: unknown;
}

export interface PastedLocation {
    readonly text: string | Uint8Array;
}

export interface QueriedLocation {
    readonly mdq: string;
    readonly entityId: string;
    readonly identifier?: 'name' | 'sha1';
}

export interface RefreshOptions {
    readonly factor?: number;
    readonly minimumSeconds?: number;
    readonly maximumSeconds?: number;
    readonly jitter?: number;
}

export interface StoredLocation {
    readonly document: string;
    readonly store: DocumentStore;
}

export interface Thread {
    post(message: unknown, handedOver?: readonly ArrayBuffer[]): void;
    next(): Promise<unknown>;
    end(): void;
}

export declare function aggregateSource(where: AggregateLocation, options: AggregateOptions, env?: Env): MetadataAggregate;

export declare function metadataSource(where: MetadataLocation, options?: MetadataSourceOptions, env?: Env): MetadataSource;

// signon/oidc

export type AssertionAudience = 'issuer' | 'token-endpoint';

export type Authentication = {
    readonly kind: 'none' | 'mtls';
} | {
    readonly kind: 'secret-basic' | 'secret-post';
    readonly secret: string;
} | {
    readonly kind: 'secret-jwt';
    readonly secret: string;
    readonly audience: AssertionAudience;
} | (TokenSigningKey & {
    readonly kind: 'private-key-jwt';
    readonly audience: AssertionAudience;
});

export type AuthenticationMethod = {
    readonly kind: 'none' | 'mtls';
} | {
    readonly kind: 'secret-basic' | 'secret-post';
    readonly secret: string;
} | {
    readonly kind: 'secret-jwt';
    readonly secret: string;
    readonly audience?: AssertionAudience;
} | (TokenSigner & {
    readonly kind: 'private-key-jwt';
    readonly audience?: AssertionAudience;
});

export type AuthorizationOutcome = (typeof outcomes)[number] | 'other';

export interface Callback {
    readonly mode: 'query' | 'form_post';
    readonly receivedAt?: string;
    readonly parameters: CallbackParameters;
}

export type CallbackParameters = {
    readonly [Name in (typeof parameterNames)[number]]?: string;
};

export interface Client {
    readonly clientId: string;
    readonly redirectUri: string;
    readonly authentication: Authentication;
    readonly scopes: readonly string[];
    readonly audiences: readonly string[];
    readonly idTokenAlgorithms: readonly JwsAlgorithm[];
    readonly otherAlgorithms: readonly JwsAlgorithm[];
    readonly decryption: readonly OpeningKey[];
    readonly requireEncryption: boolean;
    readonly requestSigning?: TokenSigningKey;
    readonly dpop?: SigningKey;
    readonly userInfo: boolean;
    readonly requireSignedUserInfo: boolean;
    readonly clockSkewSeconds: number;
}

export interface ClientOptions {
    readonly clientId: string;
    readonly redirectUri: string;
    readonly authentication: AuthenticationMethod;
    readonly scopes?: readonly string[];
    readonly audiences?: readonly string[];
    readonly idTokenAlgorithms?: readonly JwsAlgorithm[];
    readonly otherAlgorithms?: readonly JwsAlgorithm[];
    readonly decryption?: readonly TokenKey[];
    readonly requireEncryption?: boolean;
    readonly requestSigning?: TokenSigner;
    readonly dpop?: Signer;
    readonly userInfo?: boolean;
    readonly requireSignedUserInfo?: boolean;
    readonly clockSkewSeconds?: number;
}

export interface InitiatedLogin<Party> {
    readonly provider: Party;
    readonly loginHint?: string;
    readonly returnTo?: string;
}

export interface InitiatedLoginOptions {
    readonly ourAddress: string;
}

export { Json } from 'signon';

export { JsonObject } from 'signon';

export type JwsAlgorithm = keyof typeof names;

export interface JwsKey {
    readonly keyId?: string;
    readonly algorithm?: string;
    readonly issuer?: string;
    readonly key: VerificationKey;
}

export interface KeySet {
    readonly keys: readonly JwsKey[];
    readonly ignored: readonly {
        readonly keyId?: string;
        readonly problem: string;
    }[];
    readonly refreshAt?: Date;
}

export type KeySource = Source<KeySet>;

export { LocalSigner } from 'signon/saml';

export interface LoginOptions {
    readonly responseMode?: ResponseMode;
    readonly prompt?: Prompt | readonly Prompt[];
    readonly maxAgeSeconds?: number;
    readonly acrValues?: readonly string[];
    readonly requireAcr?: readonly string[];
    readonly loginHint?: string;
    readonly domainHint?: string;
    readonly uiLocales?: readonly string[];
    readonly claims?: {
        readonly userinfo?: JsonObject;
        readonly id_token?: JsonObject;
    };
    readonly scopes?: readonly string[];
    readonly pushed?: boolean;
    readonly parameters?: Readonly<Record<string, string>>;
    readonly returnTo?: string;
}

export interface LogoutNotice {
    readonly provider: string;
    readonly subject?: {
        readonly value: string;
    };
    readonly index?: string;
    readonly names: readonly string[];
    readonly issuedAt: Date;
    readonly until: Date;
    readonly findings: readonly Finding[];
}

export interface LogoutOptions {
    readonly idToken?: string;
    readonly returnTo?: string;
    readonly state?: string;
    readonly logoutHint?: string;
    readonly uiLocales?: readonly string[];
}

export interface OidcLogin extends Login {
    readonly protocol: 'oidc';
    readonly claims: JsonObject;
    readonly userInfo?: JsonObject;
    readonly tokens: Tokens;
}

export interface OidcPending {
    readonly protocol: 'oidc';
    readonly provider: string;
    readonly issuer: string;
    readonly clientId: string;
    readonly redirectUri: string;
    readonly responseMode: ResponseMode;
    readonly state: string;
    readonly nonce: string;
    readonly codeVerifier: string;
    readonly issuedAt: string;
    readonly maxAgeSeconds?: number;
    readonly requireAcr?: readonly string[];
    readonly returnTo?: string;
}

export interface OpeningKey {
    readonly keyId?: string;
    readonly kind: 'rsa' | 'ecdh';
    readonly keyObject: KeyObject;
    readonly publicKey: KeyObject;
}

export { PrivateKey } from 'signon/saml';

export type Prompt = (typeof prompts)[number];

export interface Provider {
    readonly id: string;
    readonly issuer: string;
    readonly tenants?: Tenants;
    readonly subject: 'sub' | 'oid';
    readonly requireClaims?: RequiredClaims;
    readonly endpoints: ProviderEndpoints;
    readonly mutualTlsEndpoints: Partial<ProviderEndpoints>;
    readonly keys: KeySource;
    readonly namesItself: boolean;
    readonly wantsPushedRequests: boolean;
    readonly learntFrom?: string;
    readonly refreshAt?: Date;
}

export interface ProviderEndpoints {
    readonly authorization: string;
    readonly token: string;
    readonly userInfo?: string;
    readonly pushedRequest?: string;
    readonly revocation?: string;
    readonly introspection?: string;
    readonly endSession?: string;
}

export interface ProviderFields {
    readonly issuer: string;
    readonly authorizationEndpoint: string;
    readonly tokenEndpoint: string;
    readonly jwksUri?: string;
    readonly keys?: readonly JsonObject[];
    readonly userInfoEndpoint?: string;
    readonly pushedRequestEndpoint?: string;
    readonly revocationEndpoint?: string;
    readonly introspectionEndpoint?: string;
    readonly endSessionEndpoint?: string;
    readonly mutualTlsEndpoints?: Partial<ProviderEndpoints>;
    readonly namesItself?: boolean;
    readonly wantsPushedRequests?: boolean;
}

export interface ProviderOptions {
    readonly id?: string;
    readonly tenants?: Tenants;
    readonly subject?: 'sub' | 'oid';
    readonly requireClaims?: RequiredClaims;
    readonly confirmedKeys?: readonly string[];
}

export interface Refreshed {
    readonly tokens: Tokens;
    readonly findings: readonly Finding[];
}

export { RemoteSigner } from 'signon/saml';

export type RequiredClaims = Readonly<Record<string, readonly string[]>>;

export type ResponseMode = 'query' | 'form_post' | 'query.jwt' | 'form_post.jwt';

export { Signer } from 'signon/saml';

export { SigningKey } from 'signon/saml';

export type Tenants = 'any' | readonly string[];

export type TokenHint = 'access_token' | 'refresh_token';

export interface TokenKey {
    readonly privateKey: PrivateKey;
    readonly keyId?: string;
}

export interface TokenSigner {
    readonly signer: Signer;
    readonly keyId?: string;
}

export interface TokenSigningKey {
    readonly key: SigningKey;
    readonly keyId?: string;
}

export interface Tokens {
    readonly idToken?: string;
    readonly accessToken: string;
    readonly tokenType: 'Bearer' | 'DPoP';
    readonly expiresAt?: Date;
    readonly refreshToken?: string;
    readonly scope?: string;
}

export interface UserInfo {
    readonly claims: JsonObject;
    readonly signed: boolean;
    readonly findings: readonly Finding[];
}

export declare function client(options: ClientOptions): Client;

export declare function discover(issuer: string, options?: ProviderOptions, env?: Env): Promise<Provider>;

export declare function explain(client: Client, provider: Provider | Source<Provider>, callback: Callback, pending: OidcPending, env?: Env): Promise<readonly Finding[]>;

export declare function finish(client: Client, provider: Provider | Source<Provider>, callback: Callback, pending: OidcPending, replay: ReplayStore, env?: Env): Promise<OidcLogin>;

export declare function fromCallback(parameters: URLSearchParams, mode: Callback['mode'], receivedAt?: string): Callback;

export declare function introspect(client: Client, provider: Provider | Source<Provider>, token: string, hint?: TokenHint, env?: Env): Promise<JsonObject | undefined>;

export declare function keySet({ authentication, requestSigning, decryption }: Client): {
    readonly keys: readonly JsonObject[];
};

export declare function login(client: Client, provider: Provider | Source<Provider>, options?: LoginOptions, env?: Env): Promise<Started<OidcPending>>;

export declare function logout(client: Client, provider: Provider, session: Session, options?: LogoutOptions): Outgoing;

export declare function provider(fields: ProviderFields, options?: ProviderOptions, env?: Env): Provider;

export declare function providerSource(issuer: string, options?: ProviderOptions, env?: Env): Source<Provider>;

export declare function readInitiatedLogin<Party extends {
    readonly issuer: string;
}>(configured: readonly Party[], parameters: URLSearchParams, options: InitiatedLoginOptions): InitiatedLogin<Party>;

export declare function readLogoutToken(client: Client, provider: Provider | Source<Provider>, token: string, replay: ReplayStore, env?: Env): Promise<LogoutNotice>;

export declare function refresh(client: Client, provider: Provider | Source<Provider>, { claims, tokens }: Pick<OidcLogin, 'claims' | 'tokens'>, env?: Env): Promise<Refreshed>;

export declare function revoke(client: Client, provider: Provider | Source<Provider>, token: string, hint?: TokenHint, env?: Env): Promise<void>;

export declare function userInfo(client: Client, provider: Provider | Source<Provider>, login: Pick<OidcLogin, 'claims' | 'tokens'>, env?: Env): Promise<UserInfo>;

// signon/web

export interface AfterLogin {
    readonly returnTo: string;
    readonly next: Response;
    readonly correlationId: string;
    provisioned(attributes: AuditAttributes): Promise<void>;
}

export interface AgainPage {
    readonly kind: 'again';
    readonly action: string;
    readonly fields: Iterable<readonly [
        name: string,
        value: string
    ]>;
}

export interface AskPage {
    readonly kind: 'ask';
    readonly action: string;
    readonly fields: Iterable<readonly [
        name: string,
        value: string
    ]>;
    readonly password?: string;
    readonly product?: string;
}

export type Audit = (event: AuditEvent) => void | Promise<void>;

export type AuditAttributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface AuditEvent {
    readonly name: 'login.started' | 'login.finished' | 'login.refused' | 'login.tried' | 'login.bypass' | 'logout.asked' | 'logout.ended' | 'logout.begun' | 'logout.answered' | 'logout.refused' | 'user.provisioned';
    readonly time: Date;
    readonly attributes: AuditAttributes;
    readonly error?: unknown;
}

export interface BrowserSessions {
    begin(login: Login, request: Request): Promise<string>;
    of(request: Request): Promise<SignedIn | undefined>;
    end(request: Request): Promise<string>;
    readonly hasIndex: boolean;
    endNamed(ended: EndedThere, onEnd?: (signedIn: SignedIn) => void): Promise<readonly SignedIn[]>;
}

export interface BrowserSessionsOptions {
    readonly store?: SessionStore;
    readonly index?: SessionIndex;
    readonly maxAgeSeconds?: number;
    readonly cookie?: string;
}

export interface Caller {
    readonly address?: string | undefined;
}

export interface ChoiceOptions {
    readonly url: string;
    readonly routing: Routing;
    readonly password?: (returnTo: string) => string;
    readonly portal?: (request: Request) => {
        readonly id?: string;
    } | undefined;
    readonly product?: string;
}

export interface ChooserPage {
    readonly kind: 'chooser';
    readonly offers: readonly Offer[];
    readonly last?: Offer;
    readonly password?: string;
    readonly product?: string;
}

export interface Colours {
    readonly background: string;
    readonly surface: string;
    readonly text: string;
    readonly muted: string;
    readonly border: string;
    readonly accent: string;
    readonly onAccent: string;
    readonly refusal: string;
    readonly success: string;
}

export type ConnectionOptions = SamlConnectionOptions | OidcConnectionOptions;

export interface EndedThere {
    readonly names: readonly string[];
    readonly provenUntil: Date;
    readonly until: Date;
    readonly unsigned?: true;
}

export interface Explanation {
    readonly title: string;
    readonly text: string;
    readonly causes?: readonly string[];
}

export type FinishedLogin = SamlLogin | OidcLogin;

export interface FinishedPage {
    readonly kind: 'finished';
    readonly goOn: string;
}

export declare class Html {
    #private;
    constructor(markup: string);
    toString(): string;
}

export interface LookOptions {
    readonly name?: string;
    readonly logo?: {
        readonly url: string;
        readonly darkUrl?: string;
    };
    readonly colours?: {
        readonly light?: Partial<Colours>;
        readonly dark?: Partial<Colours>;
    };
    readonly style?: string;
    readonly texts?: Readonly<Record<string, TextOptions>>;
    readonly languages?: readonly string[];
    readonly templates?: Templates;
}

export interface Offer {
    readonly href: string;
    readonly name: string;
    readonly button?: string;
    readonly logo?: string;
}

export interface OidcConnectionOptions extends Common {
    readonly protocol: 'oidc';
    readonly client: Client;
    readonly provider: Provider | Source<Provider>;
    readonly login?: Wishes<Omit<LoginOptions$1, 'returnTo'>>;
    readonly logoutUrl?: string;
    readonly backChannelLogoutUrl?: string;
    readonly frontChannelLogoutUrl?: string;
    readonly logout?: Parting<Omit<LogoutOptions$1, 'returnTo' | 'state'>>;
}

export interface OtherUserPage {
    readonly kind: 'other-user';
    readonly stay: string;
    readonly switchUser: string;
}

export type Page = Pages[keyof Pages];

export interface PageParts {
    readonly language: string;
    readonly texts: Texts;
    readonly head: Html;
    readonly content: Html;
}

export interface Pages {
    readonly request: RequestPage;
    readonly again: AgainPage;
    readonly refusal: RefusalPage;
    readonly finished: FinishedPage;
    readonly 'other-user': OtherUserPage;
    readonly chooser: ChooserPage;
    readonly ask: AskPage;
    readonly 'sign-out': SignOutPage;
    readonly 'signed-out': SignedOutPage;
    readonly trial: TrialPage;
    readonly tried: TriedPage;
}

export type Parting<Options> = Options | ((signedIn: SignedIn, request: Request) => Options | Promise<Options>);

export type Person = Pick<Identity, 'provider' | 'subject'>;

export interface Phrases {
    readonly proceed: string;
    readonly begin: string;
    readonly goOn: string;
    readonly stay: string;
    readonly switchUser: string;
    readonly causes: string;
    readonly report: string;
    readonly reportHint: string;
    readonly code: string;
    readonly rules: string;
    readonly correlationId: string;
    readonly at: string;
    readonly provider: string;
    readonly signInWith: string;
    readonly lastTime: string;
    readonly otherWays: string;
    readonly ownLogin: string;
    readonly user: string;
    readonly here: string;
    readonly endSession: string;
    readonly endSessionHere: string;
    readonly signInAgain: string;
}

export type Reason = 'unreadable' | 'refused' | 'usedBefore' | 'over' | 'cookieMissing' | 'repeated' | 'beginHere' | 'providerRefused' | 'interactionNeeded' | 'strongerNeeded' | 'providerUnavailable' | 'notConfigured' | 'misconfigured' | 'notAllowed' | 'accountMissing' | 'accountInactive' | 'accountUnclear' | 'accountIncomplete' | 'changeHeld' | 'licenceMissing' | 'busy' | 'tooLong' | 'notKept' | 'notMeantSo' | 'finished' | 'otherUser' | 'logoutRefused' | 'unexpected';

export interface RefusalPage {
    readonly kind: 'refusal';
    readonly reason: Reason;
    readonly report: Report;
    readonly begin?: string;
    readonly goOn?: string;
}

export interface Report {
    readonly code: ErrorCode | 'unexpected';
    readonly rules: readonly string[];
    readonly correlationId: string;
    readonly at: string;
    readonly provider?: string;
}

export interface RequestPage {
    readonly kind: 'request';
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly about?: 'logout';
}

export interface ReturnToOptions {
    readonly default: string;
    readonly origins?: readonly string[];
    readonly destination?: (wanted: string) => string | undefined;
}

export interface SamlConnectionOptions extends Common {
    readonly protocol: 'saml';
    readonly sp: ServiceProvider;
    readonly idp: IdentityProvider | Source<IdentityProvider>;
    readonly metadataUrl?: string;
    readonly login?: Wishes<Omit<LoginOptions, 'returnTo' | 'handle'>>;
    readonly logout?: Parting<Omit<LogoutOptions, 'returnTo' | 'handle'>>;
}

export interface SignOn {
    answer(request: Request, from?: Caller): Promise<Response | undefined>;
    challenge(request: Request, connection?: string): Promise<Response>;
}

export interface SignOnOptions {
    readonly connections: readonly ConnectionOptions[];
    readonly returnTo: string | ReturnToOptions;
    readonly onLogin?: (login: FinishedLogin, request: Request, after: AfterLogin) => Response | Promise<Response>;
    readonly sessions?: BrowserSessions;
    readonly signedIn?: (request: Request) => Promise<Person | undefined> | Person | undefined;
    readonly stores?: {
        readonly pending: PendingStore;
        readonly replay: ReplayStore;
    };
    readonly audit?: Audit;
    readonly look?: LookOptions;
    readonly choice?: ChoiceOptions;
    readonly signOut?: SignOutOptions;
    readonly onLogout?: (signedOut: SignedOut, request: Request) => void | Promise<void>;
    readonly trial?: TrialOptions;
    readonly keptFormBytes?: number;
}

export interface SignOutOptions {
    readonly url: string;
    readonly onlyHere?: boolean;
    readonly returnTo?: string;
}

export interface SignOutPage {
    readonly kind: 'sign-out';
    readonly action: string;
    readonly everywhere?: true;
    readonly stay: string;
}

export interface SignedIn {
    readonly identity: Identity;
    readonly authentication: Authentication;
    readonly session: Session;
    readonly beganAt: Date;
    readonly endsAt: Date;
}

export interface SignedOut {
    readonly by: 'person' | 'provider';
    readonly provider: string;
    readonly sessions: readonly SignedIn[];
    readonly subject?: Subject;
    readonly indexes: readonly string[];
    readonly correlationId: string;
}

export interface SignedOutPage {
    readonly kind: 'signed-out';
    readonly partly?: true;
    readonly begin?: string;
    readonly goOn?: string;
}

export type Slot = string | number | Html | readonly Html[] | undefined;

export type Template<P extends Page> = (page: P, parts: PageParts) => Html;

export type Templates = {
    readonly [Kind in keyof Pages]?: Template<Pages[Kind]>;
};

export type TextOptions = {
    readonly [Of in keyof Texts]?: Texts[Of] extends string ? string : Partial<Explanation>;
};

export type Texts = {
    readonly [Of in Reason | 'request' | 'again' | 'chooser' | 'ask' | 'signOutRequest' | 'signOut' | 'signOutEverywhere' | 'signedOut' | 'signedOutPartly' | 'trial' | 'triedAccepted' | 'triedRefused']: Explanation;
} & Phrases & TrialPhrases;

export interface TrialOptions {
    readonly url: string;
    readonly permitted: (request: Request) => boolean | Promise<boolean>;
    readonly preview?: (login: Login) => TrialPreview | Promise<TrialPreview>;
}

export interface TrialPage {
    readonly kind: 'trial';
    readonly action: string;
    readonly providers: readonly {
        readonly id: string;
        readonly protocol: 'saml' | 'oidc';
        readonly name: string;
    }[];
}

export interface TrialPhrases {
    readonly tryWith: string;
    readonly pasteAnswer: string;
    readonly pastedAnswer: string;
    readonly asMade: string;
    readonly explainIt: string;
    readonly hidePersonal: string;
    readonly hiddenPersonal: string;
    readonly likelyCause: string;
    readonly whatToDo: string;
    readonly providerSaid: string;
    readonly caution: string;
    readonly whoItIs: string;
    readonly subject: string;
    readonly issuer: string;
    readonly authenticatedAt: string;
    readonly authenticatedBy: string;
    readonly attributes: string;
    readonly usedFor: string;
    readonly notUsed: string;
    readonly account: string;
    readonly comesFrom: string;
    readonly changes: string;
    readonly noChanges: string;
    readonly problem: string;
    readonly everyRule: string;
    readonly expected: string;
    readonly found: string;
    readonly judgedAt: string;
    readonly assumedRequest: string;
    readonly tryAgain: string;
    readonly passed: string;
    readonly failed: string;
    readonly pardoned: string;
    readonly noted: string;
    readonly notApplicable: string;
}

export interface TrialPreview {
    readonly account: readonly {
        readonly field: string;
        readonly value: string;
        readonly from?: string;
    }[];
    readonly changes: readonly {
        readonly text: string;
        readonly kind?: string;
    }[];
    readonly problem?: string;
}

export interface TriedPage {
    readonly kind: 'tried';
    readonly accepted: boolean;
    readonly pasted?: true;
    readonly provider: string;
    readonly protocol: 'saml' | 'oidc';
    readonly judgedAt: string;
    readonly assumedRequest?: string;
    readonly diagnosis?: Diagnosis | OpenIdDiagnosis;
    readonly caution?: Diagnosis | OpenIdDiagnosis;
    readonly said?: string;
    readonly rules: readonly TriedRule[];
    readonly login?: Pick<Login, 'identity' | 'authentication'>;
    readonly preview?: TrialPreview;
    readonly again: string;
}

export interface TriedRule extends Finding {
    readonly remedy?: Remedy;
}

export type Wishes<Options> = Options | ((request: Request, hints: LoginHints) => Options);

export declare function browserSessions(options?: BrowserSessionsOptions, env?: Pick<Env, 'now' | 'random'>): BrowserSessions;

export declare function html(template: TemplateStringsArray, ...slots: readonly Slot[]): Html;

export declare function signOn(options: SignOnOptions | (() => SignOnOptions | Promise<SignOnOptions>), env?: Env): SignOn;

// signon/node

export interface ClientCertificateOptions {
    readonly certificate: string;
    readonly privateKey: string;
}

export interface GuardedFetchOptions {
    readonly certificateAuthorities?: readonly string[];
    readonly clientCertificate?: ClientCertificateOptions;
    readonly proxy?: string;
    readonly noProxy?: readonly string[];
}

export interface GuardedInit extends RequestInit {
    readonly learntFrom?: string;
}

export type IncomingRequest = IncomingMessage | Http2ServerRequest;

export type NodeListener = (incoming: IncomingRequest, outgoing: OutgoingResponse, next?: (error?: Error) => void) => void;

export type OutgoingResponse = ServerResponse | Http2ServerResponse;

export { Thread } from 'signon/metadata';

export type WebHandler = (request: Request, from: {
    readonly address?: string | undefined;
}) => Promise<Response | undefined>;

export declare function aggregateThread(): Thread;

export declare function folderStore(path: string, env?: Pick<Env, 'random'>): DocumentStore;

export declare function guardedFetch(options?: GuardedFetchOptions): Env['fetch'];

export declare function toNode(handler: WebHandler): NodeListener;

// signon/routing

export interface AnyEntranceOptions {
    readonly providers?: readonly string[];
}

export interface Asked {
    readonly provider?: string;
    readonly user?: string;
    readonly loginHint?: string;
    readonly domainHint?: string;
    readonly wants?: 'chooser' | 'password' | 'bypass';
    readonly returnTo?: string;
}

export interface Asking {
    readonly kind: 'ask';
    readonly password: boolean;
}

export interface AtOnceOptions extends AnyEntranceOptions {
    readonly start: 'forced' | 'default';
    readonly default?: string;
}

export interface Bypass {
    readonly kind: 'password';
    readonly because: 'bypass';
    readonly network: string;
}

export interface BypassOptions {
    readonly networks: readonly string[];
}

export interface Candidate {
    readonly id: string;
    readonly name: string;
    readonly button?: string;
    readonly enabled: boolean;
    readonly shown: boolean;
    readonly domains: readonly string[];
    readonly priority: number;
    readonly tellUser: boolean;
    readonly tellDomain: boolean | string;
}

export interface CandidateOptions {
    readonly id: string;
    readonly name: string;
    readonly button?: string;
    readonly enabled?: boolean;
    readonly shown?: boolean;
    readonly domains?: readonly string[];
    readonly priority?: number;
    readonly tellUser?: boolean;
    readonly tellDomain?: boolean | string;
}

export interface ChooserOptions extends AnyEntranceOptions, PageOptions {
    readonly start: 'chooser';
}

export interface Choosing {
    readonly kind: 'choose';
    readonly among: readonly Candidate[];
    readonly remembered?: Candidate;
    readonly password: boolean;
}

export type Decision = Sent | Asking | Choosing | OwnLogin | Bypass;

export interface EmailFirstOptions extends AnyEntranceOptions, PageOptions {
    readonly start: 'email-first';
    readonly unknownDomain?: 'default' | 'chooser' | 'password';
    readonly default?: string;
}

export interface Entrance {
    readonly providers: readonly Candidate[];
    readonly known: ReadonlyMap<string, Candidate>;
    readonly first: Way;
    readonly unknown: Way;
    readonly password: boolean;
    readonly follow: boolean;
}

export type EntranceOptions = AtOnceOptions | ChooserOptions | EmailFirstOptions | OwnLoginOptions;

export { LoginHints } from 'signon/providers';

export interface Network {
    readonly name: string;
    readonly start: readonly number[];
    readonly bits: number;
}

export interface OwnLogin {
    readonly kind: 'password';
    readonly because: 'entrance' | 'unknown-domain' | 'wanted';
    readonly among: readonly Candidate[];
}

export interface OwnLoginOptions extends AnyEntranceOptions {
    readonly start: 'password';
}

export interface PageOptions {
    readonly password?: boolean;
    readonly remembered?: 'offer' | 'follow';
}

export interface Routing {
    readonly entrance: Entrance;
    readonly portal: Entrance;
    readonly portals: ReadonlyMap<string, Entrance>;
    readonly bypass: readonly Network[];
}

export interface RoutingOptions {
    readonly providers: readonly CandidateOptions[];
    readonly entrance: EntranceOptions;
    readonly portal?: EntranceOptions;
    readonly portals?: Readonly<Record<string, EntranceOptions>>;
    readonly bypass?: BypassOptions;
}

export interface Sent {
    readonly kind: 'provider';
    readonly provider: Candidate;
    readonly because: 'chosen' | 'user' | 'hint' | 'remembered' | 'default' | 'forced';
    readonly hints: LoginHints;
}

export interface Visitor {
    readonly portal?: {
        readonly id?: string;
    };
    readonly remembered?: string;
    readonly address?: string;
}

export type Way = {
    readonly kind: 'provider';
    readonly provider: Candidate;
    readonly because: 'forced' | 'default';
} | {
    readonly kind: 'password';
    readonly because: 'entrance' | 'unknown-domain';
} | {
    readonly kind: 'choose' | 'ask';
};

export declare function chooseProvider(routing: Routing, asked?: Asked, visitor?: Visitor): Decision;

export declare function readAsked(parameters: URLSearchParams): Asked;

export declare function routing(options: RoutingOptions): Routing;

export declare function writeAsked(asked: Asked): URLSearchParams;

// signon/stores

export { Link } from 'signon/adapters';

export { LinkStore } from 'signon/adapters';

export interface MemoryPendingOptions {
    readonly capacity?: number;
}

export interface MemoryReplayOptions {
    readonly capacity?: number;
}

export interface MemorySessionOptions {
    readonly capacity?: number;
}

export interface MemoryStoresOptions {
    readonly pending?: MemoryPendingOptions;
    readonly replay?: MemoryReplayOptions;
    readonly sessions?: MemorySessionOptions;
    readonly sessionIndex?: MemorySessionOptions;
}

export interface PendingStore {
    put(handle: string, pending: string, until: Date): Promise<string>;
    take(handle: string, ticket: string): Promise<string | undefined>;
}

export interface SealedPendingOptions {
    readonly keys?: readonly SealingSecret[];
    readonly replay: ReplayStore;
}

export type SealingSecret = string | Uint8Array;

export interface SessionIndex {
    add(id: string, names: readonly string[], until: Date): Promise<void>;
    find(name: string): Promise<readonly string[]>;
    remove(id: string): Promise<void>;
    close(name: string, provenUntil: Date, until: Date): Promise<void>;
    closed(names: readonly string[]): Promise<Date | undefined>;
}

export interface SessionStore {
    put(id: string, session: string, until: Date): Promise<void>;
    find(id: string): Promise<string | undefined>;
    end(id: string): Promise<void>;
}

export interface Stores {
    readonly pending: PendingStore;
    readonly replay: ReplayStore;
    readonly links: LinkStore;
    readonly sessions: SessionStore;
    readonly sessionIndex: SessionIndex;
    readonly documents: DocumentStore;
}

export declare function memoryDocumentStore(): DocumentStore;

export declare function memoryLinkStore(): LinkStore;

export declare function memoryPendingStore(options?: MemoryPendingOptions, env?: Pick<Env, 'now' | 'random'>): PendingStore;

export declare function memoryReplayStore(options?: MemoryReplayOptions, env?: Pick<Env, 'now'>): ReplayStore;

export declare function memorySessionIndex(options?: MemorySessionOptions, env?: Pick<Env, 'now'>): SessionIndex;

export declare function memorySessionStore(options?: MemorySessionOptions, env?: Pick<Env, 'now'>): SessionStore;

export declare function memoryStores(options?: MemoryStoresOptions, env?: Pick<Env, 'now' | 'random'>): Stores;

export declare function sealedPendingStore(options: SealedPendingOptions, env?: Pick<Env, 'now' | 'random'>): PendingStore;

// signon/redis

export { DocumentStore } from 'signon';

export interface IoRedisClient {
    call(command: string, ...parameters: string[]): Promise<unknown>;
}

export { Link } from 'signon/adapters';

export { LinkStore } from 'signon/adapters';

export interface NodeRedisClient {
    sendCommand(command: string[], options: {
        readonly abortSignal: AbortSignal;
    }): Promise<unknown>;
}

export interface NodeRedisCluster {
    readonly masters: readonly object[];
    sendCommand(firstKey: string, isReadonly: boolean, command: string[], options: {
        readonly abortSignal: AbortSignal;
    }): Promise<unknown>;
}

export { PendingStore } from 'signon/stores';

export type RedisClient = IoRedisClient | NodeRedisClient | NodeRedisCluster;

export interface RedisOptions {
    readonly prefix?: string;
    readonly timeoutMilliseconds?: number;
}

export { SessionIndex } from 'signon/stores';

export { SessionStore } from 'signon/stores';

export { Stores } from 'signon/stores';

export declare function redisDocumentStore(client: RedisClient, options?: RedisOptions, env?: Pick<Env, 'now' | 'wait'>): DocumentStore;

export declare function redisLinkStore(client: RedisClient, options?: RedisOptions, env?: Pick<Env, 'now' | 'wait'>): LinkStore;

export declare function redisPendingStore(client: RedisClient, options?: RedisOptions, env?: Pick<Env, 'now' | 'random' | 'wait'>): PendingStore;

export declare function redisReplayStore(client: RedisClient, options?: RedisOptions, env?: Pick<Env, 'now' | 'wait'>): ReplayStore;

export declare function redisSessionIndex(client: RedisClient, options?: RedisOptions, env?: Pick<Env, 'now' | 'wait'>): SessionIndex;

export declare function redisSessionStore(client: RedisClient, options?: RedisOptions, env?: Pick<Env, 'now' | 'wait'>): SessionStore;

export declare function redisStores(client: RedisClient, options?: RedisOptions, env?: Pick<Env, 'now' | 'random' | 'wait'>): Stores;

// mentioned, without a public name

declare const names: {
    readonly RS256: "rsa-sha256";
    readonly RS384: "rsa-sha384";
    readonly RS512: "rsa-sha512";
    readonly PS256: "rsa-pss-sha256";
    readonly PS384: "rsa-pss-sha384";
    readonly PS512: "rsa-pss-sha512";
    readonly ES256: "ecdsa-sha256";
    readonly ES384: "ecdsa-sha384";
    readonly ES512: "ecdsa-sha512";
    readonly EdDSA: "ed25519";
    readonly Ed25519: "ed25519";
};

declare const outcomes: readonly [
    "access-denied",
    "login-required",
    "interaction-required",
    "account-selection-required",
    "consent-required",
    "unmet-authentication-requirements",
    "temporarily-unavailable",
    "server-error",
    "invalid-request",
    "invalid-scope",
    "invalid-target",
    "unauthorized-client",
    "unsupported-response-type",
    "invalid-request-uri",
    "invalid-request-object",
    "request-not-supported",
    "request-uri-not-supported",
    "registration-not-supported"
];

declare const outcomes: readonly [
    "success",
    "requester",
    "responder",
    "version-mismatch",
    "authn-failed",
    "invalid-attr-name-or-value",
    "invalid-name-id-policy",
    "no-authn-context",
    "no-available-idp",
    "no-passive",
    "no-supported-idp",
    "partial-logout",
    "proxy-count-exceeded",
    "request-denied",
    "request-unsupported",
    "request-version-deprecated",
    "request-version-too-high",
    "request-version-too-low",
    "resource-not-recognized",
    "too-many-responses",
    "unknown-attr-profile",
    "unknown-principal",
    "unsupported-binding"
];

declare const parameterNames: readonly [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "response",
    "access_token",
    "id_token",
    "token_type"
];

declare const pardons: readonly [
    "signature.sha1",
    "key.rsa-1024",
    "location.http",
    "destination.missing",
    "confirmation.not-before",
    "time.offset",
    "issuer.alias",
    "status.attribute"
];

declare const prompts: readonly [
    "none",
    "login",
    "consent",
    "select_account",
    "create"
];

interface Attribute {
    readonly qualifiedName: string;
    readonly prefix: string;
    readonly name: string;
    readonly namespace: string;
    readonly value: string;
    readonly place: number;
}

interface Common {
    readonly id?: string;
    readonly loginUrl?: string | undefined;
}

interface Declaration {
    readonly prefix: string;
    readonly uri: string;
}

interface Element {
    readonly namespace: string;
    readonly name: string;
    readonly attributes: readonly Attribute[];
    readonly children: readonly (Element | string)[];
    readonly scope: Scope | undefined;
    readonly start: number;
}

interface Inspected {
    readonly entityId: string;
    readonly role: InspectedRole | undefined;
    readonly roles: number;
    readonly entity: Element;
    readonly descriptor: Element;
    readonly validUntil: Date | undefined;
    readonly signed: {
        readonly by: string | undefined;
    } | undefined;
    readonly displayNames: readonly LocalisedText[];
    readonly entityAttributes: ReadonlyMap<string, readonly string[]>;
    readonly ui: readonly Element[];
    readonly contacts: readonly Element[];
    readonly keys: readonly InspectedKey[];
    readonly endpoints: readonly InspectedEndpoint[];
}

interface Scope extends Declaration {
    readonly outer: Scope | undefined;
    readonly size: number;
}

type OtherUri = string & Record<never, never>;
