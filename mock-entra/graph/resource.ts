/**
 * The contract of one address of Graph: what it is called, who may ask, which query options it
 * takes, and how it answers. `graph.ts` does the asking around it; the table is `resources.ts`.
 */
import type { GraphErrorCode } from '../../protocol/graph-errors.ts';
import type { Cloud } from '../cloud.ts';
import type { GraphRefusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import type { DirectoryRole } from '../tenant/tenant.ts';
import type { Query, QueryOption } from './query.ts';

export type GraphVersion = 'v1.0' | 'beta';

/** Who calls: a person through an application, or the application alone. */
export type Principal = { appId: string } & (
  | {
      kind: 'user';
      userId: string;
      scopes: readonly string[];
      directoryRoles: readonly DirectoryRole[];
    }
  | { kind: 'application'; roles: readonly string[] }
);

export interface Access {
  /** Any one of these scopes. */
  delegated: readonly string[];
  /** Any one of these application roles; empty: applications cannot call this at all. */
  application: readonly string[];
  /** A user needs one of these as well. Absent: none. */
  directoryRoles?: readonly DirectoryRole[];
  /** The tenant has to have P1 or P2. */
  premium?: true;
  /** What is answered if the permission or the role is not there. */
  denied: {
    permission: GraphErrorCode;
    role: GraphErrorCode;
    /** For applications where none may call. Default: `permission`. */
    application?: GraphErrorCode;
  };
}

export interface GraphCall {
  cloud: Cloud;
  exchange: Exchange;
  version: GraphVersion;
  principal: Principal;
  query: Query;
  /** `ConsistencyLevel: eventual`; with `$count=true` it opens advanced queries. */
  eventual: boolean;
}

export type GraphAnswer =
  | { kind: 'refused'; refusal: GraphRefusal }
  | { kind: 'one'; entity: Readonly<Record<string, unknown>> }
  | {
      kind: 'list';
      rows: readonly Readonly<Record<string, unknown>>[];
      count?: number;
      /** `$skiptoken` of the page that follows. */
      next?: string;
    }
  | { kind: 'plain'; text: string }
  | { kind: 'done' };

export interface Resource {
  /** Behind the version, with `:name` for parameters. */
  path: string;
  versions: readonly GraphVersion[];
  /** Of `@odata.context`; `$select` and `/$entity` are added to it. */
  context: string;
  /** Reports have the small quota (fact sheet 5.3). */
  quota: 'directory' | 'report';
  get: Operation;
  patch?: Operation;
}

export interface Operation {
  access: Access;
  options: readonly QueryOption[];
  answer(call: GraphCall): GraphAnswer;
}

export const BOTH: readonly GraphVersion[] = ['v1.0', 'beta'];

/** Directory objects name no reason: permission and role look alike. */
export const DENIED: Access['denied'] = {
  permission: 'Authorization_RequestDenied',
  role: 'Authorization_RequestDenied',
};

export function refuse(code: GraphErrorCode, detail?: string): GraphAnswer & { kind: 'refused' } {
  return { kind: 'refused', refusal: { code, ...(detail !== undefined && { detail }) } };
}
