/**
 * Error codes of Microsoft Graph as the lab gives them. Texts are the lab's own: Graph's own advice
 * is to branch on `code` alone. Where a row is assumed, status and code are the nearest documented
 * ones.
 */
import type { Basis, SourceId } from './sources.ts';

export interface GraphErrorRow {
  status: 400 | 401 | 403 | 404 | 405 | 429 | 501;
  text: string;
  basis: Basis;
  sources: readonly SourceId[];
  note?: string;
}

const rows = {
  InvalidAuthenticationToken: {
    status: 401,
    text: 'The access token is missing or not valid.',
    basis: 'observed',
    sources: ['PUBLIC'],
  },
  Authorization_RequestDenied: {
    status: 403,
    text: 'The caller lacks the permission for this.',
    basis: 'observed',
    sources: ['PUBLIC'],
    note: 'Also where a directory role is missing: other endpoints than the reports name neither.',
  },
  Authentication_MSGraphPermissionMissing: {
    status: 403,
    text: 'The calling principal lacks the permission AuditLog.Read.All.',
    basis: 'observed',
    sources: ['PUBLIC'],
    note: 'Reports answer this instead of Authorization_RequestDenied.',
  },
  Authentication_RequestFromUnsupportedUserRole: {
    status: 403,
    text: 'The user has no directory role that may read this report.',
    basis: 'observed',
    sources: ['PUBLIC'],
  },
  Authentication_RequestFromNonPremiumTenantOrB2CTenant: {
    status: 403,
    text: 'The tenant has no premium licence.',
    basis: 'observed',
    sources: ['PUBLIC'],
    note: 'That sign-in logs need P1 or P2 is documented (GR).',
  },
  NotAdminRoleNoEnoughCustomPermission_UnauthorizedAccess: {
    status: 403,
    text: 'The user has no directory role that may read publishing profiles.',
    basis: 'observed',
    sources: ['PUBLIC'],
    note: 'Seen for a publishing profile; that its agents answer alike is assumed.',
  },
  BadRequest: {
    status: 400,
    text: 'The request is not valid.',
    basis: 'observed',
    sources: ['PUBLIC'],
  },
  Request_BadRequest: {
    status: 400,
    text: 'The request is not valid.',
    basis: 'documented',
    sources: ['GR'],
  },
  Request_UnsupportedQuery: {
    status: 400,
    text: 'This query needs ConsistencyLevel: eventual and $count=true, or is not supported at all.',
    basis: 'documented',
    sources: ['GR'],
  },
  Directory_ExpiredPageToken: {
    status: 400,
    text: 'The page token has expired.',
    basis: 'observed',
    sources: ['PUBLIC'],
  },
  Request_ResourceNotFound: {
    status: 404,
    text: 'There is no such resource.',
    basis: 'observed',
    sources: ['PUBLIC'],
  },
  ResourceNotFound: {
    status: 404,
    text: 'Resource not found, or not emulated.',
    basis: 'assumed',
    sources: ['lab'],
    note: 'The lab’s answer for every path of Graph that it does not have.',
  },
  MethodNotAllowed: {
    status: 405,
    text: 'This method is not allowed here.',
    basis: 'observed',
    sources: ['PUBLIC', 'GR'],
    note: 'On the wire its code is Request_BadRequest; the status tells them apart.',
  },
  TooManyRequests: {
    status: 429,
    text: 'Too many requests: wait as long as Retry-After says.',
    basis: 'documented',
    sources: ['GR'],
    note: 'Status and header are documented; the code is observed.',
  },
  NotImplemented: {
    status: 501,
    text: 'This query option is not emulated.',
    basis: 'documented',
    sources: ['GR'],
    note: 'The status is documented for what a resource cannot do; used for options the lab lacks.',
  },
} as const satisfies Readonly<Record<string, GraphErrorRow>>;

export type GraphErrorCode = keyof typeof rows;

export const GRAPH_ERRORS: Readonly<Record<GraphErrorCode, GraphErrorRow>> = rows;
