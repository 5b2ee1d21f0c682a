/**
 * Every address of Graph, one line each. An address in front wins over one behind it that fits as
 * well (`/users/$count`, `/users/:id`).
 */
import { AGENT, AGENT_GROUP, AGENT_GROUPS, AGENTS } from './agents.ts';
import { APPLICATION, APPLICATIONS } from './applications.ts';
import { SYNCHRONIZATION, SYNCHRONIZATIONS } from './directory-sync.ts';
import { DOMAIN, DOMAINS } from './domains.ts';
import { ORGANIZATION, ORGANIZATIONS } from './organization.ts';
import type { Resource } from './resource.ts';
import { SETTINGS } from './settings.ts';
import { SIGN_IN, SIGN_INS } from './sign-ins.ts';
import { ME, USER, USERS, USERS_COUNT } from './users.ts';

export const RESOURCES: readonly Resource[] = [
  ...[ME, USERS, USERS_COUNT, USER],
  ...[ORGANIZATIONS, ORGANIZATION, DOMAINS, DOMAIN],
  ...[APPLICATIONS, APPLICATION],
  ...[AGENTS, AGENT, AGENT_GROUPS, AGENT_GROUP],
  ...[SYNCHRONIZATIONS, SYNCHRONIZATION, SETTINGS],
  ...[SIGN_INS, SIGN_IN],
];
