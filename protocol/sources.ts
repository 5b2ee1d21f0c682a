/**
 * Every document a fact of this folder rests on. Keys are those of the fact sheet; `read` is the
 * month in which the sheet was compiled, not a promise that the page still says the same.
 */
import { ENTRA_SOURCES } from './entra-sources.ts';

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

const AADINTERNALS = 'https://github.com/Gerenios/AADInternals';

const documents = {
  ...ENTRA_SOURCES,
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
  'WIN-MCA': {
    title: 'Netlogon parameters: MaxConcurrentApi',
    url: 'https://learn.microsoft.com/en-us/previous-versions/cc939529(v=technet.10)',
    read: '2026-11',
  },
  'MS-AUTHSOD': {
    title: 'Authentication services protocols: interactive domain logon by using passwords',
    url: 'https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-authsod/b221998b-242b-41ef-a116-891c73fd2410',
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
  'GR-CLOUDS': {
    title: 'Microsoft Graph national cloud deployments',
    url: 'https://github.com/microsoftgraph/microsoft-graph-docs-contrib/blob/main/concepts/deployments.md',
    read: '2026-11',
  },
  'GR-SETTINGS': {
    title: 'Microsoft Graph beta: list (directory) settings',
    url: 'https://github.com/microsoftgraph/microsoft-graph-docs-contrib/blob/main/api-reference/beta/api/group-list-settings.md',
    read: '2026-11',
  },
  EIDSCA: {
    title: 'Maester, EIDSCA.PR05 and PR06: smart lockout in Password Rule Settings',
    url: 'https://github.com/maester365/maester/blob/main/powershell/internal/eidsca/Test-MtEidscaPR05.md',
    read: '2026-11',
  },
  'AZ-CA': {
    title: 'Azure Certificate Authority details',
    url: 'https://learn.microsoft.com/azure/security/fundamentals/azure-ca-details',
    read: '2026-11',
  },
  'SEED-A': { title: 'Seed: upgrade preview authentication agents', read: '2026-11' },
  'SEED-B': { title: 'Seed: PTA frequently asked questions', read: '2026-11' },
  'SEED-C': { title: 'Seed: fix "Pass-through Authentication failed"', read: '2026-11' },
  lab: { title: 'The lab itself: a choice no source makes', read: '2026-11' },
} satisfies Record<string, Source>;

export type SourceId = keyof typeof documents;

export const SOURCES: Readonly<Record<SourceId, Source>> = documents;
