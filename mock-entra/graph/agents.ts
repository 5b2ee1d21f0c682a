/**
 * Publishing profiles: the Authentication Agents and their one group. Beta, delegated and
 * `ReadWrite` only, as documented: there is no permission that reads and cannot write. A client
 * sees neither version nor last contact here (fact sheet 5.1).
 */
import type { Agent } from '../agents/agent-registry.ts';
import { type Access, type GraphCall, type Resource, refuse } from './resource.ts';

const ACCESS: Access = {
  delegated: ['OnPremisesPublishingProfiles.ReadWrite.All'],
  application: [],
  // That a role is needed was observed; which ones are enough is the lab's choice.
  directoryRoles: ['Global Administrator', 'Hybrid Identity Administrator'],
  denied: {
    permission: 'Authorization_RequestDenied',
    role: 'NotAdminRoleNoEnoughCustomPermission_UnauthorizedAccess',
  },
};

/** Fact sheet 5.1. Only `authentication` has agents here. */
const PROFILES = [
  ...['applicationProxy', 'exchangeOnline', 'authentication', 'provisioning'],
  'adAdministration',
];

type Profile = 'authentication' | 'empty' | 'unknown';

function profileOf({ exchange }: GraphCall): Profile {
  const asked = exchange.params.profile?.toLowerCase();
  const profile = PROFILES.find((name) => name.toLowerCase() === asked);
  if (profile === undefined) return 'unknown';
  return profile === 'authentication' ? 'authentication' : 'empty';
}

/**
 * The resource page writes the status in lower case, its example does not (GR); lower case is used.
 */
function renderAgent({ id, machineName, externalIp, status }: Agent) {
  return {
    id,
    machineName,
    externalIp,
    status: status.toLowerCase(),
    supportedPublishingTypes: ['authentication'],
  };
}

function renderGroup({ cloud }: GraphCall) {
  return {
    id: cloud.agentGroupId,
    displayName: 'Default Group',
    publishingType: 'authentication',
    isDefault: true,
  };
}

function expandAgent(call: GraphCall, agent: Agent) {
  const groups = call.query.expand === 'agentGroups' && { agentGroups: [renderGroup(call)] };
  return { ...renderAgent(agent), ...groups };
}

function expandGroup(call: GraphCall) {
  const agents = call.cloud.registry.listed().map(renderAgent);
  return { ...renderGroup(call), ...(call.query.expand === 'agents' && { agents }) };
}

/** All rows of a kind, or the one that the address names. */
function create(kind: 'agents' | 'agentGroups', expandable: string, one: boolean): Resource {
  const rowsOf = (call: GraphCall): readonly { id: string }[] =>
    kind === 'agentGroups'
      ? [expandGroup(call)]
      : call.cloud.registry.listed().map((agent) => expandAgent(call, agent));
  return {
    path: `/onPremisesPublishingProfiles/:profile/${kind}${one ? '/:id' : ''}`,
    versions: ['beta'],
    context: `onPremisesPublishingProfiles('authentication')/${kind}`,
    quota: 'directory',
    get: {
      access: ACCESS,
      options: ['$expand'],
      answer(call) {
        const { expand } = call.query;
        const profile = profileOf(call);
        if (profile === 'unknown') return refuse('BadRequest', 'No such publishing type.');
        if (expand !== undefined && expand !== expandable) {
          return refuse('BadRequest', `$expand: expected ${expandable}.`);
        }
        const rows = profile === 'authentication' ? rowsOf(call) : [];
        if (!one) return { kind: 'list', rows };
        const found = rows.find(({ id }) => id === call.exchange.params.id?.toLowerCase());
        return found ? { kind: 'one', entity: found } : refuse('Request_ResourceNotFound');
      },
    },
  };
}

export const AGENTS = create('agents', 'agentGroups', false);
export const AGENT = create('agents', 'agentGroups', true);
export const AGENT_GROUPS = create('agentGroups', 'agents', false);
export const AGENT_GROUP = create('agentGroups', 'agents', true);
