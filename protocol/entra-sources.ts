/**
 * The pages of the Entra documentation that facts of this folder rest on: keys begin with `ED-`.
 * Other documents are in `sources.ts`, which is what everybody imports.
 */
import type { Source } from './sources.ts';

const ENTRA_DOCS = 'https://github.com/MicrosoftDocs/entra-docs/blob/main/docs';
const HYBRID = `${ENTRA_DOCS}/identity/hybrid/connect`;
const PLATFORM = `${ENTRA_DOCS}/identity-platform`;

export const ENTRA_SOURCES = {
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
  'ED-CA': {
    title: 'What is Conditional Access (enforced after the first factor)',
    url: `${ENTRA_DOCS}/identity/conditional-access/overview.md`,
    read: '2026-11',
  },
  'ED-CLOUDS': {
    title: 'National clouds (portal and sign-in endpoints)',
    url: `${PLATFORM}/authentication-national-cloud.md`,
    read: '2026-11',
  },
  'ED-GOV': {
    title: 'Hybrid identity considerations for the Azure Government cloud',
    url: `${HYBRID}/reference-connect-government-cloud.md`,
    read: '2026-11',
  },
  'ED-KEYS': {
    title: 'Signing key rollover in the Microsoft identity platform',
    url: `${PLATFORM}/signing-key-rollover.md`,
    read: '2026-11',
  },
} satisfies Record<string, Source>;
