/**
 * The form of the page that an expired password leads to. Once changed, the new password counts as
 * given: the person goes on without typing it again.
 */
import { Secret } from '../../runtime/secret.ts';
import { changePassword } from '../sign-in/change-password.ts';
import { methodFor } from '../sign-in/judge-password.ts';
import { startOver } from './flow.ts';
import { onForm } from './form.ts';
import { signIn } from './login.ts';
import { complained } from './visit.ts';

export const answerChangePassword = onForm(
  ['password-expired'],
  async (cloud, { visit, form }, { userId }) => {
    const user = cloud.users.byId(userId);
    const oldPassword = form.get('OldPassword');
    const newPassword = form.get('NewPassword');
    if (user === undefined || oldPassword === undefined || newPassword === undefined) {
      return complained(visit, 90014);
    }
    if (newPassword !== form.get('ConfirmPassword')) {
      return complained(visit, 90014, 'The two new passwords are not the same.');
    }
    const code = await changePassword(cloud, {
      user,
      oldPassword: new Secret(oldPassword),
      newPassword: new Secret(newPassword),
      ipAddress: visit.exchange.client.address,
    });
    if (code !== 0) return complained(visit, code);
    const started = { ...visit, flow: startOver(visit.flow, { userName: user.userPrincipalName }) };
    const method = methodFor(user, cloud.settings().passThroughAuthentication);
    return signIn(cloud, started, user, { method });
  },
);
