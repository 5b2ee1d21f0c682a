/**
 * What is peculiar to agents' certificates: Microsoft's two extensions (fact sheet 3.4; AAI, WHO).
 * The general object identifiers of X.509 are in `runtime/x509/object-ids.ts`.
 */

/** Agent GUID as a 16-byte OCTET STRING in .NET order. */
export const AGENT_ID_EXTENSION = '1.3.6.1.4.1.311.82.1';

/** In the real product a statement signed by the registration server; here an opaque text. */
export const AGENT_STATEMENT_EXTENSION = '1.3.6.1.4.1.311.82.2';
