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
  /** Absent: anywhere. */
  readonly from?: { readonly notAddresses: readonly string[] };
  readonly require: 'block' | 'mfa' | 'mfa-registration' | 'compliant-device' | 'approved-app';
}
