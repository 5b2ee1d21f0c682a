/**
 * Shapes of what agents and the cloud say to each other. The sender renders them, the receiver
 * parses and checks; neither side's code is shared. Member names: fact sheet chapter 3 (AAI,
 * AAI-DD, WHO). The signalling frames are the lab's own documented simplification (fact sheet 3.9):
 * this is not Microsoft's relay framing and a real agent cannot attach.
 */

/** POST https://{tenantId}.registration…/register/RegisterConnector, `application/xml`. */
export interface RegistrationRequest {
  /** Base64 DER PKCS#10. */
  Base64Csr: string;
  /** The administrator's token; an element of the body, not a header. */
  AuthenticationToken: string;
  FeatureString: 'PassthroughAuthentication';
  TenantId: string;
  MachineName: string;
  /** `PassthroughAuthenticationConnector/{version}`. */
  UserAgent: string;
}

export interface RegistrationResult {
  IsSuccessful: boolean;
  /** Base64 DER, empty when refused. */
  Certificate: string;
  ErrorMessage: string;
}

/** POST https://{tenantId}.pta.bootstrap…/ConnectorBootstrap, `application/xml`, mutual TLS. */
export interface BootstrapRequest {
  ConnectorId: string;
  SubscriptionId: string;
  MachineName: string;
  AgentVersion: string;
  InitialBootstrap: boolean;
  ConsecutiveFailures: number;
  RequestId: string;
  UpdaterStatus: 'Running' | 'Stopped';
}

export interface BootstrapResponse {
  ConnectorState: 'Ok';
  PeriodicBootstrapIntervalMilliseconds: number;
  CheckForTrustRenewPeriodInMinutes: number;
  MinutesInTrustLifetimeBeforeRenew: number;
  LogicalResponseTimeoutMilliseconds: number;
  /** `https://{host}/subscriber/connection`. */
  ResponseEndpoint: string;
  /** `https://{host}/renewTrust`. */
  TrustRenewEndpoint: string;
  SignalingListenerEndpoints: SignallingEndpoint[];
}

export interface SignallingEndpoint {
  Name: string;
  /** `wss://{namespace}/$servicebus/websocket?path={ServicePath}`. */
  Url: string;
}

/**
 * POST {TrustRenewEndpoint}/RenewTrustCertificate, `application/xml`, mutual TLS with the current
 * certificate.
 */
export interface TrustRenewalRequest {
  Base64Csr: string;
  ConnectorVersion: string;
}

export type TrustRenewalResult = RegistrationResult;

/**
 * `ErrorMessage` of a renewal that has to wait: one agent of a tenant at a time (ED-SEC). No public
 * source shows how the service says so: the lab's words.
 */
export const RENEWAL_DEFERRED = 'It is the turn of another agent of the tenant.';

/**
 * POST https://{updater host}/update, `application/xml`, mutual TLS with the agent's certificate.
 * The real protocol is not public (fact sheet 8.2): members and address are the lab's own.
 */
export interface UpdateRequest {
  ConnectorId: string;
  SubscriptionId: string;
  ConnectorVersion: string;
}

export interface UpdateResponse {
  /** To be installed now; empty if there is none, or it is another agent's turn. */
  Version: string;
}

/**
 * POST http://{bootstrap host}:8080/status, JSON: what an agent reports every ten minutes while 443
 * is unavailable (ED-QS). The wire of it is not public: the lab's own, signed with the agent's key
 * because nothing else says who calls.
 */
export interface StatusReport {
  ConnectorId: string;
  SubscriptionId: string;
  TimeGenerated: string;
}

/** Header with the base64 signature over the body of a `StatusReport`. */
export const STATUS_SIGNATURE_HEADER = 'x-lab-signature';

/** Web-socket subprotocol of the lab's own signalling. */
export const SIGNALLING_PROTOCOL = 'mock-pta-signal.v1';

/**
 * Where the lab's signalling host lets anybody open a web socket that carries nothing, to see
 * whether the path lets one through. The lab's own: nothing of the kind is known of the real one.
 */
export const UPGRADE_TRIAL = { path: '/lab/upgrade', protocol: 'lab-upgrade.v1' } as const;

/** One JSON text frame. `keepalive` is answered by `keepalive-ack`, `notify` by `ack`. */
export type SignalFrame =
  | { type: 'keepalive'; sequence: number }
  | { type: 'keepalive-ack'; sequence: number }
  | { type: 'notify'; request: ValidationRequest }
  | { type: 'ack'; requestId: string };

export interface ValidationRequest {
  RequestId: string;
  TransactionId: string;
  SubscriptionId: string;
  /** Host that takes the answer. */
  ReturnHost: string;
  UserPrincipalName: string;
  EncryptedData: EncryptedPassword[];
}

/** One value per registered agent (ED-SEC). Spelling of `KeyIdentifer` as on the wire. */
export interface EncryptedPassword {
  Base64EncryptedData: string;
  /** `{agentId}_{certificate SHA-1 thumbprint, upper-case hex}`. */
  KeyIdentifer: string;
}

/**
 * What is inside the encrypted value: small JSON with the password as its one value. No public
 * source shows the member's name; `password` is the lab's choice (fact sheet 3.11, 8.2).
 */
export interface SealedPassword {
  password: string;
}

/**
 * POST {ResponseEndpoint}?requestId=…: the answer travels in this header, base64 of a JSON array of
 * claims.
 */
export const RESPONSE_HEADER = 'x-cwap-backend-response';

export interface ValidationClaim {
  ClaimType: string;
  Resource: boolean | string | number;
  Right: string;
}

export const CLAIM_RIGHT = 'http://schemas.xmlsoap.org/ws/2005/05/identity/right/identity';
export const CLAIM_AUTHENTICATION =
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/authentication';
export const CLAIM_NAME = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name';
export const CLAIM_FAILURE =
  'http://msappproxy.net/ws/2015/02/identity/claims/validationfailurereasoning';
/** Failure reason of an agent that found no value for its key. */
export const ENCRYPTION_DATA_NOT_FOUND = 'EncryptionDataNotFound';
/**
 * Failure reason of an agent that found its value and could not decrypt it. No public source shows
 * the text: the lab's choice.
 */
export const DECRYPTION_FAILED = 'DecryptionFailed';

const CONTRACT = 'http://schemas.datacontract.org/2004/07/Microsoft.ApplicationProxy.Common';

/** XML namespaces of registration, bootstrap and renewal: fact sheet 3.3, 3.5, 3.6 (AAI, WHO). */
export const XML_NAMESPACES = {
  registration: `${CONTRACT}.Registration`,
  bootstrap: `${CONTRACT}.SignalerDataModel`,
  renewal: `${CONTRACT}.Registration.TrustRenewal`,
  /** The lab's own. */
  update: `${CONTRACT}.Updater`,
} as const;
