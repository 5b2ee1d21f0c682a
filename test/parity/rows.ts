/** All rows of `docs/parity.md`, by area. One line per area. */
import { AGENT_ROWS } from './rows-agents.ts';
import { AUTHORIZE_ROWS } from './rows-authorize.ts';
import { CONNECT_ROWS } from './rows-connect.ts';
import { CONTAINER_ROWS } from './rows-containers.ts';
import { CONTROL_ROWS } from './rows-control.ts';
import { DIRECTORY_ROWS } from './rows-directory.ts';
import { DISCOVERY_ROWS } from './rows-discovery.ts';
import { ESTATE_ROWS } from './rows-estate.ts';
import { FAULT_ROWS } from './rows-faults.ts';
import { GRAPH_ROWS } from './rows-graph.ts';
import { LOAD_ROWS } from './rows-load.ts';
import { PAGE_ROWS } from './rows-pages.ts';
import { PATH_ROWS } from './rows-path.ts';
import { PROBE_ROWS } from './rows-probes.ts';
import { SERVER_ROWS } from './rows-servers.ts';
import { SIGN_IN_ROWS } from './rows-sign-in.ts';
import { STAND_IN_ROWS } from './rows-stand-in.ts';
import { TENANT_ROWS } from './rows-tenant.ts';
import { TOKEN_ROWS } from './rows-token.ts';

export const AREAS = {
  'Sign-in: discovery': DISCOVERY_ROWS,
  'Sign-in: tokens and grants': TOKEN_ROWS,
  'Sign-in: pages and sessions': { ...AUTHORIZE_ROWS, ...PAGE_ROWS },
  'Sign-in: passwords and policies': SIGN_IN_ROWS,
  'Tenant and synchronisation': TENANT_ROWS,
  'Connect, changes, the cloud’s own trouble': CONNECT_ROWS,
  'Microsoft Graph': GRAPH_ROWS,
  'Ways to stand in, control': STAND_IN_ROWS,
  Control: CONTROL_ROWS,
  'Estate, comparison, ticket': ESTATE_ROWS,
  'Agents, directory, network, time': AGENT_ROWS,
  'Forests and real controllers': DIRECTORY_ROWS,
  'Agents’ servers': SERVER_ROWS,
  'From a server to the cloud': PATH_ROWS,
  'Fault catalogue': FAULT_ROWS,
  Probes: PROBE_ROWS,
  'Load and capacity': LOAD_ROWS,
  Containers: CONTAINER_ROWS,
} as const;

export const PARITY = {
  ...DISCOVERY_ROWS,
  ...TOKEN_ROWS,
  ...AUTHORIZE_ROWS,
  ...PAGE_ROWS,
  ...SIGN_IN_ROWS,
  ...TENANT_ROWS,
  ...CONNECT_ROWS,
  ...GRAPH_ROWS,
  ...STAND_IN_ROWS,
  ...CONTROL_ROWS,
  ...ESTATE_ROWS,
  ...AGENT_ROWS,
  ...DIRECTORY_ROWS,
  ...SERVER_ROWS,
  ...PATH_ROWS,
  ...FAULT_ROWS,
  ...PROBE_ROWS,
  ...LOAD_ROWS,
  ...CONTAINER_ROWS,
};

export type ParityId = keyof typeof PARITY;
