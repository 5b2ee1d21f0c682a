/**
 * Every document a fact of this folder rests on. Keys are those of the fact sheet; `read` is the
 * month in which the sheet was compiled, not a promise that the page still says the same.
 */

/**
 * How well a fact is founded.
 * - `documented`: Microsoft's documentation, source or recorded test traffic
 * - `observed`: published captures and tools of others; dated, may be out of date
 * - `seed`: only in one of the three documents the project started from
 * - `assumed`: the lab's own choice, because no source says; always configurable or named in
 *   reports
 */
export type Basis = 'documented' | 'observed' | 'seed' | 'assumed';

/** One fact, with where it comes from and how sure that makes us. */
export interface Sourced<T> {
  value: T;
  basis: Basis;
  sources: readonly SourceId[];
  note: string;
}

export interface Source {
  title: string;
  /** Absent where no public address is known with certainty. */
  url?: string;
  read: string;
}

const ENTRA_DOCS = 'https://github.com/MicrosoftDocs/entra-docs/blob/main/docs';
const HYBRID = `${ENTRA_DOCS}/identity/hybrid/connect`;
const PLATFORM = `${ENTRA_DOCS}/identity-platform`;
const AADINTERNALS = 'https://github.com/Gerenios/AADInternals';

const documents = {
  'ED-TS': {
    title: 'Troubleshoot Microsoft Entra pass-through authentication',
    url: `${HYBRID}/tshoot-connect-pass-through-authentication.md`,
    read: '2026-11',
  },
  'ED-SEC': {
    title: 'Pass-through authentication security deep dive',
    url: `${HYBRID}/how-to-connect-pta-security-deep-dive.md`,
    read: '2026-11',
  },
  'ED-QS': {
    title: 'Pass-through authentication quick start',
    url: `${HYBRID}/how-to-connect-pta-quick-start.md`,
    read: '2026-11',
  },
  'ED-HOW': {
    title: 'How pass-through authentication works',
    url: `${HYBRID}/how-to-connect-pta-how-it-works.md`,
    read: '2026-11',
  },
  'ED-LIM': {
    title: 'Pass-through authentication current limitations',
    url: `${HYBRID}/how-to-connect-pta-current-limitations.md`,
    read: '2026-11',
  },
  'ED-FAQ': {
    title: 'Pass-through authentication frequently asked questions',
    url: `${HYBRID}/how-to-connect-pta-faq.yml`,
    read: '2026-11',
  },
  'ED-VER': {
    title: 'Authentication agent version history',
    url: `${HYBRID}/reference-connect-pta-version-history.md`,
    read: '2026-11',
  },
  'ED-UPG': {
    title: 'Upgrade preview authentication agents',
    url: `${HYBRID}/how-to-connect-pta-upgrade-preview-authentication-agents.md`,
    read: '2026-11',
  },
  'ED-PRIV': {
    title: 'User privacy and pass-through authentication',
    url: `${HYBRID}/how-to-connect-pta-user-privacy.md`,
    read: '2026-11',
  },
  'ED-LOCK': {
    title: 'Smart lockout',
    url: `${ENTRA_DOCS}/identity/authentication/howto-password-smart-lockout.md`,
    read: '2026-11',
  },
  'ED-ERR': {
    title: 'Microsoft Entra authentication and authorization error codes',
    url: `${PLATFORM}/reference-error-codes.md`,
    read: '2026-11',
  },
  'ED-ROPC': {
    title: 'OAuth 2.0 resource owner password credentials grant',
    url: `${PLATFORM}/v2-oauth-ropc.md`,
    read: '2026-11',
  },
  'ED-CODE': {
    title: 'OAuth 2.0 authorization code flow',
    url: `${PLATFORM}/v2-oauth2-auth-code-flow.md`,
    read: '2026-11',
  },
  'ED-REPLY': {
    title: 'Redirect URI (reply URL) restrictions and limitations',
    url: `${PLATFORM}/reply-url.md`,
    read: '2026-11',
  },
  'ED-REFRESH': {
    title: 'Refresh tokens in the Microsoft identity platform',
    url: `${PLATFORM}/refresh-tokens.md`,
    read: '2026-11',
  },
  'ED-LIFETIMES': {
    title: 'Configurable token lifetimes in the Microsoft identity platform',
    url: `${PLATFORM}/configurable-token-lifetimes.md`,
    read: '2026-11',
  },
  'ED-SCHEDULER': {
    title: 'Microsoft Entra Connect Sync: Scheduler',
    url: `${HYBRID}/how-to-connect-sync-feature-scheduler.md`,
    read: '2026-11',
  },
  'ED-PHS': {
    title: 'Implement password hash synchronization with Microsoft Entra Connect Sync',
    url: `${HYBRID}/how-to-connect-password-hash-synchronization.md`,
    read: '2026-11',
  },
  'ED-DEVICE': {
    title: 'OAuth 2.0 device authorization grant',
    url: `${PLATFORM}/v2-oauth2-device-code.md`,
    read: '2026-11',
  },
  'ED-CC': {
    title: 'OAuth 2.0 client credentials flow',
    url: `${PLATFORM}/v2-oauth2-client-creds-grant-flow.md`,
    read: '2026-11',
  },
  'ED-CERT': {
    title: 'Certificate credentials for application authentication',
    url: `${PLATFORM}/certificate-credentials.md`,
    read: '2026-11',
  },
  'ED-IDTOKEN': {
    title: 'ID token claims reference',
    url: `${PLATFORM}/id-token-claims-reference.md`,
    read: '2026-11',
  },
  'ED-ACCESSTOKEN': {
    title: 'Access token claims reference',
    url: `${PLATFORM}/access-token-claims-reference.md`,
    read: '2026-11',
  },
  'ED-USERINFO': {
    title: 'Microsoft identity platform UserInfo endpoint',
    url: `${PLATFORM}/userinfo.md`,
    read: '2026-11',
  },
  'ED-ROLES': {
    title: 'Microsoft Entra built-in roles',
    url: `${ENTRA_DOCS}/identity/role-based-access-control/permissions-reference.md`,
    read: '2026-11',
  },
  'ED-APX': {
    title: 'Application proxy documentation (sibling connector, same code base)',
    url: 'https://github.com/MicrosoftDocs/entra-docs/tree/main/docs/identity/app-proxy',
    read: '2026-11',
  },
  'ED-OPS': {
    title: 'Security operations for infrastructure',
    url: `${ENTRA_DOCS}/architecture/security-operations-infrastructure.md`,
    read: '2026-11',
  },
  AZI: {
    title: 'Issue threads of the Azure documentation',
    url: 'https://github.com/MicrosoftDocs/azure-docs/issues',
    read: '2026-11',
  },
  GR: {
    title: 'Microsoft Graph documentation',
    url: 'https://github.com/microsoftgraph/microsoft-graph-docs-contrib',
    read: '2026-11',
  },
  'WIN-KRB': {
    title: 'Windows security policy: maximum tolerance for computer clock synchronization',
    url: 'https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2012-r2-and-2012/jj852172(v=ws.11)',
    read: '2026-11',
  },
  'WIN-PDC': {
    title:
      'Active Directory replication: urgent changes, and passwords checked by the PDC emulator',
    url: 'https://techcommunity.microsoft.com/t5/ask-the-directory-services-team/fine-grained-password-policy-and-8220-urgent-replication-8221/ba-p/398134',
    read: '2026-11',
  },
  W32: {
    title: 'Windows system error codes',
    url: 'https://github.com/MicrosoftDocs/win32',
    read: '2026-11',
  },
  AAI: { title: 'AADInternals, source and history', url: AADINTERNALS, read: '2026-11' },
  'AAI-DD': {
    title: 'AADInternals: PTA deep-dive (2020-03-30)',
    url: 'https://aadinternals.com/post/pta-deepdive/',
    read: '2026-11',
  },
  'AAI-PTA': {
    title: 'AADInternals: PTA (2022-09-20)',
    url: 'https://aadinternals.com/post/pta/',
    read: '2026-11',
  },
  WHO: {
    title: 'WHOAMI: Entra ID, attack surface of PTA (2025-12-12, captures of 2025-10)',
    read: '2026-11',
  },
  SWX: {
    title: 'Secureworks: Azure Active Directory Pass-Through Authentication Flaws (2022)',
    read: '2026-11',
  },
  PUBLIC: {
    title:
      'Public issue threads, collector scripts and SIEM queries, as gathered in the fact sheet',
    read: '2026-11',
  },
  AZSDKJS: {
    title: 'Recorded identity test traffic of the Azure SDK for JavaScript',
    url: 'https://github.com/Azure/azure-sdk-for-js',
    read: '2026-11',
  },
  MSALJS: {
    title: 'Microsoft Authentication Library for JavaScript',
    url: 'https://github.com/AzureAD/microsoft-authentication-library-for-js',
    read: '2026-11',
  },
  MSALPY: {
    title: 'Microsoft Authentication Library for Python',
    url: 'https://github.com/AzureAD/microsoft-authentication-library-for-python',
    read: '2026-11',
  },
  'RFC-6238': {
    title: 'TOTP: Time-Based One-Time Password Algorithm',
    url: 'https://www.rfc-editor.org/rfc/rfc6238',
    read: '2026-11',
  },
  'RFC-6298': {
    title: 'Computing TCP’s Retransmission Timer',
    url: 'https://www.rfc-editor.org/rfc/rfc6298',
    read: '2026-11',
  },
  'RFC-2782': {
    title: 'A DNS RR for specifying the location of services (DNS SRV)',
    url: 'https://www.rfc-editor.org/rfc/rfc2782',
    read: '2026-11',
  },
  'ED-SYNC': {
    title: 'Microsoft Entra Connect Sync service features',
    url: `${HYBRID}/how-to-connect-syncservice-features.md`,
    read: '2026-11',
  },
  'ED-PWD': {
    title: 'Combined password policy and check for weak passwords in Microsoft Entra ID',
    url: `${ENTRA_DOCS}/identity/authentication/concept-password-ban-bad-combined-policy.md`,
    read: '2026-11',
  },
  'ED-BAN': {
    title: 'Password protection in Microsoft Entra ID',
    url: `${ENTRA_DOCS}/identity/authentication/concept-password-ban-bad.md`,
    read: '2026-11',
  },
  'ED-WRITEBACK': {
    title: 'How does self-service password reset writeback work',
    url: `${ENTRA_DOCS}/identity/authentication/concept-sspr-writeback.md`,
    read: '2026-11',
  },
  'SEED-A': { title: 'Seed: upgrade preview authentication agents', read: '2026-11' },
  'SEED-B': { title: 'Seed: PTA frequently asked questions', read: '2026-11' },
  'SEED-C': { title: 'Seed: fix "Pass-through Authentication failed"', read: '2026-11' },
  lab: { title: 'The lab itself: a choice no source makes', read: '2026-11' },
} satisfies Record<string, Source>;

export type SourceId = keyof typeof documents;

export const SOURCES: Readonly<Record<SourceId, Source>> = documents;
