/** Every change, by id. One line each. */
import type { Change } from './change.ts';
import { changePassword } from './change-password.ts';
import { cloneServer } from './clone-server.ts';
import { convertDomain } from './convert-domain.ts';
import { createBreakGlass } from './create-break-glass.ts';
import { createUser } from './create-user.ts';
import { deleteCertificate } from './delete-certificate.ts';
import { disableWriteback } from './disable-writeback.ts';
import { enableHashSync } from './enable-hash-sync.ts';
import { enableWriteback } from './enable-writeback.ts';
import { forceSync } from './force-sync.ts';
import { installAgent } from './install-agent.ts';
import { installConnector } from './install-connector.ts';
import { rebootServer } from './reboot-server.ts';
import { reinstallAgent } from './reinstall-agent.ts';
import { releaseAgentVersion } from './release-agent-version.ts';
import { removeAgent } from './remove-agent.ts';
import { removeBreakGlass } from './remove-break-glass.ts';
import { resetPassword } from './reset-password.ts';
import { restartAgent } from './restart-agent.ts';
import { retireAdFs } from './retire-ad-fs.ts';
import { setProxy } from './set-proxy.ts';
import { setSmartLockout } from './set-smart-lockout.ts';
import { startConnect } from './start-connect.ts';
import { stopAgent } from './stop-agent.ts';
import { stopConnect } from './stop-connect.ts';
import { switchSignInMethod } from './switch-sign-in-method.ts';
import { uninstallAgent } from './uninstall-agent.ts';
import { upgradeAgent } from './upgrade-agent.ts';
import { upgradeConnect } from './upgrade-connect.ts';
import { upgradePreviewAgent } from './upgrade-preview-agent.ts';

export const CHANGES: Readonly<Record<string, Change>> = {
  'change-password': changePassword,
  'clone-server': cloneServer,
  'convert-domain': convertDomain,
  'create-break-glass': createBreakGlass,
  'create-user': createUser,
  'delete-certificate': deleteCertificate,
  'disable-writeback': disableWriteback,
  'enable-hash-sync': enableHashSync,
  'enable-writeback': enableWriteback,
  'force-sync': forceSync,
  'install-agent': installAgent,
  'install-connector': installConnector,
  'reboot-server': rebootServer,
  'reinstall-agent': reinstallAgent,
  'release-agent-version': releaseAgentVersion,
  'remove-agent': removeAgent,
  'remove-break-glass': removeBreakGlass,
  'reset-password': resetPassword,
  'restart-agent': restartAgent,
  'retire-ad-fs': retireAdFs,
  'set-proxy': setProxy,
  'set-smart-lockout': setSmartLockout,
  'start-connect': startConnect,
  'stop-agent': stopAgent,
  'stop-connect': stopConnect,
  'switch-sign-in-method': switchSignInMethod,
  'uninstall-agent': uninstallAgent,
  'upgrade-agent': upgradeAgent,
  'upgrade-connect': upgradeConnect,
  'upgrade-preview-agent': upgradePreviewAgent,
};
