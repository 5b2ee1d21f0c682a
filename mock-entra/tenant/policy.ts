/**
 * Conditional Access, as simple as probes need it: whom it is about, and what it asks. All that
 * apply must be met; `block` wins over everything.
 */
export interface AccessPolicy {
  readonly name: string;
  /** User principal names, roles or `*`. */
  readonly users: readonly string[];
  readonly excludedUsers: readonly string[];
  /** Client ids, audiences of resources, or `*`. */
  readonly applications: readonly string[];
  /** Absent: anywhere. `unfamiliar` is every address the user has not signed in from before. */
  readonly from?: { readonly notAddresses: readonly string[] };
  /** `claims-challenge`: 50076 with a `claims` parameter the client has to send back. */
  readonly require: 'block' | 'mfa' | 'mfa-registration' | 'compliant-device' | 'approved-app';
}
