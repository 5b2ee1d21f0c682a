/** How a sign-in of each group ends when nothing is wrong: a wrong password is to be refused. */
import { aadstsForWin32, ERROR } from '../../protocol/win32.ts';

const TOKENS = '0';
const WRONG_PASSWORD = String(aadstsForWin32(ERROR.LOGON_FAILURE));

/** `result` as text, the way journals count it. */
export function isExpectedResult(group: string, result: string): boolean {
  return result === (group === 'wrong-password' ? WRONG_PASSWORD : TOKENS);
}
