/** All causes there are, in the order of the chain: the order decides between equals. */
import type { Cause } from '../cause.ts';
import { ACCOUNT_CAUSES } from './account.ts';
import { AGENT_CAUSES } from './agent.ts';
import { CERTIFICATE_CAUSES } from './certificate.ts';
import { CLOUD_CAUSES } from './cloud.ts';
import { DIRECTORY_CAUSES } from './directory.ts';
import { ESTATE_CAUSES } from './estate.ts';
import { LINE_CAUSES } from './line.ts';
import { NAME_CAUSES, PROXY_CAUSES } from './names-and-proxy.ts';
import { NETWORK_CAUSES } from './network.ts';
import { TLS_CAUSES } from './tls.ts';

export const CAUSES: readonly Cause[] = [
  ...CLOUD_CAUSES,
  ...NAME_CAUSES,
  ...NETWORK_CAUSES,
  ...TLS_CAUSES,
  ...PROXY_CAUSES,
  ...LINE_CAUSES,
  ...CERTIFICATE_CAUSES,
  ...AGENT_CAUSES,
  ...DIRECTORY_CAUSES,
  ...ACCOUNT_CAUSES,
  ...ESTATE_CAUSES,
];
