/**
 * Ids of directory roles, the same in every tenant: `wids` of tokens. Source: "Microsoft Entra
 * built-in roles" (ED-ROLES), template id of each role.
 */
export const ROLE_TEMPLATES = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Hybrid Identity Administrator': '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2',
  'Reports Reader': '4a5d8f65-41da-4de4-8968-e035b65339cf',
} as const;

/** Entra adds it for every member of the directory; its name is not in the list of roles. */
export const MEMBER_ROLE = 'b79fbf4d-3ef9-4689-8143-76b194e85509';
