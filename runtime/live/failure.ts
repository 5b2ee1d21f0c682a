/**
 * The one place that turns errors of Node, OpenSSL, undici and ws into `NetworkFailure`. What the
 * machine ran out of, and what is not known here, is thrown: a broken harness must never pass for a
 * symptom.
 */
import { NETWORK_FAILURES, type NetworkFailure } from '../../protocol/network-failure.ts';
import { LabError } from '../lab-error.ts';

const SOCKET_FAILURES: Readonly<Record<string, NetworkFailure>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  // What was being written when a connection went, in memory and through the kernel.
  ECANCELED: 'reset',
  EBADF: 'closed',
  ETIMEDOUT: 'timed-out',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  ENOTFOUND: 'name-not-resolved',
  EAI_AGAIN: 'name-not-resolved',
  ERR_STREAM_PREMATURE_CLOSE: 'closed',
  ERR_STREAM_DESTROYED: 'closed',
  ERR_STREAM_WRITE_AFTER_END: 'closed',
  ERR_SOCKET_CLOSED: 'closed',
  UND_ERR_SOCKET: 'closed',
  UND_ERR_DESTROYED: 'closed',
  UND_ERR_CLOSED: 'closed',
  UND_ERR_HEADERS_OVERFLOW: 'malformed-answer',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'malformed-answer',
};

/** OpenSSL's verdicts on a server's chain (X509_V_ERR_…) and Node's on its name. */
const CERTIFICATE_FAILURES: Readonly<Record<string, NetworkFailure>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-wrong-name',
  HOSTNAME_MISMATCH: 'certificate-wrong-name',
  INVALID_PURPOSE: 'certificate-wrong-usage',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate-untrusted',
  CERT_CHAIN_TOO_LONG: 'certificate-untrusted',
  CERT_UNTRUSTED: 'certificate-untrusted',
  CERT_REJECTED: 'certificate-untrusted',
  CERT_REVOKED: 'certificate-untrusted',
  INVALID_CA: 'certificate-untrusted',
  PATH_LENGTH_EXCEEDED: 'certificate-untrusted',
  /** Verdicts that Node has no name for, among them a violated name constraint. */
  UNSPECIFIED: 'certificate-untrusted',
};

/**
 * Alerts of the other side and complaints of our own OpenSSL, without the prefixes that vary by
 * version.
 */
const TLS_FAILURES: Readonly<Record<string, NetworkFailure>> = {
  ALERT_UNKNOWN_CA: 'client-certificate-rejected',
  ALERT_BAD_CERTIFICATE: 'client-certificate-rejected',
  ALERT_UNSUPPORTED_CERTIFICATE: 'client-certificate-rejected',
  ALERT_CERTIFICATE_REVOKED: 'client-certificate-rejected',
  ALERT_CERTIFICATE_EXPIRED: 'client-certificate-rejected',
  ALERT_CERTIFICATE_UNKNOWN: 'client-certificate-rejected',
  ALERT_CERTIFICATE_REQUIRED: 'client-certificate-rejected',
  ALERT_ACCESS_DENIED: 'client-certificate-rejected',
  ALERT_PROTOCOL_VERSION: 'protocol-version',
  ALERT_HANDSHAKE_FAILURE: 'no-common-cipher',
  ALERT_INSUFFICIENT_SECURITY: 'no-common-cipher',
  ALERT_NO_APPLICATION_PROTOCOL: 'no-common-cipher',
  ALERT_UNRECOGNIZED_NAME: 'certificate-wrong-name',
  ALERT_INTERNAL_ERROR: 'closed',
  ALERT_CLOSE_NOTIFY: 'closed',
  ALERT_USER_CANCELLED: 'closed',
  ALERT_DECODE_ERROR: 'malformed-answer',
  ALERT_DECRYPT_ERROR: 'malformed-answer',
  ALERT_ILLEGAL_PARAMETER: 'malformed-answer',
  ALERT_UNEXPECTED_MESSAGE: 'malformed-answer',
  ALERT_BAD_RECORD_MAC: 'malformed-answer',
  UNSUPPORTED_PROTOCOL: 'protocol-version',
  NO_PROTOCOLS_AVAILABLE: 'protocol-version',
  NO_SHARED_CIPHER: 'no-common-cipher',
  NO_CIPHERS_AVAILABLE: 'no-common-cipher',
  /** The other side does not speak TLS at all. */
  WRONG_VERSION_NUMBER: 'malformed-answer',
  PACKET_LENGTH_TOO_LONG: 'malformed-answer',
  HTTP_REQUEST: 'malformed-answer',
  UNEXPECTED_EOF_WHILE_READING: 'closed',
  DECRYPTION_FAILED_OR_BAD_RECORD_MAC: 'malformed-answer',
};

/** `EAGAIN`: no process more, where one was to be started. */
const EXHAUSTED = ['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM', 'EAGAIN'];

/** What the machine ran out of, as a sentence; undefined for every other error. */
export function exhaustionIn(error: unknown): LabError | undefined {
  const code = codeOf(error);
  if (!EXHAUSTED.includes(code)) return undefined;
  return new LabError(
    `HARNESS_${code}`,
    `expected this machine to have room for one more connection or process, but it answered ${code}: ` +
      'raise its limits (ulimit -n, local ports) or run fewer components',
    { cause: error },
  );
}

/**
 * @throws LabError `HARNESS_…` if the error says something about this machine, or nothing that is
 * known.
 */
export function failureOf(error: unknown): NetworkFailure {
  if (error instanceof LabError) throw error;
  const code = codeOf(error);
  const failure =
    SOCKET_FAILURES[code] ?? CERTIFICATE_FAILURES[code] ?? tlsFailure(code) ?? parserFailure(code);
  if (failure) return failure;
  if (isLateReset(error)) return 'closed';
  const exhaustion = exhaustionIn(error);
  if (exhaustion) throw exhaustion;
  throw new LabError(
    'HARNESS_UNKNOWN_ERROR',
    `expected a network error that runtime/live/failure.ts knows, got ${code || 'one without a code'}` +
      `: ${error instanceof Error ? error.message : String(error)}`,
    { cause: error },
  );
}

/** We wanted to reset what was just being shut down underneath TLS: the system refuses. */
function isLateReset(error: unknown): boolean {
  return codeOf(error) === 'EINVAL' && error instanceof Error && /^reset /.test(error.message);
}

/** OpenSSL's verdict on a chain, as `TLSSocket.authorizationError` gives it. */
export function failureOfVerdict(verdict: unknown): NetworkFailure {
  return failureOf(Object.assign(new Error('verdict on a certificate'), { code: String(verdict) }));
}

/** What stood in a CONNECT answer: a word of ours, or the error code that the gateway met. */
export function failureOfObstacle(obstacle: string): NetworkFailure {
  const word = NETWORK_FAILURES.find((failure) => failure === obstacle);
  return word ?? failureOf(Object.assign(new Error('met by the gateway'), { code: obstacle }));
}

/** A proxy says that it could not, rarely why. `proxy-down`: there was nobody to say so. */
export function failureOfProxy(obstacle: string): NetworkFailure {
  if (obstacle === 'proxy-down') return 'refused';
  const failure = failureOfObstacle(obstacle);
  return failure === 'proxy-authentication-required' ? failure : 'proxy-refused';
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * `ERR_SSL_TLSV1_ALERT_UNKNOWN_CA`, `ERR_SSL_SSL/TLS_ALERT_…` and their like, as OpenSSL changes
 * them.
 */
function tlsFailure(code: string): NetworkFailure | undefined {
  if (!code.startsWith('ERR_SSL_')) return undefined;
  const reason = code
    .replace(/^ERR_SSL_/, '')
    .replace(/^(TLSV1|TLSV13|SSLV3|SSL\/TLS|TLS)_ALERT_/, 'ALERT_');
  return TLS_FAILURES[reason];
}

function parserFailure(code: string): NetworkFailure | undefined {
  return /^(HPE|WS_ERR)_/.test(code) ? 'malformed-answer' : undefined;
}
