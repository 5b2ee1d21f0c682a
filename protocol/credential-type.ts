/**
 * Numbers of GetCredentialType and GetUserRealm (fact sheet 4.1, 4.3). All are observed (PUBLIC,
 * AAI): public copies of the sign-in page's own constants, unofficial and without a version. Only
 * those the lab gives are here.
 */

export const IF_EXISTS = { exists: 0, absent: 1 } as const;

export const THROTTLE_STATUS = { none: 0 } as const;

export const DOMAIN_TYPE = { unknown: 1, managed: 3, federated: 4 } as const;

export const PREFERRED_CREDENTIAL = { password: 1, federation: 4 } as const;

/** Codes of the sign-in page's own calls; they are no AADSTS codes. */
export const PAGE_CALL_ERRORS = { badArguments: 6002 } as const;

/** `State` and `UserState` of GetUserRealm (fact sheet 4.1). */
export const REALM_STATE = {
  managed: { state: 4, userState: 1 },
  federated: { state: 3, userState: 2 },
} as const;
